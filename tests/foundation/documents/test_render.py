"""What is rendered: the standards it claims, the data inside, the letters of Europe, faults that are said."""

import json
import re
import shutil
import subprocess
import tomllib
import unicodedata
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from rathaus.foundation.documents import public as documents
from rathaus.foundation.documents import rendering, worker
from rathaus.foundation.documents.coverage import characters, drawable
from tests.foundation.documents import factories as make

NOTICE = '#import "/lib/notice.typ": notice\n#notice()\n'
LAYOUTS = [("notice", make.notice), ("letter", make.letter), ("receipt", make.receipt), ("form", make.form)]

# Every base letter and mark that DIN 91379 combines without a precomposed form, at least once, and its other scripts
EUROPE = [
    "ẞß Đđ Ðð Þþ Ŋŋ Əə Ʒʒ ǅ".replace(" ǅ", ""),
    "Ḃḃ Ḫḫ Ṇ Ṉ Ẕẕ ẖ ẗ Ễ ễ Ợ ợ Ữ ữ Ỹ",
    "A̋ C̀ C̄ C̆ C̈ C̕ C̣ C̦ C̨̆ D̂ F̀ G̀ H̄ H̦ H̱ J́ J̌ K̀ K̂ K̄ K̇ K̕ K̛ K̦ K͟H K͟h",
    "L̂ L̥ L̥̄ L̦ M̀ M̂ M̆ M̐ N̂ N̄ N̆ N̦ P̀ P̄ P̕ P̣ R̆ R̥ R̥̄ S̀ S̄ S̛̄ S̱ T̀ T̄ T̈ T̕ T̛ U̇ Z̀ Z̄ Z̆ Z̈ Z̧",
    "ē̍ ō̍ Ç̆ Û̄ ÿ́ Č̕ Č̣ Ī́ ī́ Ž̦ Ž̧ Ḳ̄ ḳ̄ Ṣ̄ ṣ̄ Ṭ̄ ṭ̄ Ạ̈ ạ̈ Ọ̈ ọ̈ Ụ̄ Ụ̈ ụ̄ ụ̈",
    "ʹ ʺ ʾ ʿ ˈ ˌ ’ ‡ € ¤ ½ ∞ ≤ ≥ ™ ⁴ ₉",
    "Ωμέγα ΐ ΰ Ώ Щука ъь Ѝѝ юя",
]


def text_of(pdf: bytes, tmp_path: Path) -> str:
    tool = shutil.which("pdftotext")
    if tool is None:
        pytest.skip("pdftotext is not installed (Debian: poppler-utils)")
    (tmp_path / "a.pdf").write_bytes(pdf)
    done = subprocess.run([tool, "-raw", "-enc", "UTF-8", str(tmp_path / "a.pdf"), "-"], capture_output=True, check=True)
    return unicodedata.normalize("NFC", done.stdout.decode())


def words(text: str) -> str:
    return " ".join(text.split())


@pytest.mark.parametrize(("layout", "data"), LAYOUTS)
def test_each_layout_claims_and_keeps_the_standards(layout, data, now):
    content = data()
    found = documents.inspect(documents.render(template=layout, data=content, now=now))
    assert found.problems == ()
    assert (found.pdfa, found.pdfua, found.language, found.title) == ("3A", "1", "de", content["title"])
    assert found.attachments == ()


def test_data_travels_inside(now):
    text = json.dumps({"name": "Ślązak ḳ̄", "betrag": 3070})
    attachment = documents.Attachment("bescheid.json", text, "application/json", "Die Daten des Bescheids")
    found = documents.inspect(documents.render(template="notice", data=make.notice(), attachments=[attachment], now=now))
    (inside,) = found.attachments
    assert (inside.name, inside.relationship, inside.media_type) == ("bescheid.json", "data", "application/json")
    assert inside.data.decode() == text


