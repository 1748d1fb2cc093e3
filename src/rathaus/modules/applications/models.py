"""Offers, drafts with their uploads, applications, answers of registers."""

import uuid

from django.db import models

from rathaus.foundation import ids
from rathaus.modules.applications.enums import ActsFor, DraftState

CHANNELS = (("online", "Online"), ("counter", "Am Schalter"), ("paper", "Brief"), ("phone", "Telefon"))


class Offer(models.Model):
    """Onlinedienst: one immutable version; the active one answers under its slug, older ones serve drafts begun with them."""

    id: models.UUIDField[uuid.UUID, uuid.UUID] = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    slug = models.SlugField(max_length=80)
    version = models.CharField(max_length=40)
    service_key = models.CharField(max_length=40)
    title = models.CharField(max_length=300)
    form_version_id = models.UUIDField()
    procedure_id = models.UUIDField()
    unit_id = models.UUIDField()
    paper_code = models.CharField(max_length=12, unique=True)
    spec = models.JSONField()
    sha256 = models.CharField(max_length=64)
    active = models.BooleanField(default=True)
    installed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["slug", "version"], name="applications_one_offer_per_version"),
            models.UniqueConstraint(fields=["slug"], condition=models.Q(active=True), name="applications_one_active_offer"),
        ]
        indexes = [models.Index(fields=["service_key"], name="applications_offer_service")]

    def __str__(self) -> str:
        return f"{self.slug} {self.version}"


class Bundle(models.Model):
    """Several drafts begun together from one set of answers. What was typed stands in the drafts alone."""

    id: models.UUIDField[uuid.UUID, uuid.UUID] = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    token = models.CharField(max_length=40, unique=True)
    title = models.CharField(max_length=200)
    account_id = models.UUIDField(null=True, blank=True, db_index=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return self.title


class Draft(models.Model):
    """Answers as typed, page by page. The address `token` is its key for guests; an account's draft needs the account too."""

    id: models.UUIDField[uuid.UUID, uuid.UUID] = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    token = models.CharField(max_length=40, unique=True)
    offer = models.ForeignKey(Offer, on_delete=models.PROTECT, related_name="drafts")
    channel = models.CharField(max_length=10, choices=CHANNELS)
    state = models.CharField(max_length=10, choices=DraftState.choices, default=DraftState.OPEN)
    acts_for = models.CharField(max_length=5, choices=ActsFor.choices, default=ActsFor.SELF)
    account_id = models.UUIDField(null=True, blank=True, db_index=True)
    staff_person_id = models.UUIDField(null=True, blank=True)
    mandate_id = models.UUIDField(null=True, blank=True, help_text="the mandate of the Servicekonto by which the account acts")
    case_id = models.UUIDField(
        null=True, blank=True, db_index=True, help_text="the letter's case, where this draft types in what it says: one a letter"
    )
    bundle = models.ForeignKey(Bundle, on_delete=models.SET_NULL, null=True, blank=True, related_name="drafts")
    answers = models.JSONField(default=dict, help_text="answers of the form as typed")
    party = models.JSONField(default=dict, help_text="answers of the page about the persons, as typed")
    review = models.JSONField(default=dict, help_text="declaration and choice, as typed")
    provenance = models.JSONField(default=dict, help_text="key to source of a prefilled answer")
    privacy_version = models.CharField(max_length=20)
    version = models.PositiveIntegerField(default=1)
    created_at = models.DateTimeField()
    updated_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.offer_id} {self.state}"


class DraftFile(models.Model):
    """One upload. `key` is the key of its file field; the bytes stand in storage."""

    id: models.UUIDField[uuid.UUID, uuid.UUID] = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    draft = models.ForeignKey(Draft, on_delete=models.CASCADE, related_name="files")
    key = models.CharField(max_length=300)
    sha256 = models.CharField(max_length=64, db_index=True)
    size = models.PositiveIntegerField()
    media_type = models.CharField(max_length=100)
    filename = models.CharField(max_length=200)
    added_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.draft_id} {self.key}"


class Application(models.Model):
    """What was declared, as it was sent. Never changed; erased only with its case."""

    id: models.UUIDField[uuid.UUID, uuid.UUID] = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    draft = models.OneToOneField(Draft, on_delete=models.PROTECT, related_name="application")
    case_id = models.UUIDField(unique=True)
    account_id = models.UUIDField(null=True, blank=True, db_index=True)
    form_version_id = models.UUIDField()
    form_sha256 = models.CharField(max_length=64)
    values = models.JSONField(help_text="answers by key, canonical")
    summary = models.JSONField(help_text="answers as people read them")
    attachments = models.JSONField(default=list)
    parties = models.JSONField()
    declaration = models.TextField()
    privacy_version = models.CharField(max_length=20)
    choice = models.JSONField(default=dict)
    provenance = models.JSONField(default=dict)
    sha256 = models.CharField(max_length=64, help_text="of the canonical JSON of all the above")
    submitted_at = models.DateTimeField()

    def __str__(self) -> str:
        return str(self.case_id)


class Transcript(models.Model):
    """What a letter says, typed in with the form of its service. A correction is a further number; none is ever changed."""

    id: models.UUIDField[uuid.UUID, uuid.UUID] = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    application = models.ForeignKey(Application, on_delete=models.PROTECT, related_name="transcripts")
    number = models.PositiveSmallIntegerField()
    values = models.JSONField(help_text="answers by key, canonical")
    summary = models.JSONField(help_text="answers as people read them")
    parties = models.JSONField()
    attachments = models.JSONField(default=list)
    left_open = models.JSONField(default=list, help_text="what the letter does not say, why, and whether it was asked for")
    signed = models.BooleanField()
    sha256 = models.CharField(max_length=64, help_text="of the canonical JSON of all the above")
    entered_by = models.UUIDField(null=True)
    entered_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["application", "number"], name="applications_one_transcript_per_number")]

    def __str__(self) -> str:
        return f"{self.application_id} {self.number}"


class RegisterAnswer(models.Model):
    """One yes/no answer of a register with the basis of the question; logged once, also where the register was silent."""

    id: models.UUIDField[uuid.UUID, uuid.UUID] = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="register_answers")
    register = models.CharField(max_length=40)
    question = models.CharField(max_length=80)
    basis = models.CharField(max_length=300)
    answer = models.BooleanField(null=True)
    note = models.CharField(max_length=300, blank=True)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["application", "register", "question"], name="applications_one_answer_per_question")
        ]

    def __str__(self) -> str:
        return f"{self.register} {self.question}"
