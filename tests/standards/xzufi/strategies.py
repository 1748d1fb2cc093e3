"""Generated parts, made from the tables: whatever a version has a place for is filled at random."""

from datetime import UTC, datetime, timedelta, timezone
from decimal import Decimal
from functools import cache

from hypothesis import strategies as st

from rathaus.standards.xzufi import Delete, Header, ObjectClass, Version, Write
from rathaus.standards.xzufi.model.basics import Amount, Code, Identifier, Link, LocalizedText
from rathaus.standards.xzufi.model.responsibility import Owner
from rathaus.standards.xzufi.model.service import Shape
from rathaus.standards.xzufi.model.territory import Publisher, Territory
from rathaus.standards.xzufi.tables import TABLES
from rathaus.standards.xzufi.tables.base import Leaf, Struct, Union, Unwrapped
from rathaus.standards.xzufi.tables.transfer import OBJECTS

CHARACTERS = st.characters(
    min_codepoint=0x20, max_codepoint=0x1FFFF, blacklist_categories=("Cs",), blacklist_characters="\ufffe\uffff"
)
TEXT = st.text(st.one_of(CHARACTERS, st.sampled_from("\t\n\r<>&\"'\u00a0äß")), max_size=12)
FILLED = TEXT.filter(bool)
TOKEN = TEXT.map(str.strip).filter(bool)
ZONES = st.sampled_from([None, UTC, timezone(timedelta(hours=2)), timezone(timedelta(hours=-5, minutes=-30))])
FIRST, LAST = datetime(1, 1, 2), datetime(9999, 12, 30)  # noqa: DTZ001 - the zone is drawn
MOMENTS = st.builds(
    lambda moment, zone: moment.replace(tzinfo=zone),
    st.datetimes(FIRST, LAST),
    ZONES,
)
AMOUNTS = st.builds(
    Amount,
    st.integers(-(10**9), 10**9).map(lambda n: Decimal(n).scaleb(-2)),
    st.sampled_from(["EUR", "CHF", "USD"]),
)
CODES = st.builds(Code, TOKEN, st.one_of(st.just(""), TOKEN), st.one_of(st.just(""), TOKEN), TEXT)
IDENTIFIERS = st.builds(Identifier, TOKEN, *[st.one_of(st.just(""), TOKEN)] * 7)
KEYS = st.builds(
    lambda value, uri, version, label: Identifier(value, scheme_uri=uri, scheme_version_id=version, label=label),
    TOKEN,
    st.one_of(st.just(""), TOKEN),
    st.one_of(st.just(""), TOKEN),
    TEXT,
)
LEAVES = {
    Leaf.STRING: FILLED,
    Leaf.TOKEN: TOKEN,
    Leaf.BARE_CODE: st.sampled_from(["JAHR", "TAG", "ARBEITSTAG"]),
    Leaf.INTEGER: st.integers(-(10**9), 10**9),
    Leaf.BOOLEAN: st.booleans(),
    Leaf.DATE: st.dates(),
    Leaf.DATETIME: MOMENTS,
    Leaf.AMOUNT: AMOUNTS,
    Leaf.CODE: CODES,
    Leaf.LOCALIZED: st.builds(LocalizedText, st.sampled_from(["de", "en", "de-x-ls", ""]), TEXT),
    Leaf.IDENTIFIER: IDENTIFIERS,
    Leaf.KEY_AS_CODE: KEYS,
    Leaf.LINK_AS_URI: st.builds(Link, TOKEN),
}
CLASSES = {"shape": st.sampled_from(Shape), "owner": st.one_of(st.none(), st.sampled_from(Owner))}
FLAT = {(Publisher, "territories"), (Territory, "publisher")}
"""Where parts hold each other: a test of its own goes there."""


@cache
def parts(cls, version):
    """Parts of this class, as this version can say them."""
    fields = {}
    for row in TABLES[cls].rows:
        place = row.place(new=version.new)
        if place is None or (cls, row.attribute) in FLAT:
            continue
        if place.kind is Leaf.XSI_TYPE:
            fields[row.attribute] = CLASSES[row.attribute]
            continue
        value = kinds(place.kind, version)
        if any(there is not None and there.most is None for there in (row.new, row.old)):
            fields[row.attribute] = st.lists(value, max_size=place.most or 2).map(tuple)
        elif row.required:
            fields[row.attribute] = value
        else:
            absent = "" if place.kind in {Leaf.STRING, Leaf.TOKEN, Leaf.BARE_CODE} else None
            fields[row.attribute] = st.one_of(st.just(absent), value)
    required = {row.attribute for row in TABLES[cls].rows if row.required}
    # few attributes at a time, so that a whole service stays small enough to be tried often
    optional = sorted(set(fields) - required)

    @st.composite
    def build(draw):
        chosen = draw(st.lists(st.sampled_from(optional), max_size=5, unique=True)) if optional else []
        return cls(**{name: draw(fields[name]) for name in fields if name in required or name in chosen})

    return build()


def kinds(kind, version):
    if isinstance(kind, Leaf):
        return LEAVES[kind]
    if isinstance(kind, Struct):
        return parts(kind.cls, version)
    if isinstance(kind, Unwrapped):
        return parts(kind.kind.cls, version).map(lambda inner: kind.cls(**{kind.attribute: inner}))
    assert isinstance(kind, Union)
    return st.one_of([parts(cls, version) for cls, _name in kind.members])


def objects(version):
    return st.one_of([parts(struct.cls, version) for struct in OBJECTS.values()])


def operations(version):
    deletion = st.builds(Delete, st.sampled_from(ObjectClass), IDENTIFIERS)
    return st.lists(st.one_of(st.builds(Write, objects(version)), deletion), max_size=4)


NAMES = st.sampled_from(["transfer", "leistungsverzeichnis.antwort.leistungsbericht.030108"])


def headers():
    filled = parts(Header, Version.V231)
    attribute = st.one_of(st.just(""), TOKEN)
    return st.builds(
        lambda head, message, product, maker, number: Header(
            message=message,
            product=product,
            maker=maker,
            product_version=number,
            id=head.id,
            created_at=head.created_at,
            sender=head.sender,
            recipient=head.recipient,
            transaction_id=head.transaction_id,
            transaction_position=head.transaction_position,
        ),
        filled,
        NAMES,
        attribute,
        attribute,
        attribute,
    )