def test_the_notice_says_what_the_law_asks(now, tmp_path):
    shown = words(text_of(documents.render(template="notice", data=make.notice(), now=now), tmp_path))
    for part in (
        "Stadt Halle (Saale)",  # § 37 (3) VwVfG: the authority
        "Im Auftrag Kerstin Brandt",  # and who signs
        "wir verlängern Ihren Bewohnerparkausweis",
        "Begründung",  # § 39
        "Gebührenverzeichnis Nr. 1 30,70 €",
        "Summe 1.265,26 €",
        "22. Dezember 2026",
        "2026.0000.1234.5",
        "Rechtsbehelfsbelehrung Gegen diesen Bescheid kann Widerspruch erhoben werden.",  # § 37 (6)
        "SHA256:3q2+7w",
        "Seite 1 von 2",
    ):
        assert part in shown, part


def test_absent_and_empty_values_leave_no_gap(now, tmp_path):
    data = make.notice(
        references=[["Unser Zeichen", ""], ["Vorgang", None], ["Nummer", 17]],
        signatory={},
        closing=None,
        fee={"items": [], "exempt_reason": "Schwerbehinderung", "note": "Die Gebühr entfällt."},
        remedy=None,
        fingerprint="",
        conditions=[],
        facts=[],
        recipient={},
    )
    shown = words(text_of(documents.render(template="notice", data=data, now=now), tmp_path))
    assert "Nummer 17" in shown
    assert "Es wird keine Gebühr erhoben. Grund: Schwerbehinderung" in shown
    for part in ("Unser Zeichen", "Vorgang", "none", "Rechtsbehelfsbelehrung", "Fingerabdruck", "Im Auftrag"):
        assert part not in shown, part


def test_the_letters_of_europe_come_back(now, tmp_path):
    """DIN 91379: each sequence is drawn and can be read back. Poppler repeats some sequences; none may be missing."""
    data = make.letter(body=EUROPE, recipient={"lines": ["Ḳ̄ara S̛̄ánchez-M̐üller", "Ọ̈ Straße 1"]})
    shown = text_of(documents.render(template="letter", data=data, now=now), tmp_path)
    missing = [
        part
        for line in EUROPE
        for part in line.split()
        if any(c not in shown for c in clusters(unicodedata.normalize("NFC", part)))
    ]
    assert missing == []
    assert "�" not in shown


def clusters(text: str) -> list[str]:
    """A base letter with its marks."""
    return re.findall(r"[^\u0300-\u036f][\u0300-\u036f]*", text)


def test_every_letter_of_the_sample_has_a_glyph():
    known = worker._known()
    assert [c for line in EUROPE for c in line if c != " " and ord(c) not in known] == []


def test_what_no_font_can_draw_is_marked_and_kept_in_the_data(now, tmp_path):
    data = make.letter(body=["Fuchs 🦊 und 漢字 und \x07 Ende"])
    attachment = documents.Attachment("text.txt", "🦊", "text/plain", "Original")
    pdf = documents.render(template="letter", data=data, attachments=[attachment], now=now)
    assert "Fuchs � und �� und" in text_of(pdf, tmp_path)
    assert documents.inspect(pdf).attachments[0].data.decode() == "🦊"


@pytest.mark.parametrize(
    "hostile", ['#import "/etc/passwd"', '#read("/etc/passwd")', "= Titel", "$ x $", "\\", "*fett* _x_ <label> @ref", '"', "*/"]
)
def test_data_is_never_source(hostile, now, tmp_path):
    shown = words(
        text_of(documents.render(template="letter", data=make.letter(subject=hostile, body=[hostile]), now=now), tmp_path)
    )
    assert shown.count(words(hostile)) >= 2


@hypothesis_settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(value=st.text(max_size=60))
def test_any_text_renders(value, now):
    data = make.notice(title=value, subject=value, reasons=[value], facts=[[value, value]], recipient={"lines": [value]})
    assert documents.render(template="notice", data=data, now=now).startswith(b"%PDF-1.7")
    section = {"title": value, "fields": [{"label": value, "value": value}, {"label": value, "kind": "choice"}]}
    assert documents.render(template="form", data=make.form(title=value, sections=[section]), now=now).startswith(b"%PDF-1.7")


def test_the_same_input_gives_the_same_bytes(now):
    first, second = (documents.render(template="notice", data=make.notice(), now=now) for _ in range(2))
    assert first == second


