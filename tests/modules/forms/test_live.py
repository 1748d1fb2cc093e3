"""The conditions of a page in the browser: the same answer as the server, for the same answers."""

import json
import random
import shutil
import subprocess
from pathlib import Path

import pytest
from lxml import html as markup

import rathaus
from rathaus.modules.forms import public as forms
from rathaus.modules.forms.compiled import CompiledForm, Kind
from rathaus.modules.forms.official.beside import Beside
from rathaus.modules.forms.sources import xdf
from tests.modules.forms.factories import CHILDREN, DAY, HEAD, form
from tests.modules.forms.test_rules import DEMANDED, OCCURRENCES, PAGE, chain, element, rule

STATIC = Path(rathaus.__file__).parent / "web/static/rathaus"
RUNNER = Path(__file__).with_name("conditions_runner.mjs")


def drawn(compiled, page, answers):
    checked = forms.check(compiled, answers, today=DAY)
    return checked, forms.render_page(form=compiled, page=page, answers=answers, files={}, checked=checked, errors={})


def frames_around(node):
    return [outer.get("data-when") for outer in node.iterancestors() if outer.get("data-when")]


def plain(text, *, shut):
    """What the module reads of a page. `shut`: everything starts out of sight, so that nothing is right by accident."""
    tree = markup.fromstring(f"<form>{text}</form>")
    inputs = []
    for node in tree.xpath(".//input | .//select | .//textarea"):
        kind = node.get("type", node.tag)
        value = node.value if node.tag != "input" or kind not in {"radio", "checkbox"} else node.get("value")
        inputs.append(
            {
                "name": node.get("name"), "type": kind, "value": value or "", "checked": node.get("checked") is not None,
                "frames": frames_around(node),
            }
        )  # fmt: skip
    return {
        "conditions": tree.xpath(".//template/@data-conditions")[0],
        "frames": [
            {"key": node.get("data-when"), "hidden": shut, "around": frames_around(node)}
            for node in tree.xpath(".//*[@data-when]")
        ],
        "inputs": inputs,
        "sent": [{"key": node.get("data-sent"), "frames": frames_around(node)} for node in tree.xpath(".//*[@data-sent]")],
        "marks": [{"key": node.get("data-optional"), "hidden": shut} for node in tree.xpath(".//*[@data-optional]")],
    }


