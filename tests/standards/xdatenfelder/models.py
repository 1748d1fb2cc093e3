"""Generated models: everything a message of edition 3 can say, in every combination."""

import datetime as dt
import itertools
from dataclasses import replace
from decimal import Decimal

from hypothesis import strategies as st

from rathaus.standards.xdatenfelder import (
    Cardinality,
    CodeListRef,
    Derivation,
    DocumentProfile,
    ElementKind,
    Field,
    FieldKind,
    Group,
    Header,
    Keyword,
    LegalBasis,
    Limits,
    ListColumns,
    Option,
    Part,
    Prefill,
    Relation,
    Release,
    Rule,
    Schema,
    Structure,
)
from rathaus.standards.xdatenfelder.vocabulary import DATATYPES, NUMERIC, RELATIONS

_CHARACTERS = st.one_of(
    st.characters(exclude_categories=("Cc", "Cs", "Cn", "Co")), st.sampled_from("\t\n\r <>&\"']]>ßẞ\u200b Ω \U0001f600")
)
TEXT = st.text(_CHARACTERS, max_size=8).map(str.strip)
SAID = TEXT.filter(bool)
VERSION = st.sampled_from(["1.0.0", "0.1.0", "12.3.10"])


def ids(kind):
    return st.integers(0, 99_999_999_999).map(lambda n: f"{kind}{n:011d}")


def small(strategy, most=2):
    return st.lists(strategy, max_size=most).map(tuple)


_ZONES = st.sampled_from(["", "Z", "+01:00"])
_DAYS = st.dates(min_value=dt.date(1800, 1, 1), max_value=dt.date(2999, 12, 31)).map(dt.date.isoformat)
_CLOCK = st.sampled_from(["00:00:00", "07:24:00", "23:59:59.848"])
DATES = st.one_of(st.just(""), st.builds("{}{}".format, _DAYS, _ZONES))
MOMENTS = st.one_of(st.just(""), st.builds("{}T{}{}".format, _DAYS, _CLOCK, _ZONES))

HEADERS = st.builds(Header, message_id=TEXT, created=MOMENTS, reference=TEXT)
BASES = small(st.builds(LegalBasis, text=SAID, link=TEXT))
KEYWORDS = small(st.builds(Keyword, text=SAID, uri=TEXT), 1)
RELATION = st.builds(Relation, st.sampled_from(sorted(RELATIONS)), st.one_of(ids("F"), ids("G"), ids("S")), st.just("") | VERSION)
RELEASES = st.builds(
    Release,
    status_date=DATES,
    status_by=TEXT,
    valid_from=DATES,
    valid_until=DATES,
    version_note=TEXT,
    published=DATES,
    last_change=MOMENTS,
)
_ATTRIBUTES = st.dictionaries(st.sampled_from(["a", "typ-1"]), TEXT, max_size=2).map(lambda found: tuple(found.items()))
_NAMES = st.sampled_from(["element", "name", "x_1"])
_INNER = st.recursive(
    st.builds(Part, _NAMES, TEXT, _ATTRIBUTES, st.just(()), st.booleans()),
    lambda inner: st.builds(
        Part, _NAMES, st.just(""), _ATTRIBUTES, st.lists(inner, min_size=1, max_size=2).map(tuple), st.booleans()
    ),
    max_leaves=3,
)


def parts(name):
    bare = st.builds(Part, st.just(name), TEXT, _ATTRIBUTES)
    return small(st.one_of(bare, st.builds(Part, st.just(name), st.just(""), _ATTRIBUTES, _INNER.map(lambda part: (part,)))), 1)


RULES = small(
    st.builds(
        Rule,
        id=ids("R"),
        version=VERSION,
        name=TEXT,
        text=TEXT,
        kind=st.sampled_from(["", *"KMVB"]),
        legal_basis=BASES,
        description=TEXT,
        author=TEXT,
        last_change=MOMENTS,
        script=TEXT,
        parameters=parts("param"),
        targets=parts("ziel"),
        errors=parts("fehler"),
        keywords=KEYWORDS,
        label=st.just(""),
        release=st.just(Release()),
    ),
    1,
)
_BOUNDS = st.one_of(
    st.just((None, "")),
    st.decimals(-(10**9), 10**9, places=2).map(lambda number: (number, "")),
    st.sampled_from([(Decimal(7), "007"), (Decimal("0.5"), ".5"), (Decimal("1E+3"), "1e3")]),
)
_ANY_BOUNDS = st.one_of(_BOUNDS, st.sampled_from([(None, "2020-01-01"), (None, "10:00:00"), (None, "1E999")]))
_LENGTHS = st.one_of(st.none(), st.integers(-1, 10**6))


