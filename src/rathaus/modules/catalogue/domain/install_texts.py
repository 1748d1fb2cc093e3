"""What a recipe says about its service: in German where the catalogue says nothing yet, in other languages beside it."""

import datetime as dt
from collections.abc import Mapping

from django.db import transaction

from rathaus.foundation import text as texts
from rathaus.foundation.audit import public as audit
from rathaus.foundation.errors import Invalid, NotFound
from rathaus.foundation.permissions.public import Actor
from rathaus.modules.catalogue.enums import TextCode
from rathaus.modules.catalogue.index import index_keys
from rathaus.modules.catalogue.languages import GERMAN, LANGUAGES
from rathaus.modules.catalogue.models import Service, TextModule

SOURCE = "recipe:"  # marks the texts that came with a recipe: describing the service anew keeps them


def install_texts(*, service_key: str, recipe: str, said: Mapping[str, str], actor: Actor, now: dt.datetime) -> int:
    """Replaces what this recipe said before; gives how many texts stand now. `said` is language to plain text.

    A German text of the city's own is never replaced. Raises NotFound for an unknown service, Invalid for an unknown language.
    """
    if strangers := sorted(said.keys() - {GERMAN, *LANGUAGES}):
        raise Invalid(f"Texte in „{strangers[0]}“ kann die Seite nicht zeigen. Möglich: {GERMAN}, {', '.join(LANGUAGES)}.")
    source = f"{SOURCE}{recipe}"
    with transaction.atomic():
        service = Service.objects.select_for_update().filter(key=service_key).first()
        if service is None:
            raise NotFound(f"Die Leistung {service_key} steht nicht im Katalog. Beschreiben Sie sie zuerst.")
        own = service.texts.filter(source=source)
        before = dict(own.values_list("language", "text"))
        taken = set(service.texts.exclude(source=source).filter(code=TextCode.FULL).values_list("language", flat=True))
        wanted = {language: texts.clean(text, multiline=True) for language, text in said.items() if language not in taken}
        if before == wanted:
            return len(wanted)
        own.delete()
        TextModule.objects.bulk_create(
            TextModule(service=service, code=TextCode.FULL, language=language, text=text, source=source)
            for language, text in wanted.items()
        )
        service.version += 1
        service.save(update_fields=["version"])
        index_keys([service.key])
        audit.record(
            act="catalogue.texts_installed",
            actor=actor,
            subject=audit.Subject("service", service.key),
            payload={"recipe": recipe, "languages": sorted(wanted)},
            now=now,
        )
    return len(wanted)
