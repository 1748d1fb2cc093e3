"""Change what a person says about themselves."""

import datetime as dt
import uuid
from collections.abc import Mapping

from django.db import transaction

from rathaus.foundation import text
from rathaus.foundation.audit import public as audit
from rathaus.foundation.errors import Forbidden, Invalid, NotFound
from rathaus.foundation.permissions.public import Actor
from rathaus.modules.accounts import fim
from rathaus.modules.accounts.enums import Realm, Source, TrustLevel
from rathaus.modules.accounts.models import ProfileValue, User


def save_profile(*, account_id: uuid.UUID, values: Mapping[str, str], actor: Actor, now: dt.datetime) -> None:
    """Stores the given FIM fields as the person's own statement, trust level none; an empty text removes a field.

    Fields that are not named stay. A proven value is not changed this way (it would lose its proof): Invalid names it.
    Raises Forbidden, NotFound, Invalid.
    """
    if actor.id != account_id:
        raise Forbidden("Diese Angaben gehören zu einem anderen Konto. Melden Sie sich mit dem richtigen Konto an.")
    cleaned = {key: text.clean(value) for key, value in values.items()}
    faults = {key: _fault(key, value) for key, value in cleaned.items()}
    if wrong := {key: message for key, message in faults.items() if message}:
        raise Invalid("Einige Angaben stimmen noch nicht. Berichtigen Sie die markierten Felder.", wrong)
    with transaction.atomic():
        user = User.objects.select_for_update().filter(pk=account_id, realm=Realm.CITIZEN, is_active=True).first()
        if user is None:
            raise NotFound("Dieses Konto gibt es nicht mehr. Legen Sie ein neues an.")
        old = {row.fim_id: row for row in ProfileValue.objects.filter(user=user, fim_id__in=cleaned)}
        changed = {key: value for key, value in cleaned.items() if value != (old[key].value if key in old else "")}
        for key in changed:
            if key in old and old[key].trust_level != TrustLevel.NONE:
                message = "Diese Angabe ist nachgewiesen und kann hier nicht geändert werden."
                raise Invalid(message, {key: message})
        for key, value in changed.items():
            _store(user, key, value, now)
        if not changed:
            return
        _rename(user)
        audit.record(
            act="account.profile_changed",
            actor=actor,
            subject=audit.Subject("account", account_id),
            payload={"fields": sorted(changed)},
            now=now,
        )


def _fault(key: str, value: str) -> str:
    field = fim.BY_ID.get(key)
    if field is None:
        return "Dieses Feld gibt es im Profil nicht."
    if value and not field.accepts(value):
        return f"{field.label}: höchstens {field.max_length} Zeichen{'. ' + field.hint if field.hint else ''}."
    return ""


def _store(user: User, key: str, value: str, now: dt.datetime) -> None:
    if not value:
        ProfileValue.objects.filter(user=user, fim_id=key).delete()
        return
    fields = {"value": value, "source": Source.SELF, "trust_level": TrustLevel.NONE, "at": now}
    ProfileValue.objects.update_or_create(user=user, fim_id=key, defaults=fields)


def _rename(user: User) -> None:
    stored = dict(ProfileValue.objects.filter(user=user).values_list("fim_id", "value"))
    if name := fim.full_name(stored):
        user.name = name[:200]
        user.save(update_fields=["name"])
