"""Accounts: one User per realm, their sessions, profile values, consents, mandates and staff invitations."""

from typing import ClassVar

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.contrib.sessions.backends.base import SessionBase
from django.contrib.sessions.base_session import AbstractBaseSession, BaseSessionManager
from django.db import models

from rathaus.foundation import ids
from rathaus.modules.accounts.enums import Realm, Source, TrustLevel


class UserManager(BaseUserManager["User"]):
    def by_email(self, realm: str, email: str) -> "User | None":
        """The account with this address in this realm, however the address is written."""
        return self.filter(realm=realm, email=fold_email(email)).first()


def fold_email(email: str) -> str:
    """The address as it is stored: outer blanks gone, case folded, NFC."""
    return User.objects.normalize_email(email.strip()).casefold()


class User(AbstractBaseUser):
    """A person's key to one realm. A member of staff who is also a citizen has two, under the same or other addresses."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    realm = models.CharField("Bereich", max_length=10, choices=Realm.choices, default=Realm.CITIZEN)
    email = models.EmailField("E-Mail-Adresse", max_length=254)
    name = models.CharField("Anzeigename", max_length=200, blank=True)
    person_id = models.UUIDField("Person der Organisation", null=True, blank=True, unique=True)
    is_active = models.BooleanField("aktiv", default=True)
    demo = models.BooleanField("Demonstrationskonto", default=False)
    created_at = models.DateTimeField("angelegt am")

    objects = UserManager()

    USERNAME_FIELD = "id"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = ["email"]

    class Meta:
        verbose_name = "Konto"
        verbose_name_plural = "Konten"
        constraints = [
            models.UniqueConstraint(fields=["realm", "email"], name="accounts_email_once_per_realm"),
            models.CheckConstraint(
                condition=models.Q(realm=Realm.CITIZEN, person_id__isnull=True)
                | models.Q(realm=Realm.STAFF, person_id__isnull=False),
                name="accounts_person_for_staff_alone",
            ),
        ]

    def __str__(self) -> str:
        return self.name or self.email


class SessionManager(BaseSessionManager["Session"]):
    pass


class Session(AbstractBaseSession):
    """A session belongs to one realm; `expire_date` is the earlier of the idle and the absolute limit."""

    realm = models.CharField(max_length=10, choices=Realm.choices)
    user_id = models.UUIDField(null=True, db_index=True)
    device = models.CharField(max_length=80, blank=True)
    created_at = models.DateTimeField()
    seen_at = models.DateTimeField()

    objects: ClassVar[SessionManager] = SessionManager()

    @classmethod
    def get_session_store_class(cls) -> type[SessionBase]:
        # the store imports this model: late, to break the circle
        from rathaus.modules.accounts.sessions import SessionStore

        return SessionStore


class ProfileValue(models.Model):
    """One value of the Servicekonto under its FIM id, with where it comes from and how well it is proven."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="values")
    fim_id = models.CharField("FIM-Datenfeld", max_length=20)
    value = models.CharField("Wert", max_length=500)
    source = models.CharField("Herkunft", max_length=10, choices=Source.choices)
    trust_level = models.CharField("Vertrauensniveau", max_length=12, choices=TrustLevel.choices)
    at = models.DateTimeField("Stand")

    class Meta:
        constraints = [models.UniqueConstraint(fields=["user", "fim_id"], name="accounts_one_value_per_field")]

    def __str__(self) -> str:
        return self.fim_id


class Consent(models.Model):
    """Einwilligung (Art. 6 (1) a, Art. 7 DSGVO): the text as it was shown. Revoked, never deleted while the account lives."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    user = models.ForeignKey(User, on_delete=models.CASCADE, related_name="consents")
    purpose = models.CharField("Zweck", max_length=80)
    version = models.CharField("Fassung", max_length=20)
    text = models.TextField("Wortlaut")
    given_at = models.DateTimeField("erteilt am")
    revoked_at = models.DateTimeField("widerrufen am", null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "purpose"], condition=models.Q(revoked_at__isnull=True), name="accounts_one_consent_in_force"
            )
        ]

    def __str__(self) -> str:
        return self.purpose


class Mandate(models.Model):
    """Vollmacht (§ 14 (1) VwVfG): `principal` lets the holder of `agent_email` act; it works once `agent` has accepted."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    principal = models.ForeignKey(User, on_delete=models.CASCADE, related_name="mandates_given")
    agent = models.ForeignKey(User, on_delete=models.SET_NULL, null=True, blank=True, related_name="mandates_held")
    agent_email = models.EmailField("E-Mail-Adresse der bevollmächtigten Person", max_length=254)
    service_key = models.CharField("Leistung", max_length=40, blank=True)
    valid_from = models.DateField("gültig ab")
    valid_until = models.DateField("gültig bis", null=True, blank=True)
    created_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    ended_at = models.DateTimeField("beendet am", null=True, blank=True)
    ended_by_id = models.UUIDField(null=True, blank=True, help_text="whose account took it back")
    shares_address = models.BooleanField("Anschrift darf eingetragen werden", null=True, help_text="not asked before: no")

    class Meta:
        indexes = [models.Index(fields=["agent_email"], name="accounts_mandate_email")]

    def __str__(self) -> str:
        return f"{self.pk}"


class MandateUse(models.Model):
    """One act done by virtue of a mandate, for both sides to see: which service, under which number, when."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    mandate = models.ForeignKey(Mandate, on_delete=models.CASCADE, related_name="uses")
    title = models.CharField(max_length=300)
    reference = models.CharField(max_length=40)
    at = models.DateTimeField()

    def __str__(self) -> str:
        return self.reference


class Invitation(models.Model):
    """A way in for a member of staff: sent once, used once, of limited life. The token itself is not stored."""

    id = models.UUIDField(primary_key=True, default=ids.new_id, editable=False)
    person_id = models.UUIDField()
    email = models.EmailField(max_length=254)
    name = models.CharField(max_length=200)
    token_digest = models.CharField(max_length=64, unique=True)
    created_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.pk}"
