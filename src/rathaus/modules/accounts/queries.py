"""Reads of accounts, bulk by nature; each with a fixed number of queries."""

import datetime as dt
import uuid
from collections.abc import Iterable

from django.db.models import Q, QuerySet

from rathaus.foundation.errors import Forbidden
from rathaus.modules.accounts import fim
from rathaus.modules.accounts.enums import TRUST_ORDER, Realm, Side, Source, TrustLevel
from rathaus.modules.accounts.models import Consent, Mandate, ProfileValue, Session, User
from rathaus.modules.accounts.sessions import moment
from rathaus.modules.accounts.types import AccountInfo, ConsentInfo, MandateInfo, MandateUseInfo, Value


def get_accounts(ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, AccountInfo]:
    """The citizens' accounts named, with their values. Erased and unknown ones are missing. Two queries."""
    users = {user.pk: user for user in User.objects.filter(pk__in=set(ids), realm=Realm.CITIZEN)}
    values: dict[uuid.UUID, dict[str, Value]] = {pk: _own(user) for pk, user in users.items()}
    for row in ProfileValue.objects.filter(user_id__in=users):
        values[row.user_id][row.fim_id] = _value(row)
    return {pk: _info(user, values[pk]) for pk, user in users.items()}


def prefill(account_id: uuid.UUID) -> dict[str, Value]:
    """The account's values by FIM id, the confirmed e-mail address among them; empty for an unknown account."""
    info = get_accounts([account_id]).get(account_id)
    return dict(info.values) if info else {}


def letter_address(account: AccountInfo) -> tuple[str, ...]:
    """Name and address as on a letter; empty where the address is not complete."""
    plain = {key: value.value for key, value in account.values.items()}
    lines = fim.address_lines(plain)
    return (account.name, *lines) if lines else ()


def _own(user: User) -> dict[str, Value]:
    email = Value(value=user.email, source=Source.SELF, trust_level=TrustLevel.NONE, at=user.created_at)
    return {fim.EMAIL: email}


def _value(row: ProfileValue) -> Value:
    return Value(value=row.value, source=row.source, trust_level=row.trust_level, at=row.at)


def _info(user: User, values: dict[str, Value]) -> AccountInfo:
    names = [values[key].trust_level for key in (fim.GIVEN_NAMES, fim.FAMILY_NAME) if key in values]
    level = min((TrustLevel(name) for name in names), key=TRUST_ORDER.index, default=TrustLevel.NONE)
    plain = {key: value.value for key, value in values.items()}
    return AccountInfo(id=user.pk, name=fim.full_name(plain) or str(user), email=user.email, trust_level=level, values=values)


def consents(account_id: uuid.UUID) -> tuple[ConsentInfo, ...]:
    """Every consent ever given, newest first; revoked ones stay visible."""
    return tuple(
        ConsentInfo(
            id=row.pk,
            purpose=row.purpose,
            version=row.version,
            text=row.text,
            given_at=row.given_at,
            revoked_at=row.revoked_at,
        )
        for row in Consent.objects.filter(user_id=account_id).order_by("-given_at", "-pk")
    )


def has_consent(account_id: uuid.UUID, purpose: str, *, version: str | None = None) -> bool:
    """Whether a consent to this purpose (in this version, where given) is in force."""
    rows = Consent.objects.filter(user_id=account_id, purpose=purpose, revoked_at__isnull=True)
    return (rows if version is None else rows.filter(version=version)).exists()


def _side(row: Mandate) -> str:
    """Who took it back; empty where it stands, or where that was not kept."""
    if row.ended_by_id is None:
        return ""
    return Side.PRINCIPAL if row.ended_by_id == row.principal_id else Side.AGENT


def _mandate(row: Mandate, uses: tuple[MandateUseInfo, ...] = ()) -> MandateInfo:
    return MandateInfo(
        id=row.pk,
        principal_id=row.principal_id,
        principal_name=str(row.principal),
        agent_id=row.agent_id,
        agent_email=row.agent_email,
        agent_name=str(row.agent) if row.agent else "",
        service_key=row.service_key,
        valid_from=row.valid_from,
        valid_until=row.valid_until,
        accepted_at=row.accepted_at,
        ended_at=row.ended_at,
        created_at=row.created_at,
        ended_by=_side(row),
        shares_address=row.shares_address is True,
        uses=uses,
    )


