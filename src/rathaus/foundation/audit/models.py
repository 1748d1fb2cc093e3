"""Tables of the chain (append-only, guarded by triggers) and, apart, what may be erased."""

from django.db import models

from rathaus.foundation import ids


class Entry(models.Model):
    """One act. It never changes; its place in the chain is the row of Leaf that points here."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    act = models.CharField(max_length=80)
    actor = models.CharField(max_length=80)  # kind and id, no name
    subject_kind = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=80)
    at = models.DateTimeField()
    commitment = models.BinaryField(max_length=32)  # SHA-256(salt || canonical payload)

    class Meta:
        indexes = [models.Index(fields=["subject_kind", "subject_id", "id"], name="audit_entry_subject")]


class Payload(models.Model):
    """What the act was about. Erasable, together with the salt that would let somebody guess it."""

    entry = models.OneToOneField(Entry, on_delete=models.DO_NOTHING, primary_key=True, related_name="payload")
    salt = models.BinaryField(max_length=32)
    text = models.TextField()  # canonical JSON, kept as written so that it is never serialised again


class Leaf(models.Model):
    """The place of an entry in the tree: level 0 of the stored nodes."""

    index = models.BigIntegerField(primary_key=True)
    entry = models.OneToOneField(Entry, on_delete=models.DO_NOTHING, related_name="leaf")
    hash = models.BinaryField(max_length=32, unique=True)


class Node(models.Model):
    """The hash of a perfect subtree of 2**level leaves, level 1 and up."""

    level = models.PositiveSmallIntegerField()
    index = models.BigIntegerField()
    hash = models.BinaryField(max_length=32)

    class Meta:
        constraints = [models.UniqueConstraint(fields=["level", "index"], name="audit_node_address")]


class KeyRecord(models.Model):
    """A public key the heads are or were signed with; valid from `at` until the next record's `at`."""

    number = models.PositiveIntegerField(primary_key=True)  # 1, 2, 3 ...
    fingerprint = models.CharField(max_length=64, unique=True)  # SHA-256 of the raw public key, hexadecimal
    public_key = models.BinaryField(max_length=32)
    at = models.DateTimeField()
    endorsement = models.BinaryField(max_length=64)  # the previous key's signature; the first key's own


class SignedHead(models.Model):
    """What the house stands by at a moment: size and root of the tree, signed with Ed25519."""

    size = models.BigIntegerField(primary_key=True)
    root = models.BinaryField(max_length=32)
    at = models.DateTimeField()
    key = models.ForeignKey(KeyRecord, on_delete=models.DO_NOTHING, to_field="fingerprint")
    signature = models.BinaryField(max_length=64)


class ViewLog(models.Model):
    """Who looked at what, and why; for data protection alone, kept for a limited time."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    at = models.DateTimeField(db_index=True)
    actor = models.CharField(max_length=80)
    subject_kind = models.CharField(max_length=40)
    subject_id = models.CharField(max_length=80)
    purpose = models.CharField(max_length=200)

    class Meta:
        indexes = [models.Index(fields=["subject_kind", "subject_id", "at"], name="audit_view_subject")]


class Verification(models.Model):
    """When the whole chain was last recomputed, and what came of it."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    at = models.DateTimeField(db_index=True)
    size = models.BigIntegerField()
    finding = models.TextField(blank=True)  # empty: everything fits
