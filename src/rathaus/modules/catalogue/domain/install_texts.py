"""What a recipe says about its service: in German where the city says nothing itself, in other languages beside it."""

import datetime as dt
from collections.abc import Mapping

from django.db import transaction

from rathaus.foundation import text as texts
from rathaus.foundation.audit import public as audit
from rathaus.foundation.errors import Invalid, NotFound
from rathaus.foundation.permissions.public import Actor
from rathaus.modules.catalogue import descriptions
from rathaus.modules.catalogue.descriptions import Description, Text
from rathaus.modules.catalogue.domain.refresh import refresh
from rathaus.modules.catalogue.enums import TextCode
from rathaus.modules.catalogue.languages import LANGUAGES
from rathaus.modules.catalogue.models import Contribution, Service, TextModule

SOURCE = "recipe:"


def install_texts(*, service_key: str, recipe: str, said: Mapping[str, str], actor: Actor, now: dt.datetime) -> int:
    """Replaces what this recipe said before; gives how many of its texts are shown now. `said` is language to plain text.

    A German text of the city's own is never replaced. Raises NotFound for an unknown service, Invalid for an unknown language.
    """
    if strangers := sorted(said.keys() - LANGUAGES.keys()):
        raise Invalid(f"Texte in „{strangers[0]}“ kann die Seite nicht zeigen. Möglich: {', '.join(LANGUAGES)}.")
    source = f"{SOURCE}{recipe}"
    description = Description(
        key=service_key,
        texts=tuple(
            Text(code=TextCode.FULL, language=language, text=texts.clean(text, multiline=True)) for language, text in said.items()
        ),
    )
    content = descriptions.encode(description).decode()
    with transaction.atomic():
        if not Service.objects.filter(key=service_key).exists():
            raise NotFound(f"Die Leistung {service_key} steht nicht im Katalog. Beschreiben Sie sie zuerst.")
        known = Contribution.objects.select_for_update().filter(service_key=service_key, source=source).first()
        if (known.content if known else "") != (content if said else ""):
            Contribution.objects.filter(service_key=service_key, source=source).delete()
            if said:
                Contribution.objects.create(service_key=service_key, source=source, content=content)
            refresh([service_key], now=now)
            audit.record(
                act="catalogue.texts_installed",
                actor=actor,
                subject=audit.Subject("service", service_key),
                payload={"recipe": recipe, "languages": sorted(said)},
                now=now,
            )
    return TextModule.objects.filter(service__key=service_key, source=source).count()