def mandates_for(account_id: uuid.UUID, day: dt.date, *, service_key: str | None = None) -> tuple[MandateInfo, ...]:
    """Whom this account may act for that day (and for this service): accepted, in force, not ended. One query."""
    rows = Mandate.objects.select_related("principal", "agent").filter(
        Q(valid_until__isnull=True) | Q(valid_until__gte=day),
        agent_id=account_id,
        accepted_at__isnull=False,
        ended_at__isnull=True,
        valid_from__lte=day,
        principal__is_active=True,
    )
    if service_key is not None:
        rows = rows.filter(service_key__in=["", service_key])
    return tuple(_mandate(row) for row in rows.order_by("created_at"))


def require_mandate(
    *, mandate_id: uuid.UUID, agent_id: uuid.UUID | None, service_key: str, day: dt.date, lock: bool = False
) -> MandateInfo:
    """The mandate by which this account may act for this service on this day. Raises Forbidden with what to do instead.

    `lock` holds it until the end of the caller's transaction: it is used before it is taken back, or not at all.
    """
    rows = Mandate.objects.select_related("principal", "agent").filter(
        pk=mandate_id, agent_id=agent_id, accepted_at__isnull=False
    )
    row = (rows.select_for_update(of=("self",)) if lock else rows).first() if agent_id else None
    if row is None:
        raise Forbidden(
            "Diese Vollmacht haben Sie nicht (mehr). Für wen Sie handeln dürfen, steht im Servicekonto unter „Vollmachten“."
        )
    found = _mandate(row)
    who, ask = (
        found.principal_name,
        "Bitten Sie die Person um eine neue Vollmacht, oder stellen Sie den Antrag mit einer Vollmacht auf Papier.",
    )
    if found.ended_at is not None or not row.principal.is_active:
        raise Forbidden(f"Die Vollmacht von {who} ist beendet. {ask}")
    if found.expired(day):
        raise Forbidden(f"Die Vollmacht von {who} ist am {found.valid_until:%d.%m.%Y} abgelaufen. {ask}")
    if day < found.valid_from:
        raise Forbidden(f"Die Vollmacht von {who} gilt erst ab dem {found.valid_from:%d.%m.%Y}. Stellen Sie den Antrag dann.")
    if not found.covers(service_key):
        raise Forbidden(f"Die Vollmacht von {who} gilt nicht für diese Leistung. {ask}")
    return found


def mandate_values(mandate: MandateInfo) -> dict[str, str]:
    """What the agent may see of the principal's profile, by FIM id: the name, and the address where it is shared."""
    allowed = [fim.GIVEN_NAMES, fim.FAMILY_NAME, *(fim.ADDRESS if mandate.shares_address else ())]
    rows = ProfileValue.objects.filter(user_id=mandate.principal_id, fim_id__in=allowed)
    return dict(rows.values_list("fim_id", "value"))


def get_mandates(ids: Iterable[uuid.UUID]) -> dict[uuid.UUID, MandateInfo]:
    """Whatever became of them; the caller has checked who may know. One query."""
    rows = Mandate.objects.select_related("principal", "agent").filter(pk__in=list(ids))
    return {row.pk: _mandate(row) for row in rows}


def mandates_given(account_id: uuid.UUID) -> tuple[MandateInfo, ...]:
    """Every mandate this account has given, ended ones too, with what was done by it; newest first. Two queries."""
    return _with_uses(Mandate.objects.filter(principal_id=account_id))


def mandates_offered(user: User) -> tuple[MandateInfo, ...]:
    """Mandates addressed to this account's confirmed address, accepted or not; ended ones only if they once worked."""
    open_ones = Q(agent__isnull=True, agent_email=user.email, ended_at__isnull=True)
    return _with_uses(Mandate.objects.filter(Q(agent=user) | open_ones))


def _with_uses(rows: QuerySet[Mandate]) -> tuple[MandateInfo, ...]:
    found = rows.select_related("principal", "agent").prefetch_related("uses").order_by("-created_at", "-pk")
    return tuple(
        _mandate(
            row,
            tuple(MandateUseInfo(use.title, use.reference, use.at) for use in sorted(row.uses.all(), key=lambda use: use.at)),
        )
        for row in found
    )


def sessions_of(user: User) -> list[Session]:
    """The sessions of this account that are still good, newest first."""
    return list(Session.objects.filter(user_id=user.pk, realm=user.realm, expire_date__gt=moment()).order_by("-seen_at"))
