"""The written pages of the project."""

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
FENCE = re.compile(r"^```.*?^```$", re.MULTILINE | re.DOTALL)


def pages() -> list[Path]:
    """Every Markdown file under version control, and new ones that are not ignored."""
    found = subprocess.run(
        ["git", "ls-files", "--cached", "--others", "--exclude-standard", "*.md"],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    ).stdout.split()
    return sorted(ROOT / name for name in found if (ROOT / name).exists()) or sorted(
        path for folder in (".", "docs", "cookbook") for path in (ROOT / folder).glob("*.md" if folder == "." else "**/*.md")
    )


def prose(page: Path) -> str:
    """The page without fenced blocks."""
    return FENCE.sub("", page.read_text(encoding="utf-8"))
