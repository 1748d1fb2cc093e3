"""Completeness, readability, maturity and warnings: numbers worked out by hand."""

import datetime as dt

import msgspec
import pytest

from rathaus.modules.catalogue import queries
from rathaus.modules.catalogue import tasks as jobs
from rathaus.modules.catalogue.descriptions import Deadline, Description, Document, Fee, Text, Way
from rathaus.modules.catalogue.domain.measure import measure_services, measure_stale
from rathaus.modules.catalogue.domain.set_online import set_online
from rathaus.modules.catalogue.enums import Channel, FeeKind, Markup, TextCode
from rathaus.modules.catalogue.models import Service, ServiceScore, WebLink
from rathaus.modules.catalogue.scoring import completeness, maturity, readability
from rathaus.modules.catalogue.scoring.completeness import PARTS, PLAIN, Facts
from rathaus.modules.catalogue.scoring.measure import measure
from rathaus.modules.catalogue.scoring.warnings import LABELS, amounts, warnings_of
from tests.modules.catalogue.factories import install

TODAY = dt.date(2026, 11, 20)
BARE = Description(key="local:x", name="X")


def texts(*pairs, language="de"):
    return tuple(Text(code=code, text=words, language=language) for code, words in pairs)


def codes(said, facts=Facts(unit=True)):  # noqa: B008  (frozen)
    return [entry.code for entry in warnings_of(said, facts, today=TODAY) if entry.code != "plain_language_missing"]


# --- completeness


def test_weights_are_a_hundred_and_each_has_its_reason():
    assert sum(part.weight for part in PARTS) == 100
    assert len({part.key for part in PARTS}) == len(PARTS)
    assert all(part.reason and part.todo for part in PARTS)


def test_empty_is_nought_and_each_part_counts_its_weight():
    assert completeness.measure(BARE, Facts()).percent == 0
    assert completeness.measure(BARE, Facts(unit=True)).percent == 14
    assert completeness.measure(msgspec.structs.replace(BARE, ways=(Way(channel=Channel.PHONE),)), Facts()).percent == 10
    assert completeness.measure(BARE, Facts(online=True)).percent == 10  # an online form is a way
    short = msgspec.structs.replace(BARE, texts=texts((TextCode.SHORT, "x"), (TextCode.FULL, " ")))
    assert completeness.measure(short, Facts()).percent == 10
    assert completeness.measure(BARE, Facts()).missing[0].key == "unit"


# --- readability


@pytest.mark.parametrize(
    ("word", "count"),
    [("Haus", 1), ("Straße", 2), ("Ausweis", 2), ("Behörde", 3), ("Bewohnerparkausweis", 6), ("Euro", 2), ("hm", 1)],
)
def test_syllables(word, count):
    assert readability.syllables(word) == count


def test_formula_by_hand():
    # 32 words of one syllable and at most six letters, in 4 sentences of 8: 0.1672 * 8 - 0.0327 * 100 - 0.875
    sentence = "Der Hund ist im Haus und er ruht. "
    reading = readability.read(sentence * 4)
    assert (reading.words, reading.sentences, reading.longest) == (32, 4, 8)
    assert reading.grade == round(0.1672 * 8 - 0.0327 * 100 - 0.875, 1)
    assert reading.label == "leicht"


def test_long_words_and_sentences_are_harder():
    easy = "Sie stellen den Antrag im Amt. Das geht schnell. " * 5
    hard = "Die Erteilungsvoraussetzungen sind nachzuweisen, soweit Ausnahmetatbestände nicht entgegenstehen und " * 5
    assert readability.read(easy).grade < readability.EASY
    assert readability.read(hard).grade > readability.HARD
    assert readability.read(hard).label == "schwer"


@pytest.mark.parametrize("text", ["", "Zu kurz.", "123 456", "\n\n"])
def test_too_short_says_nothing(text):
    reading = readability.read(text)
    assert reading.grade is None
    assert reading.label == "zu kurz für eine Aussage"


