"""Comparing and typing descriptions: by property, and the words people read."""

import datetime as dt
import io
import json

import msgspec
import pytest
from django.core.management import CommandError, call_command
from hypothesis import given
from hypothesis import strategies as st

from rathaus.foundation import text as texts
from rathaus.modules.catalogue import descriptions, models
from rathaus.modules.catalogue.descriptions import (
    Deadline,
    Description,
    Document,
    Duration,
    Fee,
    Link,
    Term,
    Text,
    Way,
)
from rathaus.modules.catalogue.domain.edit_edition import keep_marks
from rathaus.modules.catalogue.domain.install_demo import demo_services
from rathaus.modules.catalogue.editing import shape, typed
from rathaus.modules.catalogue.editing.comparing import Mark, changes, words
from rathaus.modules.catalogue.editing.draw import marked
from rathaus.modules.catalogue.editing.shape import PLAIN_FIELDS, ROWS, Kind
from rathaus.modules.catalogue.enums import (
    AccessChannel,
    Certainty,
    Channel,
    DurationKind,
    EditionState,
    ExecutingLevel,
    FeeKind,
    Markup,
    TermKind,
    TextCode,
)
from rathaus.modules.catalogue.plain import read
from tests.modules.catalogue.factories import edition_in, install

line = (
    st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S")), min_size=1, max_size=12).map(texts.clean).filter(bool)
)
block = st.lists(line, min_size=1, max_size=4).map("\n".join)
maybe = st.just("") | line
day = st.dates(dt.date(1900, 1, 1), dt.date(2200, 1, 1))
cents = st.integers(0, 2**31 - 1)
number = st.integers(0, 32767)
ask = st.none() | st.booleans()
units = st.sampled_from([value for value, _ in shape.UNITS])
address = st.sampled_from(["", "https://example.org/a?b=1", "http://example.org"])
link = st.builds(Link, uri=st.sampled_from(["https://example.org", "https://example.org/b"]), title=maybe, description=maybe)
links = st.lists(link, max_size=2, unique_by=lambda one: one.uri).map(tuple)
fees = st.builds(
    Fee, kind=st.just(FeeKind.TEXT), label=line, text=maybe, legal_basis=maybe, url=address, prepayment=ask, source=maybe,
    as_of=st.none() | day, certainty=st.just(Certainty.UNCHECKED), code=st.just("01"),
) | st.builds(Fee, kind=st.just(FeeKind.FIXED), cents=cents)  # fmt: skip
deadlines = st.builds(
    Deadline, amount=st.none() | number, unit=units, text=line, legal_basis=maybe,
    month_day=st.sampled_from(["", "--02-29", "2027-02-15"]),
)  # fmt: skip
pairs = st.tuples(number, number).map(sorted)
durations = pairs.flatmap(lambda two: st.builds(
    Duration, kind=st.sampled_from(list(DurationKind)), amount=st.just(two[0]), amount_to=st.just(two[1]), unit=units, text=maybe
))  # fmt: skip
text = st.builds(
    Text, code=st.sampled_from(list(TextCode)), text=block, language=st.sampled_from(["de", "en"]), links=links,
    machine_translated=st.booleans(), source=maybe, valid_until=st.none() | day,
    access_channel=st.sampled_from(list(AccessChannel)),
)  # fmt: skip
said = st.builds(
    Description,
    key=st.just("local:x"), name=line, official_name=maybe, unit=st.sampled_from(["", "amt"]),
    terms=st.lists(st.builds(Term, text=line, kind=st.sampled_from(list(TermKind))), max_size=3).map(tuple),
    texts=st.lists(text, max_size=5, unique_by=lambda one: (one.code, one.language, one.access_channel)).map(tuple),
    fees=st.lists(fees, max_size=3).map(tuple), deadlines=st.lists(deadlines, max_size=2).map(tuple),
    durations=st.lists(durations, max_size=2).map(tuple),
    documents=st.lists(st.builds(Document, name=line, text=maybe, mandatory=ask), max_size=3).map(tuple),
    ways=st.lists(st.builds(Way, channel=st.sampled_from(list(Channel)), url=address, text=maybe), max_size=3,
                  unique_by=lambda one: one.channel).map(tuple),
    life_events=st.lists(st.sampled_from(["umzug", "geburt"]), unique=True).map(tuple),
    level=st.none() | st.sampled_from(list(ExecutingLevel)), written_form=ask, prominence=number,
    valid_from=st.none() | day, library_status=st.none() | number,
)  # fmt: skip


@given(st.text(), st.text())
def test_the_pieces_give_both_texts_back(before, after):
    pieces = words(before, after)
    assert "".join(piece.text for piece in pieces if piece.mark is not Mark.NEW) == before
    assert "".join(piece.text for piece in pieces if piece.mark is not Mark.GONE) == after


