"""Which recipes are installed, with all that came in them; an installed version never changes."""

from django.db import models

from rathaus.foundation import ids


class InstalledRecipe(models.Model):
    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    slug = models.SlugField(max_length=80)
    version = models.CharField(max_length=40)
    service_key = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    recipe_toml = models.TextField()
    form_source = models.TextField(help_text="form.toml as it was; empty for an official schema")
    form_sha256 = models.CharField(max_length=64)
    notice = models.TextField(blank=True)
    files = models.JSONField(null=True, help_text="texts/ and examples/: path to text; null before version 0.2")
    offer_id = models.UUIDField()
    procedure_id = models.UUIDField()
    form_version_id = models.UUIDField()
    installed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["slug", "version"], name="cookbook_version_once")]
        ordering = ["slug", "-installed_at"]

    def __str__(self) -> str:
        return f"{self.slug} {self.version}"