def test_dates_and_abbreviations_do_not_end_a_sentence():
    assert readability.read("Bis zum 31. Dezember gilt z. B. der Satz nach Abs. 2 Nr. 3 weiter.").sentences == 1
    assert readability.read("Erster Schritt\nZweiter Schritt").sentences == 2


# --- maturity


@pytest.mark.parametrize(
    ("described", "online", "documents", "level"),
    [(False, False, (), 0), (False, True, (), 0), (True, False, (), 1), (True, True, (Document(name="Pass"),), 3),
     (True, True, (Document(name="Foto", mandatory=False),), 4), (True, True, (), 4)],
)  # fmt: skip
def test_the_lowest_criterion_decides_in_model_1(described, online, documents, level):
    said = msgspec.structs.replace(BARE, documents=documents, texts=texts((TextCode.SHORT, "x")) if described else ())
    found = maturity.model_1(said, Facts(online=online))
    assert found.at_most == level
    assert found.text == (f"höchstens {level} von 4" if level else "0 von 4")
    assert all(f"Kriterium {number} (Wortlaut nicht gefunden)" in found.unknown for number in (7, 8, 9, 10))


def test_model_2_is_unknown_where_no_wording_was_found():
    assert (len(maturity.MODEL_1), len(maturity.MODEL_2)) == (10, 13)
    found = maturity.model_2(msgspec.structs.replace(BARE, texts=texts((TextCode.SHORT, "x"))), Facts(online=True))
    assert (found.at_most, len(found.unknown), found.text) == (None, 13, "unbekannt (Skala 0 bis 7)")
    assert maturity.model_2(BARE, Facts()).at_most == 0


# --- warnings


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("30,70 €", {3070}), ("EUR 12", {1200}), ("12 Euro und 5,- Euro", {1200, 500}), ("10 bis 20 Euro", {1000, 2000}),
        ("10,50 € bis 1.234,50 €", {1050, 123450}), ("zwischen 5 und 7 EUR", {500, 700}), ("€ 9,90", {990}), ("100€", {10000}),
        ("12 Euro-Paletten", {1200}), ("30 Tage, § 45 StVO, 2026", set()), ("Europa 30", set()), ("kostet nichts", set()),
    ],
)  # fmt: skip
def test_amounts_in_texts(text, found):
    assert amounts(text) == found


def fee(**more):
    return Fee(**({"kind": FeeKind.FIXED, "cents": 3070, "legal_basis": "GebOSt", "as_of": TODAY} | more))


@pytest.mark.parametrize(
    ("words", "fees", "found"),
    [
        ("Das kostet 30,70 Euro.", (fee(),), []),
        ("Das kostet 28,50 Euro.", (fee(),), ["fee_only_in_text", "fee_only_in_table"]),
        ("Das kostet 30,70 Euro.", (), ["fee_only_in_text"]),
        ("Das kostet etwas.", (fee(),), []),
        ("Das kostet 30,70 Euro.", (fee(), fee(cents=5000)), ["fee_only_in_table"]),
        ("10 bis 20 Euro", (fee(kind=FeeKind.RANGE, cents=1000, cents_to=2000),), []),
        ("Porto 2,70 Euro", (fee(kind=FeeKind.TEXT, cents=None, text="Porto: 2,70 €"),), []),
        ("x", (fee(legal_basis=""),), ["fee_without_basis"]),
        ("x", (fee(as_of=None),), ["fee_undated"]),
        ("x", (fee(as_of=TODAY - dt.timedelta(days=365)),), []),
        ("x", (fee(as_of=TODAY - dt.timedelta(days=366)),), ["fee_old"]),
        ("x", (fee(kind=FeeKind.NONE, cents=None, legal_basis=""),), []),
    ],
)
def test_fees_and_texts_that_disagree(words, fees, found):
    assert codes(msgspec.structs.replace(BARE, texts=texts((TextCode.FULL, words)), fees=fees)) == found