@given(said)
def test_the_same_gives_the_same_bytes(one):
    again = descriptions.decode(descriptions.encode(one))
    assert again == one
    assert descriptions.encode(again) == descriptions.encode(one)
    default = Fee(kind=FeeKind.NONE, currency=b"EUR".decode())
    assert descriptions.as_plain(Description(key="x", fees=(default,)))["fees"] == [{"kind": "none"}]


def test_changed_words_side_by_side_are_one_change():
    pieces = [(piece.mark.value, piece.text) for piece in words("Ihr Ausweis läuft ab.", "Ein neuer Kurztext läuft ab.")]
    assert pieces == [("gone", "Ihr Ausweis"), ("new", "Ein neuer Kurztext"), ("same", " läuft ab.")]


def test_long_texts_are_compared_whole_in_no_time():
    before, after = "a " * 30_000, "b " * 30_000
    assert [(piece.mark, piece.text) for piece in words(before, after)] == [(Mark.GONE, before), (Mark.NEW, after)]


@given(said, said)
def test_no_difference_stays_unseen_and_none_is_invented(one, other):
    assert changes(one, one) == []
    there, back = changes(one, other), changes(other, one)
    assert bool(there) == (one != other) or _only_order(one, other)
    assert {(c.slot, c.before, c.after) for c in there} == {(c.slot, c.after, c.before) for c in back}


def _only_order(one, other):
    """The order of texts is that of the tables, not of the form."""
    return sorted(one.texts, key=repr) == sorted(other.texts, key=repr)


@given(said)
def test_what_is_filled_in_is_read_back(one):
    for language in ("de", "en"):
        reading = typed.read(typed.fill(one, language), base=one, language=language)
        assert reading.errors == {}
        assert reading.description == one


@given(said, st.sampled_from([rows.name for rows in ROWS]), st.integers(0, 5))
def test_rows_come_and_go(one, name, at):
    entries = typed.fill(one, "de")
    more = typed.add_row(entries, name)
    number = typed.count(entries, name)
    assert typed.count(more, name) == number + 1
    assert typed.read(more, base=one, language="de").description == one  # an empty row is no row
    assert typed.remove_row(more, name, number) == entries
    if at < number:
        parts = list(getattr(one, name))
        fewer = typed.read(typed.remove_row(entries, name, at), base=one, language="de").description
        assert list(getattr(fewer, name)) == parts[:at] + parts[at + 1 :]
        raised = typed.read(typed.raise_row(entries, name, at), base=one, language="de").description
        assert sorted(map(repr, getattr(raised, name))) == sorted(map(repr, parts))


@given(said, said, st.data())
def test_a_part_is_taken_over_whole(mine, theirs, data):
    slot = data.draw(st.sampled_from(typed.slots("de", mine, theirs)))
    entries = typed.take(typed.fill(mine, "de"), slot, theirs, "de")
    assert {name: value for name, value in entries.items() if name == slot or name.startswith(f"{slot}-")} == typed.fill_slot(
        theirs, slot, "de"
    )


@given(
    st.dictionaries(st.text(max_size=20) | st.sampled_from(["fees-0-cents", "text-05-text", "fees-99999999-cents"]), st.text())
)
def test_whatever_comes_is_read_without_an_accident(values):
    entries = typed.post(values, {}, "de", Description(key="local:x"))
    typed.read(entries, base=Description(key="local:x", name="X"), language="de")


def test_what_did_not_come_stays():
    one = Description(key="local:x", name="X", official_name="Y", texts=(Text(code=TextCode.SHORT, text="Z"),))
    assert typed.read({"name": "Neu"}, base=one, language="de").description == msgspec.structs.replace(one, name="Neu")


@pytest.mark.parametrize(
    ("entries", "place", "said"),
    [
        ({"name": " "}, "name", "Geben Sie den Namen"),
        ({"name": "x" * 401}, "name", "höchstens 400 Zeichen"),
        ({"valid_from": "31.02.2026"}, "valid_from", "gibt es nicht"),
        ({"written_form": "vielleicht"}, "written_form", "ja oder nein"),
        ({"level": "mond"}, "level", "Eintrag der Liste"),
        ({"prominence": "-1"}, "prominence", "ganze Zahl"),
        ({"fees-0-kind": "fixed", "fees-0-label": "x"}, "fees-0-cents", "Tragen Sie den Betrag ein"),
        ({"fees-0-kind": "fixed", "fees-0-cents": "1e5"}, "fees-0-cents", "kein Betrag"),
        ({"fees-0-kind": "range", "fees-0-cents": "20", "fees-0-cents_to": "10"}, "fees-0-cents_to", "größer"),
        ({"fees-0-kind": "text", "fees-0-text": "x", "fees-0-certainty": "checked"}, "fees-0-certainty", "Quelle und Stand"),
        ({"fees-0-label": "ohne Art"}, "fees-0-kind", "Füllen Sie „Art“ aus"),
        ({"fees-0-kind": "none", "fees-0-url": "javascript:alert(1)"}, "fees-0-url", "https://"),
        ({"deadlines-0-text": "x", "deadlines-0-month_day": "30.02."}, "deadlines-0-month_day", "gibt es nicht"),
        ({"ways-0-channel": "phone", "ways-1-channel": "phone"}, "ways-1-channel", "schon"),
        ({"documents-0-text": "nur erläutert"}, "documents-0-name", "Füllen Sie „Name“ aus"),
        ({"text-05-text": "x", "text-05-links": "ftp://x"}, "text-05-links", "https://"),
    ],
)
def test_every_error_names_its_remedy(entries, place, said):
    reading = typed.read({"name": "X"} | entries, base=Description(key="local:x"), language="de")
    assert said in reading.errors[place]


