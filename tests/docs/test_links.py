"""Whatever a page points to is there."""

import re
from urllib.parse import unquote

from tests.docs.pages import ROOT, pages, prose

LINK = re.compile(r"(!?)\[[^\]]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#+ (.+)$", re.MULTILINE)
SETTING = re.compile(r"\bRATHAUS_[A-Z0-9_]+\b")


def links(*, pictures):
    for page in pages():
        for mark, target in LINK.findall(prose(page)):
            if bool(mark) == pictures and not re.match(r"[a-z]+:", target):
                yield page, target


def anchors(page):
    kept = (re.sub(r"[^\w\- ]", "", heading.lower()) for heading in HEADING.findall(prose(page)))
    return {heading.strip().replace(" ", "-") for heading in kept}


def test_every_relative_link_leads_somewhere():
    seen, broken = 0, []
    for page, target in links(pictures=False):
        seen += 1
        name, _, anchor = target.partition("#")
        there = (page.parent / unquote(name)).resolve() if name else page
        if not there.exists() or (anchor and anchor not in anchors(there)):
            broken.append(f"{page.relative_to(ROOT)}: {target}")
    assert seen > 20
    assert broken == []


def test_every_picture_is_there():
    wanted = {(page.parent / target).resolve(): page.name for page, target in links(pictures=True)}
    assert len(wanted) >= 10
    assert [f"{page}: {picture.name}" for picture, page in wanted.items() if not picture.exists()] == []


def test_every_setting_named_in_a_page_exists():
    code = [*(ROOT / "src").rglob("*.py"), *(path for path in (ROOT / ".ci").iterdir() if path.is_file() and path.suffix != ".gz")]
    code.append(ROOT / "tests" / "conftest.py")
    known = {name for path in code for name in SETTING.findall(path.read_text(encoding="utf-8"))}
    unknown = {
        f"{page.relative_to(ROOT)}: {name}"
        for page in pages()
        for name in SETTING.findall(page.read_text(encoding="utf-8"))
        if name not in known
    }
    assert "RATHAUS_DATA" in known
    assert unknown == set()