def test_amounts_in_html_of_the_land_are_read_too():
    said = msgspec.structs.replace(BARE, texts=(Text(code=TextCode.FULL, text="<b>30</b> &euro;", markup=Markup.HTML),))
    assert codes(said) == ["fee_only_in_text"]


def said(**more):
    return Text(code=TextCode.FULL, text="x", **more)


@pytest.mark.parametrize(
    ("change", "facts", "found"),
    [
        ({}, Facts(), ["unit_missing"]),
        ({"unit": "amt"}, Facts(), []),
        ({"deadlines": (Deadline(text="bald"),)}, Facts(unit=True), ["deadline_in_words"]),
        ({"deadlines": (Deadline(text="2 Wochen", amount=2, unit="WOCHE"), Deadline(month_day="--02-15"))}, Facts(unit=True), []),
        ({"texts": (said(valid_until=TODAY),)}, Facts(unit=True), []),
        ({"texts": (said(valid_until=TODAY - dt.timedelta(days=1)),)}, Facts(unit=True), ["text_expired"]),
        ({"texts": (said(language="en", machine_translated=True),)}, Facts(unit=True), ["machine_translated"]),
    ],
)  # fmt: skip
def test_other_warnings(change, facts, found):
    assert codes(msgspec.structs.replace(BARE, **change), facts) == found


def test_plain_language_is_asked_for_until_it_is_there():
    there = msgspec.structs.replace(BARE, texts=texts((TextCode.FULL, "Das ist leicht."), language=PLAIN))
    assert "plain_language_missing" not in [entry.code for entry in warnings_of(there, Facts(), today=TODAY)]
    assert {entry.code for entry in warnings_of(BARE, Facts(), today=TODAY)} <= LABELS.keys()


def test_next_steps_begin_with_what_weighs_most():
    steps = measure(BARE, Facts(), today=TODAY).next_steps
    assert steps[0] == "Wählen Sie die zuständige Stelle."
    assert "Beschreiben Sie die Leistung: Kurztext oder Volltext fehlen." in steps


# --- kept


@pytest.mark.django_db
def test_scores_are_measured_once_and_again_when_something_changes(now, django_assert_max_num_queries):
    for number in range(3):
        install(now, key=f"local:{number}", name=f"Leistung {number}")
    assert measure_stale(now=now) == 3
    assert measure_stale(now=now) == 0
    set_online(service_key="local:1", slug="x", now=now)
    assert measure_stale(now=now) == 1
    assert queries.scores(["local:1"])["local:1"].maturity_1 == 3
    assert queries.scores()["local:0"].maturity_1 == 1
    assert measure_stale(now=now + dt.timedelta(days=1)) == 3
    keys = [f"local:{number}" for number in range(3)]
    with django_assert_max_num_queries(8):
        measure_services(keys, now=now)
    with django_assert_max_num_queries(1):
        assert set(queries.scores()) == set(keys)


@pytest.mark.django_db
def test_a_service_that_ends_loses_its_scores(now):
    install(now)
    measure_stale(now=now)
    Service.objects.update(valid_until=now.date())
    assert measure_services(["99108001020000"], now=now) == 0
    assert not ServiceScore.objects.exists()


@pytest.mark.django_db
def test_the_jobs_of_the_clock_run(now, monkeypatch):
    monkeypatch.setattr("rathaus.foundation.clock.now", lambda: now)
    install(now, text="Siehe https://example.org/a")
    for job in (jobs.publish_due_editions, jobs.measure_changed_services, jobs.collect_published_links):
        job.call()
    assert ServiceScore.objects.count() == 1
    assert WebLink.objects.get().url == "https://example.org/a"
    WebLink.objects.update(url="http://127.0.0.1:1/", host="127.0.0.1:1")  # refused, so that nobody outside is asked
    jobs.check_due_links.call()
    assert WebLink.objects.get().state == "refused"
