"""The benchmark of the search measures what it says."""

import math
import os

import psycopg
import pytest
from bench.questions import measure
from bench.questions.measure import Question


def question(number: int, *keys: str, everyday: bool = False) -> Question:
    return Question(f"q{number}", f"frage {number}", frozenset(keys), "short", everyday, "tune")


def test_the_questions_are_as_their_readme_says() -> None:
    both, tune, report = (measure.questions(half) for half in ("both", "tune", "report"))
    assert len(both) == 440
    assert {entry.id for entry in tune} | {entry.id for entry in report} == {entry.id for entry in both}
    assert len({entry.query.casefold() for entry in both}) == 440
    assert sum(not entry.keys for entry in both) == 40
    assert sum(entry.everyday for entry in both) == 60


def test_newer_keys_count_where_older_do() -> None:
    accepting = [entry for entry in measure.questions() if "99102013002000" in entry.keys]
    assert accepting
    assert all("99102013104000" in entry.keys for entry in accepting)


def test_score() -> None:
    answers = {
        "frage 1": [("a",), ("b",)],
        "frage 2": [("x",), ("y",), ("z", "b")],  # a variant inside a hit counts
        "frage 3": [("x",)] * 3 + [("a",)],  # fourth: found, but not among three
        "frage 4": [],
        "frage 5": [("x",)],
        "frage 6": [],
    }
    asked = [question(1, "a", everyday=True), question(2, "b", everyday=True), question(3, "a"), question(4, "a")]
    result, places = measure.score(answers.__getitem__, [*asked, question(5), question(6)])
    assert places == {"q1": 1, "q2": 3, "q3": 4, "q4": 0}
    assert (result.hits, result.total) == (2, 4)
    assert result.mrr == pytest.approx((1 + 1 / 3 + 1 / 4) / 4)
    assert (result.everyday_first, result.everyday) == (1, 2)
    assert (result.silent, result.unanswerable) == (1, 2)


def test_interval_after_wilson() -> None:
    low, high = measure.interval(10, 20)
    assert math.isclose(low, 0.2993, abs_tol=1e-4)  # the textbook's values for 10 of 20
    assert math.isclose(high, 0.7007, abs_tol=1e-4)
    assert measure.interval(0, 0) == (0.0, 0.0)


def test_plain_fts5_asks_for_all_words_first() -> None:
    search = measure.plain_fts5({"1": "Reisepass Ausstellung", "2": "Reisepass Verlust", "3": "Wohngeld"})
    assert [keys[0] for keys in search("reisepass verlust")] == ["2"]
    assert {keys[0] for keys in search("reisepass weg")} == {"1", "2"}
    assert search("...") == []


def test_postgres_german_asks_for_all_words_first() -> None:
    if not (url := os.environ.get("RATHAUS_DATABASE_URL")):
        pytest.skip("RATHAUS_DATABASE_URL names no PostgreSQL server")
    names = {"1": "Reisepass Ausstellung", "2": "Reisepass Verlust", "3": "Wohngeld", "4": "Beglaubigungen von Urkunden"}
    with psycopg.connect(url, autocommit=True) as connection:
        search = measure.postgres_german(names, connection)
        assert [keys[0] for keys in search("reisepass verlust")] == ["2"]
        assert {keys[0] for keys in search("reisepass weg")} == {"1", "2"}
        assert [keys[0] for keys in search("Beglaubigung der Urkunde")] == ["4"]  # its own stemmer and stop words
        assert [keys[0] for keys in search("or wohngeld'); --")] == ["3"]
        assert search("...") == []
