"""The measurement of a large catalogue runs, with a small one; no time is asserted here."""

import os

import pytest
from bench.ours import many
from bench.scale import run


def test_the_same_catalogue_every_time():
    first, again = list(many.entries(50)), list(many.entries(50))
    assert first == again
    assert len({entry.key for entry in first}) == 50
    known = {word for title in many.names()[0] for word in title.split()}
    assert {word for entry in first for word in entry.title.split()} <= known


def test_questions_differ_and_some_have_slips():
    asked = many.questions(120)
    known = {word for title in many.names()[0] for word in title.lower().split()}
    made = [text for text in asked if text not in many.QUESTIONS]
    assert len(asked) == 120
    assert 0 < sum(not set(text.split()) <= known for text in made) < len(made) / 4


@pytest.mark.slow
def test_every_row_runs():
    url = os.environ.get("RATHAUS_DATABASE_URL")
    found = {result.name: result for result in run(60, 5, url=url)}
    for database in ["SQLite", "PostgreSQL"][: 2 if url else 1]:
        rows = {name: result for name, result in found.items() if database in name}
        assert len(rows) == 5
        assert all(result.ours > 0 for name, result in rows.items() if "memory" not in name)
        assert "5 asked" in rows[f"60 services, {database}: search, p95"].note
