"""What the Servicekonto knows, put into a form: into empty places alone, an address as a whole or not at all."""

from collections.abc import Iterator, Mapping

from rathaus.modules.forms import public as forms

STREET, HOUSE_NUMBER, ADDITION, POSTAL_CODE, TOWN = (
    "F60000000243",
    "F60000000244",
    "F60000000248",
    "F60000000246",
    "F60000000247",
)
ADDRESS = frozenset({STREET, HOUSE_NUMBER, ADDITION, POSTAL_CODE, TOWN})
LINES = frozenset({"address:street", "address:city"})
"""The two lines of the page about the persons, made of the above."""


def prefilled(form: forms.CompiledForm, known: Mapping[str, str], typed: Mapping[str, str] | None = None) -> dict[str, str]:
    """Typed answers to add to `typed`: nothing that stands there is touched. A value that does not fit is left to the person."""
    standing = typed or {}
    values = {path: text for path, text in _offered(form, known) if not _stands(path, standing)}
    groups = {_parent(path) for path in values if _is_address(form, path)}
    for parent in groups:
        if not _whole(form, parent, values, standing):
            values = {path: text for path, text in values.items() if _parent(path) != parent or not _is_address(form, path)}
    try:
        return forms.typed(form, values)
    except (ValueError, TypeError):
        return {}


def _offered(form: forms.CompiledForm, known: Mapping[str, str]) -> Iterator[tuple[str, str]]:
    """Where the account has something to say.

    An official schema names no account: there each FIM field counts once, at its first place, and the address at the first
    group that has a street (a post box has none).
    """
    official = form.form.source.kind == "xdf3"
    home = next(
        (_parent(path) for path, field in form.fields.items() if field.id == STREET and not form.places[path].loops), None
    )
    seen: set[str] = set()
    for path, (source, _mode) in forms.prefill_map(form).items():
        if not known.get(source):
            continue
        if official and source in ADDRESS:
            if _parent(path) == home:
                yield path, known[source]
        elif not official or source not in seen:
            seen.add(source)
            yield path, known[source]


def _whole(form: forms.CompiledForm, parent: str, values: Mapping[str, str], typed: Mapping[str, str]) -> bool:
    """Every part that is asked for is known, and the person has not begun to type an address here."""
    places = [path for path in form.fields if _parent(path) == parent and _is_address(form, path)]
    if any(_stands(path, typed) for path in places):
        return False
    return all(path in values for path in places if form.fields[path].minimum > 0)


def _is_address(form: forms.CompiledForm, path: str) -> bool:
    field = form.fields[path]
    return field.id in ADDRESS or (field.prefill is not None and field.prefill.source in LINES)


def _parent(path: str) -> str:
    return path.rpartition(".")[0]


def _stands(path: str, typed: Mapping[str, str]) -> bool:
    return any(name == path or name.startswith(f"{path}.") for name in typed)
