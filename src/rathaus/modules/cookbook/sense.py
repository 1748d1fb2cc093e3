"""What no single room can see: whether the parts of a recipe fit one another and the law."""

import datetime as dt
import re
from collections.abc import Iterator, Mapping
from typing import Any

from rathaus.foundation.errors import Invalid, NotFound
from rathaus.foundation.law import public as law
from rathaus.modules.cookbook.recipe import RecipeData
from rathaus.modules.forms import public as forms
from rathaus.modules.organisation import public as organisation
from rathaus.modules.payments import public as payments
from rathaus.modules.records import public as records

KNOWN_WORDS = {"number", "applicant", "authority"}  # what the notice knows besides the answers
_PLACEHOLDER = re.compile(r"\{([A-Za-z0-9_:.\-]+)\}")


def demand_sense(data: RecipeData, form: forms.CompiledForm, *, today: dt.date) -> None:
    """Asked inside the installation, when every part is there. Raises Invalid naming every fault at once."""
    faults = [*_decisions(data.procedure), *_placeholders(data, form), *_registers(data)]
    faults += [*_file_plan(data), *_fee(data, today), *_law(data, today)]
    if faults:
        raise Invalid(f"Das Rezept „{data.slug}“ passt nicht zusammen: {' '.join(faults)}")


def _decisions(procedure: Mapping[str, Any]) -> Iterator[str]:
    kinds = [entry["kind"] for entry in procedure["decisions"]]
    if not kinds:
        yield "procedure.decisions nennt keinen Weg zu entscheiden."
    for kind in sorted({kind for kind in kinds if kinds.count(kind) > 1}):
        yield f"procedure.decisions nennt „{kind}“ zweimal."


def _placeholders(data: RecipeData, form: forms.CompiledForm) -> Iterator[str]:
    """An unknown name would stand in the notice as it is."""
    texts = {f"procedure.decisions, {entry['kind']}": entry["operative"] for entry in data.procedure["decisions"]}
    places = {**dict.fromkeys(texts, KNOWN_WORDS | form.fields.keys()), "offer.subject": set(form.fields)}
    for place, text in {**texts, "offer.subject": data.offer.get("subject", "")}.items():
        for name in _PLACEHOLDER.findall(text):
            if name not in places[place]:
                yield f"{place}: Das Formular hat kein Feld „{name}“."


def _registers(data: RecipeData) -> Iterator[str]:
    keys = {entry["key"] for entry in data.procedure.get("checks", ())}
    for register in data.offer.get("registers", ()):
        if register["check"] not in keys:
            yield f"offer.registers: Den Prüfpunkt „{register['check']}“ gibt es in procedure.checks nicht."


def _file_plan(data: RecipeData) -> Iterator[str]:
    """Without the entry no case could be filed."""
    code = data.procedure["file"]["plan_code"]
    if not records.known_plan_codes([code]):
        yield f"procedure.file: Den Eintrag „{code}“ gibt es im Aktenplan nicht. Bringen Sie ihn mit [[file_plan]] mit."


def _fee(data: RecipeData, today: dt.date) -> Iterator[str]:
    fee = data.procedure.get("fee", {})
    if fee.get("when", "none") == "none":
        return
    try:
        payments.assess(table_code=fee.get("table", ""), on=today, values={})
    except NotFound as error:
        yield f"procedure.fee: {error}"
    except Invalid:
        return  # the table is there and wants answers


def _law(data: RecipeData, today: dt.date) -> Iterator[str]:
    unit = organisation.find_unit(data.offer["unit"])
    land = organisation.get_authorities([unit.authority_id])[unit.authority_id].land
    try:
        law.remedy_for(law.rules(land, data.procedure["regime"], today), data.procedure["act"])
    except ValueError:
        yield f"procedure.act: „{data.procedure['act']}“ ist unbekannt. Erlaubt: {', '.join(law.Act)}."
    except NotFound as error:
        yield f"procedure.regime und act: {error}"
