"""Drawing, posting, installing."""

import re
import time

import pytest
from django import forms as django_forms
from django.http import QueryDict

from rathaus.foundation.errors import Conflict, NotFound
from rathaus.foundation.permissions.public import SYSTEM
from rathaus.modules.forms import public as forms
from rathaus.modules.forms.domain.install_form import install_form
from rathaus.modules.forms.models import FormVersion
from tests.conftest import NOON
from tests.modules.forms.factories import BRANCHES, CHILDREN, DAY, HEAD, form, one, run

KEY = "local:feld"


def draw(compiled, answers=None, page=None, *, errors=True, files=None):
    answers, files = answers or {}, files or {}
    checked = forms.check(compiled, answers, files, today=DAY)
    found = compiled.page(page) if page else compiled.pages[0]
    shown = checked.errors if errors else {}
    return forms.render_page(form=compiled, page=found, answers=answers, files=files, checked=checked, errors=shown)


ALL = [
    "text",
    "textarea",
    "date",
    "time",
    "integer",
    "number",
    "money",
    "email",
    "phone",
    "iban",
    "plate",
    "boolean",
    "consent",
    "file",
]


@pytest.mark.parametrize("kind", ALL)
def test_label_hint_and_error_belong_to_the_input(kind):
    html = draw(one(kind, 'hint = "Ein Hinweis"\n'))
    target = re.search(r'for="([^"]*)"', html)[1]
    assert re.search(rf'<(?:input|textarea|select)[^>]*id="{target}"', html)
    described = re.search(r'aria-describedby="([^"]*)"', html)[1].split()
    assert len(described) == 2
    for identifier in described:
        assert html.count(f'id="{identifier}"') == 1
    ids = re.findall(r'\bid="([^"]*)"', html)
    assert len(ids) == len(set(ids))
    assert "Fehler: " in html


def test_text_is_escaped_everywhere():
    evil = '"><script>alert(1)</script>'
    compiled = form(
        '[[page]]\nid = "a"\ntitle = "A"\n[[page.element]]\nid = "local:feld"\nkind = "text"\n'
        f"label = '{evil}'\nhint = '{evil}'\nhelp = '{evil * 30}'\n"
    )
    html = draw(compiled, {KEY: evil}) + forms.error_summary_html(compiled, {KEY: evil})
    assert "<script" not in html


def test_repeated_groups_work_by_buttons():
    html = draw(form(CHILDREN))
    assert 'name="_add" value="local:kinder"' in html
    html = draw(form(CHILDREN), {"local:kinder#": "3", "local:kinder[1].local:name": "Ole"})
    assert 'name="_add"' not in html
    assert 'name="_remove" value="local:kinder[2]"' in html
    assert "Entfernen: Kind 3" in html
    assert 'name="local:kinder[1].local:name"' in html


def test_uploads_are_listed_with_a_button_each_and_the_input_goes_when_full():
    upload = {"id": "7", "filename": "<a>.pdf", "size": 2048}
    html = draw(one("file", "max = 1"), files={KEY: [upload]}, errors=False)
    assert "&lt;a&gt;.pdf (2 KB)" in html
    assert 'name="_delete" value="7"' in html
    assert 'type="file"' not in html
    assert 'type="file"' in draw(one("file", "max = 2"), files={KEY: [upload]})


def test_many_choices_become_a_select_few_stay_radios():
    def options(count):
        return "options = [" + ", ".join(f'{{code = "{n}", label = "L{n}"}}' for n in range(count)) + "]"

    assert draw(one("choice", options(6))).count('type="radio"') == 6
    assert "<select" in draw(one("choice", options(7)))


def test_posting_takes_this_page_as_typed_and_nothing_else():
    compiled = form(BRANCHES)
    page = compiled.page("hund")
    post = QueryDict(mutable=True)
    post.setlist("local:rasse", ["alt", "  neu\x00 "])
    post.setlist("local:bemerkung", ["von einer anderen Seite"])
    post.setlist("__proto__", ["x"])
    post.setlist("local:gefaehrlich@", ["1"])
    before = {"local:gefaehrlich": "true", "local:hund": "true"}
    assert forms.read_page(compiled, page, before, post) == {"local:hund": "true", "local:rasse": "  neu "}


def test_a_locked_field_is_never_taken_from_the_browser():
    compiled = one("locked", 'content = "fest"')
    assert forms.read_page(compiled, compiled.pages[0], {}, QueryDict("local:feld=boese")) == {}
    assert run(compiled, {KEY: "boese"}).values == {KEY: "fest"}


def test_a_value_from_a_proven_source_is_shown_but_not_typed():
    compiled = one("text", 'prefill = { source = "F60000000227", mode = "mandatory" }')
    assert forms.read_page(compiled, compiled.pages[0], {KEY: "Mustermann"}, QueryDict("local:feld=boese")) == {KEY: "Mustermann"}
    html = draw(compiled, {KEY: "Mustermann"})
    assert "<input" not in html
    assert "Mustermann" in html
    assert "nachgewiesenen Servicekonto" in draw(compiled)


def test_the_summary_shows_german_values():
    compiled = form(BRANCHES)
    sections = forms.summary(compiled, run(compiled, {"local:hund": "true", "local:rasse": "Dackel"}))
    assert forms.as_json(sections) == [
        {"title": "Frage", "rows": [["Haben Sie einen Hund?", "Ja", "local:hund"]]},
        {"title": "Hund", "rows": [["Rasse", "Dackel", "local:rasse"]]},
    ]


@pytest.mark.django_db
def test_a_version_is_installed_once_and_never_changes():
    source = (HEAD + BRANCHES).encode()
    first = install_form(source=source, actor=SYSTEM, now=NOON)
    assert install_form(source=source, actor=SYSTEM, now=NOON) == first
    with pytest.raises(Conflict, match="neue Versionsnummer"):
        install_form(source=source.replace(b"Rasse", b"Art"), actor=SYSTEM, now=NOON)
    second = install_form(source=source.replace(b'version = "1"', b'version = "2"'), actor=SYSTEM, now=NOON)
    assert second != first
    assert FormVersion.objects.count() == 2
    assert forms.load_version("probe", "2") == second


@pytest.mark.django_db
def test_a_loaded_form_is_kept(django_assert_num_queries):
    version = install_form(source=(HEAD + CHILDREN).encode(), actor=SYSTEM, now=NOON)
    with django_assert_num_queries(1):
        first = forms.load(version)
    with django_assert_num_queries(0):
        assert forms.load(version) is first
    with pytest.raises(NotFound):
        forms.load(__import__("uuid").uuid4())


def test_a_page_is_cheaper_than_djangos_own_form():
    fields = "".join(
        f'[[page.element]]\nid = "local:f{n}"\nkind = "text"\nlabel = "Feld {n}"\nhint = "Hilfe"\n' for n in range(18)
    )
    compiled = form('[[page]]\nid = "a"\ntitle = "A"\n' + fields)
    names = {f"f{n}": django_forms.CharField(label=f"Feld {n}", help_text="Hilfe") for n in range(18)}
    plain = type("Plain", (django_forms.Form,), names)
    draw(compiled)
    plain().as_div()

    def cpu(work):
        return min(_timed(work) for _ in range(5))

    assert cpu(lambda: draw(compiled)) < cpu(lambda: plain().as_div())


def _timed(work):
    start = time.process_time()
    for _ in range(10):
        work()
    return time.process_time() - start