def test_a_long_table_repeats_its_head(now, tmp_path):
    source = """
#import "/lib/base.typ": *
#import "/lib/table.typ": long-table
#show: page-setup
#set page(paper: "a4")
= Liste
#long-table(("Datum", "Betrag"), data.rows, right: (1,))
"""
    pdf = documents.render(
        template=source, data={"title": "Liste", "rows": [[f"Tag {n}", "1,00 €"] for n in range(120)]}, now=now
    )
    assert documents.inspect(pdf).pages > 2
    assert documents.inspect(pdf).problems == ()
    assert text_of(pdf, tmp_path).count("Datum Betrag") == documents.inspect(pdf).pages


def test_english(now, tmp_path):
    pdf = documents.render(template="notice", data=make.notice(), lang="en", now=now)
    assert documents.inspect(pdf).language == "en"
    assert "Page 1 of 2" in text_of(pdf, tmp_path)


@pytest.mark.parametrize(
    ("template", "said"),
    [
        ("#panic(\n)", "panick"),
        ("#let x = \n", "expected expression"),
        ('#read("/../../../../etc/passwd")\n', "failed|escape|cannot"),
        ("= x\n", "title"),
    ],
)
def test_a_faulty_template_is_named(template, said):
    with pytest.raises(documents.TemplateFault, match=said):
        documents.render(template=template, data={"title": "x"})


def test_a_template_cannot_leave_its_root():
    with pytest.raises(documents.TemplateFault):
        documents.render(template='#read("/../fonts/VENDOR.toml")\n', data={"title": "x"})
    with pytest.raises(documents.TemplateFault):
        documents.render(template='#import "@preview/example:0.1.0": add\n', data={"title": "x"})


def test_where_templates_come_from(tmp_path):
    path = tmp_path / "notice.typ"
    path.write_text("eigenes")
    assert rendering.source_of(path) == "eigenes"
    assert "#notice()" in rendering.source_of("notice")
    assert "DIN 5008" in rendering.source_of("foundation/documents/library/lib/letter.typ")
    assert rendering.source_of("= Text") == "= Text"
    with pytest.raises(ValueError, match="outside"):
        rendering.source_of("../../pyproject.typ")
    with pytest.raises(FileNotFoundError):
        rendering.source_of("modules/nowhere.typ")


def test_bytes_that_are_no_pdf():
    with pytest.raises(documents.ChildFailed):
        documents.inspect(b"no pdf")


def test_what_structural_checks_find():
    import io

    import pikepdf

    document = pikepdf.new()
    document.add_blank_page()
    document.Root.OpenAction = pikepdf.Dictionary(S=pikepdf.Name.JavaScript, JS="x")
    document.make_indirect(
        pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    )
    document.Root.F = document.make_indirect(
        pikepdf.Dictionary(Type=pikepdf.Name.Font, Subtype=pikepdf.Name.Type1, BaseFont=pikepdf.Name.Helvetica)
    )
    target = io.BytesIO()
    document.save(target)
    found = documents.inspect(target.getvalue())
    assert len(found.problems) == 7  # all but "encrypted"
    assert found.unembedded_fonts == ("/Helvetica",)


def test_fonts_are_the_vendored_ones():
    vendored = tomllib.loads((worker.FONTS / "VENDOR.toml").read_text())["font"]
    named = {file: digest for font in vendored for file, digest in zip(font["files"], font["sha256"], strict=True)}
    assert named == {path.name: sha256(path.read_bytes()).hexdigest() for path in worker.FONTS.glob("*.ttf")}
    assert len(list(worker.FONTS.glob("*-LICENSE.txt"))) == 2


def test_coverage_is_read_from_the_font():
    fira = characters(worker.FONTS / "FiraSans-Regular.ttf")
    assert {ord(c) for c in "AaÄßẞ€„“"} <= fira
    assert ord("漢") not in fira
    assert drawable({"a": ["x\x00漢\n", 1, None]}, fira) == {"a": ["x �\n", 1, None]}


@pytest.mark.slow
def test_a_hundred_notices_leave_the_child_small(now):
    for number in range(100):
        documents.render(template="notice", data=make.notice(subject=f"Antrag {number}" * 10), now=now)
    status = Path(f"/proc/{rendering.RENDERER.pid}/status").read_text()
    peak = int(re.search(r"VmHWM:\s+(\d+)", status)[1])  # kilobytes
    assert peak < 400_000