def test_the_form_covers_the_whole_description():
    handled = {*PLAIN_FIELDS, *(rows.name for rows in ROWS), "texts", "key", "forms"}  # forms: sources say them, and rules
    assert set(Description.__struct_fields__) == handled
    for rows in ROWS:
        assert {field.name for field in rows.fields} == set(rows.part.__struct_fields__)


@pytest.mark.parametrize(
    ("model", "fields"),
    [(models.Service, [f for f in PLAIN_FIELDS.values() if f.name not in {"unit", "territory", "level", "trust_level"}])]
    + [(model, ROWS[at].fields) for at, model in enumerate(
        (models.Term, models.ServiceFee, models.Deadline, models.Duration, models.RequiredDocument, models.ServiceChannel)
    )],
)  # fmt: skip
def test_what_the_form_lets_through_fits_into_the_tables(model, fields):
    for field in fields:
        if field.kind not in {Kind.LINE, Kind.ADDRESS} or field.name not in {one.name for one in model._meta.fields}:
            continue
        longest = model._meta.get_field(field.name).max_length
        assert longest is None or 0 < field.limit <= longest, (model, field.name)


def test_html_of_the_land_becomes_words_to_edit():
    land = Text(code=TextCode.SHORT, text="<p>Ein <b>Satz</b>.</p><p>Noch einer.</p>", markup=Markup.HTML)
    one = Description(key="local:x", name="X", texts=(land,))
    assert typed.fill(one, "de")["text-05-text"] == "Ein Satz.\n\nNoch einer."


def test_a_copied_machine_translation_keeps_its_mark():
    land = Description(
        key="x", texts=(Text(code=TextCode.SHORT, language="en", text="The  same words", machine_translated=True),)
    )
    mine = Description(key="x", texts=(Text(code=TextCode.SHORT, language="en", text="The same words"),))
    assert keep_marks(mine, known=[mine, land], checked=()).texts[0].machine_translated
    assert not keep_marks(mine, known=[mine, land], checked=[("05", "en")]).texts[0].machine_translated
    own = Description(key="x", texts=(Text(code=TextCode.SHORT, language="en", text="Our own words"),))
    assert not keep_marks(own, known=[own, land], checked=()).texts[0].machine_translated


def test_marks_are_for_eyes_and_ears():
    before = Description(key="x", name="Alt & <b>", texts=())
    change = changes(before, msgspec.structs.replace(before, name="Neu & <b>"))[0]
    html = marked(change)
    assert '<del><span class="kern-sr-only">gelöscht: </span>Alt' in html
    assert '<ins><span class="kern-sr-only">eingefügt: </span>Neu' in html
    assert "&amp; &lt;b&gt;" in html


@pytest.mark.django_db
def test_command(now):
    install(now)
    edition_in(EditionState.PUBLISHED, now)
    install(now, name="Anders heißen", fees=[])

    def run(*words):
        out = io.StringIO()
        call_command("catalogue", "editions", *words, stdout=out)
        return out.getvalue()

    key = "99108001020000"
    listed = run(key)
    assert [row.split()[:2] for row in listed.splitlines()] == [["3", "veröffentlicht"], ["2", "abgelöst"], ["1", "abgelöst"]]
    assert [row["number"] for row in json.loads(run(key, "--json"))] == [3, 2, 1]
    diff = run(key, "--diff", "1", "3")
    assert "[-Bewohnerparkausweis verlängern-]{+Anders heißen+}" in diff
    assert "30,70" in diff
    assert {one["slot"] for one in json.loads(run(key, "--diff", "1", "3", "--json"))} == {"name", "fees"}
    assert "Beide sagen dasselbe." in run(key, "--diff", "1", "2")
    for words_ in (("local:nichts",), (key, "--diff", "1", "77")):
        with pytest.raises(CommandError, match="gibt es"):
            run(*words_)


def test_descriptions_survive_the_editor_of_a_real_recipe():
    for data in demo_services():
        one = read(data)
        reading = typed.read(typed.fill(one, "de"), base=one, language="de")
        assert reading.errors == {}, one.key
        assert reading.description == one, one.key
        assert descriptions.decode(descriptions.encode(reading.description)) == one
