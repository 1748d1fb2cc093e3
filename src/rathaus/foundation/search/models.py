from django.db import models


class Document(models.Model):
    """One thing that can be found. `key` is the owner's name for it; `terms` maps stems to weights, `words` words to stems.

    The stems also stand in the table of the database's own full text (`search_terms`, see `backends`) under the same id.
    """

    id = models.BigAutoField(primary_key=True)
    index = models.CharField(max_length=60)
    key = models.CharField(max_length=120)
    title = models.CharField(max_length=400)
    title_terms = models.PositiveSmallIntegerField()
    boost = models.FloatField(default=0)
    terms = models.JSONField()
    words = models.JSONField()
    digest = models.CharField(max_length=64)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["index", "key"], name="search_document_once")]
        indexes = [models.Index(fields=["index", "id"], name="search_document_newest")]

    def __str__(self) -> str:
        return f"{self.index}:{self.key}"


class Facet(models.Model):
    """A property hits are filtered and counted by; secrecy is one."""

    id = models.BigAutoField(primary_key=True)
    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="facets")
    name = models.CharField(max_length=40)
    value = models.CharField(max_length=120)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["document", "name", "value"], name="search_facet_once")]
        indexes = [models.Index(fields=["name", "value", "document"], name="search_facet_filter")]

    def __str__(self) -> str:
        return f"{self.name}={self.value}"


class Suggestion(models.Model):
    """What is offered while typing: a name, from each of its words on, folded."""

    id = models.BigAutoField(primary_key=True)
    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="suggestions")
    folded = models.CharField(max_length=200, db_index=True)
    text = models.CharField(max_length=200)
    position = models.PositiveSmallIntegerField()

    def __str__(self) -> str:
        return self.text
