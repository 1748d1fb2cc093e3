"""Every benchmark runs, with tiny sizes; no time is asserted here. The yardstick stays what it was."""

import json

import pytest
from bench.baseline.fingerprint import FROZEN, fingerprint
from bench.compare import Result, figure, ratio
from bench.run import Sizes, run

from bench import __main__ as command
from bench import rows

TINY = Sizes(rounds=1, scale=0.01, requests=6, processes=2, each=1, objects=200, whole_country=False)


def test_the_baseline_is_frozen():
    assert fingerprint() == FROZEN.read_text(encoding="ascii").strip(), (
        "The baseline was changed: figures before and after cannot be compared any more. Undo it; if it must be, measure all "
        "rows anew, say so in docs/figures.md and write `python -m bench.baseline.fingerprint` into bench/baseline/FROZEN."
    )


@pytest.mark.slow
def test_every_row_runs():
    found = {result.name: result for result in run(TINY)}
    for row in rows.RATIOS:
        assert found[row.name].ours > 0
        assert found[row.name].baseline > 0
    pages = [row.name for row in rows.RATIOS if row.most_queries]
    assert not [name for name in pages if int(found[name].note.split()[0]) > rows.PAGE_QUERIES]
    assert found[rows.APPLICATION.name].ours > 0
    assert found[rows.SEARCH_FEW.name].ours > 0
    assert found[rows.NOTICE.name].ours > 0
    assert found[rows.RESPONSIBILITY.name].ours > 0
    assert "; 1 query" in found[rows.RESPONSIBILITY.name].note
    assert found[rows.START.name].ours > 0
    assert found[rows.MEMORY.name.format(requests=6)].ours > 0
    heavy = found[rows.HEAVY.name]
    assert heavy.kept, heavy.note
    crowd = found[rows.CROWD.name.format(processes=2, each=1)]
    assert crowd.kept, crowd.note
    assert "record verified" in crowd.note
    assert found[rows.XZUFI.name].ratio > 0
    assert found[rows.XZUFI_RATE.name].ours > 0
    assert "peak" in found[rows.XZUFI_MEMORY.name].note


class _Side:
    def __init__(self, *seconds, queries=0):
        self.seconds, self.queries = list(seconds), queries

    def run(self, _name, times):
        return {"cpu": [self.seconds.pop(0)] * times, "queries": self.queries}


def test_a_ratio_is_the_median_of_rounds_without_the_first_warm_one():
    row = rows.Ratio("x", "ours", "theirs", 2.0, 4)
    found = ratio(row, _Side(9, 0.03, 0.02, 0.09), _Side(9, 0.01, 0.02, 0.01), rounds=3)
    assert found.ratio == pytest.approx(3.0)
    assert found.kept is False


@pytest.mark.parametrize(("queries", "kept"), [(12, True), (13, False)])
def test_too_many_queries_miss_the_goal(queries, kept):
    row = rows.Ratio("x", "ours", "theirs", 2.0, 4, most_queries=12)
    assert ratio(row, _Side(1, 0.01, queries=queries), _Side(1, 0.01), rounds=1).kept is kept


def test_a_figure_without_a_value_is_neither_kept_nor_missed():
    assert figure(rows.SEARCH, None).kept is None
    assert figure(rows.FIRST, 1234).kept is None
    assert figure(rows.SEARCH, 15).kept is True


@pytest.mark.parametrize(
    ("is_ratio", "words", "code"),
    [(True, ["--check"], 1), (True, [], 0), (False, ["--check"], 0)],
    ids=["ratio", "look", "seconds"],
)
def test_check_fails_on_ratios_alone(*, monkeypatch, tmp_path, capsys, is_ratio, words, code):
    missed = Result("a row", 3.0, 1.0, 3.0, "ms CPU", "<= 2x", kept=False, is_ratio=is_ratio)
    monkeypatch.setattr(command, "run", lambda *_sizes, **_options: [missed])
    out = tmp_path / "out.json"
    assert command.main([*words, "--json", str(out)]) == code
    assert json.loads(out.read_text(encoding="utf-8"))["results"][0]["name"] == "a row"
    assert "MISSED" in capsys.readouterr().out
