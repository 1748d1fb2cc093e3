"""What several forms ask alike: the fields with a FIM id that two or more of them take, asked once."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from typing import Any

import msgspec

from rathaus.modules.applications import party, prefill, spec
from rathaus.modules.applications.enums import ActsFor
from rathaus.modules.applications.models import Offer
from rathaus.modules.forms import public as forms

PAGE = "angaben"
LEAST = 2  # forms that take a field, before it is asked for all
_LINES = {
    "address:street": (prefill.STREET, prefill.HOUSE_NUMBER),
    "address:city": (prefill.POSTAL_CODE, prefill.TOWN),
}
_PLAIN = frozenset({forms.Kind.TEXT, forms.Kind.EMAIL, forms.Kind.PHONE, forms.Kind.DATE})
"""A choice may offer other options in the next form, a file or a declaration belongs to one application alone."""


@lru_cache(maxsize=1)
def _known() -> tuple[forms.Field, ...]:
    """Name, address, contact as this page asks for them, in this order."""
    form = forms.read_form((Path(__file__).parent / "bundle.toml").read_bytes())
    return tuple(element for element in form.pages[0].elements if isinstance(element, forms.Field))


def shared_form(offers: Sequence[Offer]) -> forms.CompiledForm:
    """One page, nothing on it required: what somebody does not say here is asked in the application. May have no field."""
    return _form(tuple(offer.form_version_id for offer in offers), tuple(_grounds(offer) for offer in offers))


def _grounds(offer: Offer) -> tuple[Any, ...]:
    return spec.parse(offer.spec).grounds


@lru_cache(maxsize=64)
def _form(versions: tuple[Any, ...], grounds: tuple[tuple[Any, ...], ...]) -> forms.CompiledForm:
    counted: Counter[str] = Counter()
    found: dict[str, forms.Field] = {}
    for version, allowed in zip(versions, grounds, strict=True):
        form = forms.load(version)
        persons = party.party_form(form, acts_for=ActsFor.SELF, channel="online", grounds=allowed)
        asked = dict(_asked(persons)) | dict(_asked(form))
        counted.update(asked.keys())
        for identifier, field in asked.items():
            if field is not None:
                found.setdefault(identifier, field)
    known = {field.id: field for field in _known()}
    wanted = {identifier for identifier, number in counted.items() if number >= LEAST and identifier in known | found}
    own = [field for field in _known() if field.id in wanted]
    rest = [found[identifier] for identifier in sorted(wanted - known.keys())]
    whole = forms.read_form((Path(__file__).parent / "bundle.toml").read_bytes())
    page = msgspec.structs.replace(whole.pages[0], elements=(*own, *rest))
    return forms.CompiledForm(msgspec.structs.replace(whole, pages=(page,)))


def _asked(form: forms.CompiledForm) -> Iterator[tuple[str, forms.Field | None]]:
    """The FIM ids a form would take, a line of an address as its parts; with the field where it can be asked as it stands."""
    for path, (source, _mode) in forms.prefill_map(form).items():
        if source in _LINES:
            yield from ((part, None) for part in _LINES[source])
        elif source.startswith("F"):
            field = form.fields[path]
            if field.kind in _PLAIN and not field.rules:
                plain = {"minimum": 0, "prefill": None, "visible_if": None, "required_if": None}
                yield source, msgspec.structs.replace(field, id=source, **plain)


def as_given(form: forms.CompiledForm, values: Mapping[str, Any]) -> dict[str, str]:
    """Checked values by FIM id, as `start_draft` takes them."""
    return {key: str(value) for key, value in values.items() if key in form.fields and value not in (None, "")}


def from_account(form: forms.CompiledForm, known: Mapping[str, str]) -> dict[str, str]:
    """What the Servicekonto knows, as typed answers of the page."""
    return forms.typed(form, {key: value for key, value in known.items() if key in form.fields})


def half_an_address(form: forms.CompiledForm, given: Mapping[str, str]) -> dict[str, str]:
    """What lacks of an address that somebody has begun: it is carried on as a whole or not at all."""
    if not prefill.ADDRESS & given.keys():
        return {}
    needed = (prefill.STREET, prefill.POSTAL_CODE, prefill.TOWN)
    text = "Geben Sie die Anschrift ganz an, oder lassen Sie alle Felder der Anschrift leer."
    return {part: text for part in needed if part in form.fields and part not in given}
