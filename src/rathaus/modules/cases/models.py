"""Tables of the cases. Cross-room references are plain ids; everything a decision rests on is kept as it was."""

from django.db import models
from django.db.models.functions import Coalesce

from rathaus.foundation import ids
from rathaus.foundation.permissions.public import Secrecy
from rathaus.modules.cases import enums

ENDED = Coalesce("decided_at", "closed_at", "opened_at")  # when an ended case ended; never NULL, so that an index gives the order
SECRECY = [(entry.value, entry.value) for entry in Secrecy]


class Procedure(models.Model):
    """One immutable version of how a service is worked; a case keeps the version it started with."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    slug = models.SlugField(max_length=80)
    version = models.CharField(max_length=40)
    service_key = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    sha256 = models.CharField(max_length=64)
    data = models.JSONField()
    installed_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["slug", "version"], name="cases_procedure_version")]

    def __str__(self) -> str:
        return f"{self.slug} {self.version}"


class Case(models.Model):
    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    number = models.CharField(max_length=12, unique=True)
    token = models.CharField(max_length=40, unique=True)
    procedure = models.ForeignKey(Procedure, on_delete=models.PROTECT, related_name="cases")
    service_key = models.CharField(max_length=40)
    title = models.CharField(max_length=200)
    subject_line = models.CharField(max_length=200)
    unit_id = models.UUIDField()
    channel = models.CharField(max_length=10, choices=enums.Channel.choices)
    received_at = models.DateTimeField(help_text="when it reached the authority; for a letter its true day")
    opened_at = models.DateTimeField()
    state = models.CharField(max_length=12, choices=enums.State.choices, default=enums.State.RECEIVED)
    fee_state = models.CharField(max_length=16, choices=enums.FeeState.choices, default=enums.FeeState.NONE)
    secrecy = models.CharField(max_length=12, choices=SECRECY, default=Secrecy.NORMAL)
    secrecy_set = models.PositiveSmallIntegerField(null=True, help_text="every class as a mask; None as 0.1.0 wrote it")
    assignee_id = models.UUIDField(null=True)
    account_id = models.UUIDField(null=True, help_text="the Servicekonto that follows the case")
    application_id = models.UUIDField(null=True)
    subfile_id = models.UUIDField(null=True)
    file_reference = models.CharField(max_length=80, blank=True)
    promise_due = models.DateField(null=True, help_text="the service promise, moved by the days waited")
    law_due = models.DateField(null=True, help_text="§ 75 VwGO: never stops")
    waiting_since = models.DateTimeField(null=True)
    waited_days = models.PositiveIntegerField(default=0)
    resubmit_on = models.DateField(null=True)
    blocked_until = models.DateField(null=True, help_text="the last day of an Auskunftssperre; it ends by a person alone")
    block_review_on = models.DateField(null=True, help_text="when a block comes before a clerk; None once it has")
    outcome = models.CharField(max_length=12, blank=True)
    decided_at = models.DateTimeField(null=True)
    closed_at = models.DateTimeField(null=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        indexes = [
            models.Index(fields=["unit_id", "state", "promise_due"], name="cases_worklist"),
            models.Index(fields=["assignee_id", "state"], name="cases_assignee"),
            models.Index(fields=["account_id"], name="cases_account"),
            models.Index(fields=["service_key", "decided_at"], name="cases_service_decided"),
            models.Index(models.F("unit_id"), ENDED.desc(), models.F("id").desc(), name="cases_ended_unit"),
            models.Index(ENDED.desc(), models.F("id").desc(), name="cases_ended"),  # for a lead of many units
        ]
        constraints = [
            models.UniqueConstraint(
                fields=["application_id"], condition=models.Q(application_id__isnull=False), name="cases_one_per_application"
            ),
        ]

    def __str__(self) -> str:
        return self.number

    @property
    def state_to_applicant(self) -> str:
        """The label of the state as the person whose case it is reads it."""
        state = enums.State(self.state)
        return enums.TO_APPLICANT.get(state, str(state.label))


class CaseContent(models.Model):
    """What the applicant said, as it was sent: `facts` for guards and fees, `summary` for people, `attachments`."""

    case = models.OneToOneField(Case, on_delete=models.CASCADE, primary_key=True, related_name="content")
    facts = models.JSONField(default=dict)
    summary = models.JSONField(default=list)
    attachments = models.JSONField(default=list)
    choice = models.JSONField(default=dict, help_text="how the answer shall arrive: portal or letter, with the consent")


class Party(models.Model):
    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="parties")
    role = models.CharField(max_length=12, choices=enums.PartyRole.choices)
    name = models.CharField(max_length=200)
    match_key = models.CharField(max_length=200)
    address_lines = models.JSONField(default=list)
    email = models.CharField(max_length=254, blank=True)
    email_confirmed_at = models.DateTimeField(null=True, help_text="before that nothing with the way to the case goes there")
    phone = models.CharField(max_length=40, blank=True)
    account_id = models.UUIDField(null=True)
    identity = models.JSONField(default=dict, help_text="how the identity was shown, by whom it was seen, when")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "role"], name="cases_one_party_per_role")]
        indexes = [models.Index(fields=["match_key"], name="cases_party_name")]

    def __str__(self) -> str:
        return self.name


class AddressConfirmation(models.Model):
    """One e-mail that asks whether an address is the applicant's. The latest one of a case counts; its token is not stored."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="confirmations")
    email = models.CharField(max_length=254)
    token_digest = models.CharField(max_length=64, unique=True)
    sent_at = models.DateTimeField()
    expires_at = models.DateTimeField(db_index=True)

    def __str__(self) -> str:
        return f"{self.case_id} {self.sent_at:%Y-%m-%d}"