@st.composite
def limits(draw, datatype):
    bounds = _BOUNDS if datatype in NUMERIC else _ANY_BOUNDS
    (low, low_text), (high, high_text) = draw(bounds), draw(bounds)
    return Limits(
        draw(_LENGTHS), draw(_LENGTHS), low, high, draw(st.text(_CHARACTERS, max_size=6)), low_text, high_text, draw(TEXT)
    )


OPTIONS = st.lists(st.builds(Option, SAID, SAID, TEXT), max_size=3, unique_by=lambda option: option.code).map(tuple)
REFERENCES = st.one_of(st.none(), st.builds(CodeListRef, SAID, TEXT, TEXT), st.builds(CodeListRef, st.just(""), SAID))
COMMON = {
    "version": VERSION,
    "name": SAID,
    "description": TEXT,
    "definition": TEXT,
    "help": TEXT,
    "release_state": st.sampled_from("12345678"),
    "legal_basis": BASES,
    "rules": RULES,
    "release": RELEASES,
    "keywords": KEYWORDS,
    "relations": small(RELATION),
}
ELEMENT = {
    **COMMON,
    "label_output": TEXT,
    "help_output": TEXT,
    "element_kind": st.sampled_from([None, *ElementKind]),
}


@st.composite
def labelled(draw, strategy, attribute):
    """The label as the file says it, or the name where it says none."""
    thing = draw(strategy)
    said = draw(st.one_of(st.none(), SAID))
    return replace(thing, **{attribute: said or thing.name, f"{attribute}_from_name": said is None})


@st.composite
def _field(draw):
    datatype = draw(st.sampled_from(sorted(DATATYPES)))
    return draw(
        st.builds(
            Field,
            id=ids("F"),
            label=st.just(""),
            kind=st.sampled_from(list(FieldKind)),
            datatype=st.just(datatype),
            content=TEXT,
            limits=limits(datatype),
            options=OPTIONS,
            code_list=REFERENCES,
            max_bytes=st.one_of(st.none(), st.integers(0, 10**9)),
            media_types=small(SAID),
            prefill=st.sampled_from(list(Prefill)),
            columns=st.builds(ListColumns, TEXT, TEXT, TEXT),
            **ELEMENT,
        )
    )


FIELDS = labelled(_field(), "label")
COUNTS = st.tuples(st.integers(0, 5), st.one_of(st.none(), st.integers(1, 9))).map(
    lambda pair: Cardinality(pair[0], None if pair[1] is None else pair[0] + pair[1])
)


def places(element, least):
    return st.lists(st.builds(Structure, COUNTS, element, BASES), min_size=least, max_size=2).map(tuple)


ELEMENTS = st.recursive(
    FIELDS,
    lambda inner: labelled(
        st.builds(Group, id=ids("G"), label=st.just(""), children=places(inner, 0), choice=st.booleans(), **ELEMENT), "label"
    ),
    max_leaves=3,
)


def numbered(children, at):
    """Each group gets an id of its own: one that stood in itself would be a circle."""
    return tuple(
        replace(place, element=replace(place.element, id=f"G{next(at):011d}", children=numbered(place.element.children, at)))
        if isinstance(place.element, Group)
        else place
        for place in children
    )


SCHEMAS = labelled(
    st.builds(
        Schema,
        id=ids("S"),
        title=st.just(""),
        children=places(ELEMENTS, 1).map(lambda found: numbered(found, itertools.count(1))),
        header=HEADERS,
        derivation=st.builds(Derivation, st.sampled_from(["", *"0123"]), st.sampled_from(["", *"01"])),
        document_profile=st.one_of(st.none(), st.builds(DocumentProfile, ids("D"), st.just("") | VERSION)),
        **COMMON,
    ),
    "title",
)
GROUPS = ELEMENTS.filter(lambda element: isinstance(element, Group)).map(
    lambda group: numbered((Structure(Cardinality(1, 1), group),), itertools.count(1))[0].element
)
