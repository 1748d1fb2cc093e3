"""The shared vectors: once through the Python evaluator, once through the browser twin in node."""

import datetime as dt
import json
import shutil
import subprocess
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest

from rathaus.foundation import expressions
from rathaus.foundation.expressions import codec

VECTORS = Path(__file__).with_name("vectors.json")
TWIN = Path(expressions.__file__).parents[2] / "web/static/rathaus/expressions.js"
DATA = json.loads(VECTORS.read_text(encoding="utf-8"))
TODAY = dt.date.fromisoformat(DATA["today"])


def value(wire):
    return None if wire is None else expressions.from_json(wire).value


def wire(result):
    if isinstance(result, Fraction):
        return codec.literal_to_json(Decimal(result.numerator) / Decimal(result.denominator))
    return None if result is None else codec.literal_to_json(result)


def lookup(vector):
    return {name: value(found) for name, found in vector["values"].items() if found != ""}.get


@pytest.mark.parametrize("vector", DATA["evaluate"], ids=lambda vector: vector["name"])
def test_evaluates(vector):
    tree = expressions.from_json(vector["tree"])
    assert wire(expressions.evaluate(tree, lookup(vector), TODAY)) == vector["result"]


@pytest.mark.parametrize("vector", DATA["fails"], ids=lambda vector: vector["name"])
def test_fails_where_values_do_not_fit(vector):
    tree = expressions.from_json(vector["tree"])
    with pytest.raises(expressions.ExpressionError):
        expressions.evaluate(tree, lookup(vector), TODAY)
    with pytest.raises(expressions.ExpressionError):
        expressions.check(tree) if vector["name"] != "half a day" else expressions.evaluate(tree, lookup(vector), TODAY)


@pytest.mark.parametrize("vector", DATA["refused"], ids=lambda vector: vector["name"])
def test_refuses_what_is_not_the_notation(vector):
    with pytest.raises(expressions.ExpressionError):
        expressions.from_json(vector["tree"])


@pytest.mark.parametrize("vector", DATA["evaluate"] + DATA["fails"], ids=lambda vector: vector["name"])
def test_survives_both_notations(vector):
    tree = expressions.from_json(vector["tree"])
    assert expressions.from_json(expressions.to_json(tree)) == tree
    assert expressions.from_text(expressions.to_text(tree)) == tree


RUNNER = """
import { readFileSync } from "node:fs";
const { evaluate, identifiers } = await import(process.argv[2]);
const data = JSON.parse(readFileSync(process.argv[3], "utf8"));
const out = [];
const lookup = (vector) => (name) => vector.values[name];
for (const vector of data.evaluate) out.push([vector.name, evaluate(vector.tree, lookup(vector), data.today), vector.result]);
for (const vector of [...data.fails, ...data.refused]) {
  let result = "passed";
  try { evaluate(vector.tree, lookup({ values: {} }), data.today); } catch (error) { result = error.name; }
  out.push([vector.name, result, "ExpressionError"]);
}
console.log(JSON.stringify(out));
"""


def test_browser_twin_passes_the_same_vectors(tmp_path):
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is not installed: the browser twin of the expressions was not run here")
    runner = tmp_path / "run.mjs"
    module = tmp_path / "expressions.mjs"
    runner.write_text(RUNNER, encoding="utf-8")
    module.write_bytes(TWIN.read_bytes())
    done = subprocess.run([node, runner, module.as_uri(), VECTORS], capture_output=True, text=True, timeout=60, check=False)
    assert done.returncode == 0, done.stderr
    results = json.loads(done.stdout)
    assert len(results) == sum(len(DATA[key]) for key in ("evaluate", "fails", "refused"))
    assert [row for row in results if row[1] != row[2]] == []