class Check(models.Model):
    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="checks")
    position = models.PositiveSmallIntegerField()
    key = models.CharField(max_length=80)
    label = models.CharField(max_length=400)
    help_text = models.TextField(blank=True)
    kind = models.CharField(max_length=8, choices=enums.CheckKind.choices)
    state = models.CharField(max_length=16, choices=enums.CheckState.choices, default=enums.CheckState.OPEN)
    required = models.BooleanField(default=True)
    note = models.TextField(blank=True)
    source = models.CharField(max_length=200, blank=True, help_text="what an automatic check asked, on which legal basis")
    checked_by = models.UUIDField(null=True)
    checked_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["position"]
        constraints = [models.UniqueConstraint(fields=["case", "key"], name="cases_check_key")]

    def __str__(self) -> str:
        return self.label


class Message(models.Model):
    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="messages")
    from_office = models.BooleanField()
    author_name = models.CharField(max_length=200)
    author_id = models.UUIDField(null=True)
    text = models.TextField()
    attachments = models.JSONField(default=list)
    at = models.DateTimeField()
    read_at = models.DateTimeField(null=True)
    key = models.CharField(max_length=64, unique=True, help_text="the form's key: a double click is one message")

    class Meta:
        ordering = ["at"]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M}"


class DocumentRequest(models.Model):
    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="requests")
    text = models.TextField()
    due = models.DateField()
    state = models.CharField(max_length=10, choices=enums.RequestState.choices, default=enums.RequestState.OPEN)
    requested_by = models.UUIDField(null=True)
    requested_at = models.DateTimeField()
    answered_at = models.DateTimeField(null=True)

    class Meta:
        ordering = ["requested_at"]

    def __str__(self) -> str:
        return self.text[:60]


class Decision(models.Model):
    """A proposal or a decision. `content` is everything the notice prints, frozen when it is proposed."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="decisions")
    kind = models.CharField(max_length=10, choices=enums.DecisionKind.choices)
    state = models.CharField(max_length=10, choices=enums.DecisionState.choices)
    reasons = models.TextField(blank=True)
    fee_cents = models.PositiveIntegerField(default=0)
    content = models.JSONField(default=dict)
    four_eyes = models.BooleanField(default=False)
    drafted_by = models.UUIDField()
    drafted_at = models.DateTimeField()
    approved_by = models.UUIDField(null=True)
    approved_at = models.DateTimeField(null=True)
    return_note = models.TextField(blank=True)
    document_id = models.UUIDField(null=True)
    delivery_id = models.UUIDField(null=True)

    class Meta:
        ordering = ["drafted_at"]
        constraints = [
            models.CheckConstraint(
                condition=models.Q(four_eyes=False)
                | models.Q(approved_by__isnull=True)
                | ~models.Q(approved_by=models.F("drafted_by")),
                name="cases_second_pair_of_eyes",
            ),
            models.CheckConstraint(
                condition=models.Q(four_eyes=False) | ~models.Q(state="approved") | models.Q(approved_by__isnull=False),
                name="cases_approved_by_somebody",
            ),
            models.UniqueConstraint(
                fields=["case"], condition=models.Q(state__in=["proposed", "approved"]), name="cases_one_standing_decision"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.state}"


class Bias(models.Model):
    """Why a person may not touch the case (§§ 20, 21 VwVfG). That it acts, here and in every room, is a bar in `permissions`."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="biases")
    person_id = models.UUIDField()
    reason = models.CharField(max_length=300)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["case", "person_id"], name="cases_bias_once")]

    def __str__(self) -> str:
        return self.reason


class HistoryEntry(models.Model):
    """One line of the case's history, never changed."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    case = models.ForeignKey(Case, on_delete=models.CASCADE, related_name="history")
    at = models.DateTimeField()
    kind = models.CharField(max_length=14, choices=enums.EntryKind.choices)
    text = models.TextField(blank=True)
    actor_name = models.CharField(max_length=200)
    actor_id = models.UUIDField(null=True)

    class Meta:
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["case", "at"], name="cases_history")]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.kind}"
