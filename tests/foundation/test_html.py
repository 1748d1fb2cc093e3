import json
import re
from html.parser import HTMLParser

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rathaus.foundation import html


class Seen(HTMLParser):
    """Every tag and attribute that a browser would meet."""

    def __init__(self, text):
        super().__init__()
        self.tags, self.attributes = set(), set()
        self.feed(text)
        self.close()

    def handle_starttag(self, tag, attrs):
        self.tags.add(tag)
        self.attributes |= {(tag, name, value) for name, value in attrs}


@pytest.mark.parametrize(
    ("written", "shown"),
    [
        ("<p>Bitte <strong>persönlich</strong> kommen.</p>", "<p>Bitte <strong>persönlich</strong> kommen.</p>"),
        ("Kosten & Gebühren < 5 €", "Kosten &amp; Gebühren &lt; 5 €"),
        ('<p class="x" style="color:red" onclick="x()" id="y">a</p>', "<p>a</p>"),
        ("<h1>Titel</h1><H2 class=x>Teil</H2>", "<h3>Titel</h3><h3>Teil</h3>"),
        ("<header>Kopf</header>", "Kopf"),
        ("<script>alert(1)</script>Text<style>p{}</style>", "Text"),
        ('<img src="https://example.org/x.png" onerror="x()">Bild', "Bild"),
        ('<a href="javascript:alert(1)">a</a>', '<a rel="noopener noreferrer">a</a>'),
        ('<a href="/konto/loeschen">a</a>', '<a rel="noopener noreferrer">a</a>'),
        ('<a href="//example.org/">a</a>', '<a rel="noopener noreferrer">a</a>'),
        (
            '<a href="https://example.org/?a=1&amp;b=2" target="_blank">a</a>',
            '<a href="https://example.org/?a=1&amp;b=2" rel="noopener noreferrer">a</a>',
        ),
        ('<a href="mailto:amt@example.org">a</a>', '<a href="mailto:amt@example.org" rel="noopener noreferrer">a</a>'),
        ('<p lang="en">Fee</p>', '<p lang="en">Fee</p>'),
        ("<p>&#xa0;</p><p><br></p><p>Text</p>", "<p>Text</p>"),
        ("<p>offen", "<p>offen</p>"),
        ("a\x00b", "ab"),
        ("<svg><script>x</script></svg>ok", "ok"),
        ("<!-- geheim -->ok", "ok"),
    ],
)
def test_clean(written, shown):
    assert html.clean(written) == shown


@pytest.mark.parametrize(
    "text", ["nicht angegeben", "<p>Nicht angegeben</p>", " ", "<p>&nbsp;</p>", "-", "Keine Angaben", "<p>…</p>"]
)
def test_what_says_nothing_is_not_shown(text):
    assert html.shown(text) == ""


@pytest.mark.parametrize("text", ["Keine", "<p>Entfällt</p>", "0 €", "nicht angegebene Unterlagen"])
def test_short_answers_stay(text):
    assert html.plain(html.shown(text)) == html.plain(text) != ""


def test_plain_words():
    assert html.plain("<ul><li>eins</li><li>zwei &amp; drei</li></ul><p>vier<br>fünf</p>") == "eins zwei & drei vier fünf"


PIECES = st.sampled_from(
    [
        "<", ">", '"', "'", "&", "/", "=", " ", "<p>", "</p>", "<a href=", "javascript:", "JaVaScRiPt&#58;", "&#x6a;avascript:",
        "<script", "</script>", "<svg/onload=x>", "<style>", "<math>", "<template>", "<!--", "-->", "<![CDATA[", "]]>", "\x00",
        "onclick=x", "style=x", "<h1>", "<h1/onclick=x>", "<textarea>", "<iframe srcdoc=x>", "data:text/html,x", "&lt;script&gt;",
        "<h2",
    ]
)  # fmt: skip


@given(st.lists(st.one_of(PIECES, st.text(max_size=4)), max_size=25).map("".join))
def test_nothing_else_survives(text):
    found = html.clean(text)
    seen = Seen(found)
    assert seen.tags <= html.TAGS
    allowed = {"lang", "dir", "href", "rel", "title", "colspan", "rowspan", "scope", "start"}
    assert {name for _tag, name, _value in seen.attributes} <= allowed
    for _tag, name, value in seen.attributes:
        assert name != "href" or re.match(r"\s*(https?://|mailto:|tel:)", value, re.IGNORECASE)
    assert html.clean(found) == found


@pytest.mark.conformance
def test_a_real_description_keeps_its_words(standards):
    data = json.loads((standards / "fim/pvog/B100019_LB_574711.json").read_text(encoding="utf-8"))
    for module in data["details"]:
        words = " ".join(re.sub(r"<[^>]*>", " ", module["text"]).replace("&#xa0;", " ").split())
        assert html.plain(module["text"]).replace(" ", "") == words.replace(" ", "")
        assert (html.shown(module["text"]) == "") == (words in {"", "nicht angegeben"})