def judged(pages, tmp_path):
    node = shutil.which("node")
    if node is None:
        pytest.skip("node is not installed: the browser module of the conditions was not run here")
    for name in ("conditions", "expressions"):
        text = (STATIC / f"{name}.js").read_text(encoding="utf-8").replace("./expressions.js", "./expressions.mjs")
        (tmp_path / f"{name}.mjs").write_text(text, encoding="utf-8")
    data = tmp_path / "pages.json"
    data.write_text(json.dumps(pages), encoding="utf-8")
    command = [node, RUNNER, (tmp_path / "conditions.mjs").as_uri(), data]
    done = subprocess.run(command, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def agree(compiled, several, tmp_path):
    """Every page that has conditions, for every set of answers, from everything shut and from everything open."""
    pages, expected = [], []
    for answers in several:
        for page in compiled.pages:
            checked, text = drawn(compiled, page, answers)
            if page.id not in checked.pages or "data-conditions" not in text:
                continue
            for shut in (True, False):
                pages.append(plain(text, shut=shut))
                expected.append(checked)
    for page, checked, result in zip(pages, expected, judged(pages, tmp_path), strict=True):
        for frame in page["frames"]:
            if checked.closed.isdisjoint(frame["around"]):
                assert result["hidden"][frame["key"]] == (frame["key"] in checked.closed), (frame["key"], checked.values)
        for key, hidden in result["marks"].items():
            if any(spot.key == key for spot in checked.spots):
                assert hidden == (key in checked.demanded), (key, checked.values)
    return len(pages)


BOX = element("frage", "boolean") + element(
    "art", "choice", 'options = [{ code = "1", label = "A" }, { code = "2", label = "B" }]'
)
KINDS = PAGE + BOX + element("tag", "date") + element("zahl", "integer") + element("geld", "money") + element("ok", "consent")
KINDS += element("viele", "choices", 'options = [{ code = "1", label = "A" }]') + element("bild", "file", "required = false")
WHENS = [
    "local:frage == true",
    "local:frage == false",
    'local:art == "2"',
    "local:tag < 2020-02-29",
    "years_between(local:tag, today) >= 18",
    "local:zahl > 1234",
    "local:geld >= 30.70",
    "local:ok == true",
    "not is_empty(local:viele)",
    "not is_empty(local:bild)",
]
for _at, _when in enumerate(WHENS):
    KINDS += element(f"x{_at}", extra=f"when = '{_when}'\nrequired = false")
KINDS += rule("require", "local:zahl == 7", "local:x5")


def typed_at_random(compiled, chance):
    answers = {}
    for path, place in compiled.places.items():
        if place.loops and chance.random() < 0.7:
            answers[f"{place.loops[-1]}#"] = str(chance.randint(0, 2))
        field = compiled.fields.get(path)
        if field is None or chance.random() < 0.3:
            continue
        for key in [path, *(path.replace(loop, f"{loop}[{at}]", 1) for loop in place.loops[:1] for at in range(2))]:
            answers.update(one_answer(compiled, field, key, chance))
    return answers


def one_answer(compiled, field, key, chance):
    if field.kind is Kind.DATE:
        day, month, year = chance.choice([("29", "2", "2020"), ("1", "1", "1990"), ("28", "2", "2020"), ("31", "2", "2020")])
        return {f"{key}.day": day, f"{key}.month": month, f"{key}.year": year}
    texts = {
        Kind.INTEGER: ["7", "12"] if field.max_value else ["7", "1.234", "1235", "x"],
        Kind.BOOLEAN: ["true", "false"], Kind.CONSENT: ["true"],
        Kind.MONEY: ["30,70", "30,69 €", "1.000"], Kind.NUMBER: ["2,5"],
    }  # fmt: skip
    return {key: chance.choice(texts.get(field.kind) or list(compiled.options(field)) or ["Text", "  "])}


@pytest.mark.parametrize("body", [KINDS, CHILDREN, PAGE + DEMANDED, PAGE + OCCURRENCES, PAGE + chain(12)])
def test_the_browser_shows_what_the_server_shows(body, tmp_path):
    compiled = form(body, HEAD)
    chance = random.Random(7)  # noqa: S311  (dice of a test)
    assert agree(compiled, [{}, *(typed_at_random(compiled, chance) for _ in range(60))], tmp_path) > 60


def test_answers_of_other_pages_are_handed_over(tmp_path):
    body = PAGE + element("a", "date") + element("b", "integer") + element("teil", "group") + element("c", deep=2)
    body += '[[page]]\nid = "b"\ntitle = "B"\n' + element("x", extra="when = 'local:a < 2020-01-01'")
    body += element("y", extra="when = 'local:b == 7'") + element("z", extra="when = 'not is_empty(local:teil)'")
    compiled = form(body)
    days = {"local:a.day": "1", "local:a.month": "1", "local:a.year": "2019"}
    assert agree(compiled, [{}, days, {"local:b": "7"}, {"local:teil.local:c": "x"}], tmp_path) == 8


def test_a_page_without_conditions_carries_no_script():
    compiled = form(PAGE + element("a"))
    assert "<script" not in drawn(compiled, compiled.pages[0], {})[1]


def test_hidden_questions_keep_what_was_typed_and_are_out_of_sight():
    compiled = form(PAGE + element("ja", "boolean") + element("x", extra="when = 'local:ja'"))
    _checked, text = drawn(compiled, compiled.pages[0], {"local:ja": "false", "local:x": "alt"})
    tree = markup.fromstring(f"<form>{text}</form>")
    frame = tree.xpath(".//*[@data-when='local:x']")[0]
    assert frame.get("hidden") is not None
    assert frame.xpath(".//input/@value") == ["alt"]
    _checked, text = drawn(compiled, compiled.pages[0], {"local:ja": "true"})
    assert markup.fromstring(f"<form>{text}</form>").xpath(".//*[@data-when='local:x']")[0].get("hidden") is None


def test_a_list_that_nobody_began_can_be_begun_once_its_condition_holds():
    compiled = form(
        PAGE + element("ja", "boolean") + element("namen", "group", "min = 0\nmax = 3\nwhen = 'local:ja'") + element("n", deep=2)
    )
    _checked, text = drawn(compiled, compiled.pages[0], {"local:ja": "true"})
    frame = markup.fromstring(f"<form>{text}</form>").xpath(".//*[@data-when='local:namen']")[0]
    assert frame.get("hidden") is None
    assert frame.xpath(".//button/@value") == ["local:namen"]


@pytest.mark.conformance
@pytest.mark.parametrize("name", ["S07000000200", "S00000000362", "S05000001162", "S05000001323"])
def test_the_browser_agrees_on_official_schemas(standards, name, tmp_path):
    translation = (standards / f"fim/rules/{name}.translated-rules.json").read_bytes()
    compiled = CompiledForm(
        xdf.read((standards / f"fim/xdf3/{name}.xdf3.xml").read_bytes(), beside=Beside(translation=translation))
    )
    chance = random.Random(11)  # noqa: S311  (dice of a test)
    assert agree(compiled, [typed_at_random(compiled, chance) for _ in range(15)], tmp_path) > 15
