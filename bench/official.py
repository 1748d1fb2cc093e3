"""`RATHAUS_STANDARDS=FOLDER python -m bench.official [SCHEMA]`: an official form with all its fields answered, in ms of CPU.

Compiled with and without FITKO's translated rules, checked on the server with and without its rules, each page drawn.
"""

import datetime as dt
import os
import sys
import time
from collections.abc import Callable
from pathlib import Path
from statistics import median
from typing import Any

SCHEMA = "S05000001162"  # 273 fields, 33 rules
DAY = dt.date(2026, 12, 1)
ROUNDS = 15


def main() -> int:
    import django

    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rathaus.config.settings_test")
    django.setup()
    from rathaus.modules.forms import public as forms
    from rathaus.modules.forms.official.beside import Beside
    from rathaus.modules.forms.sources import xdf

    folder = os.environ.get("RATHAUS_STANDARDS")
    if not folder:
        sys.stderr.write("RATHAUS_STANDARDS nennt keinen Ordner mit amtlichen Dateien.\n")
        return 2
    name = sys.argv[1] if len(sys.argv) > 1 else SCHEMA
    data = (Path(folder) / f"fim/xdf3/{name}.xdf3.xml").read_bytes()
    translated = Path(folder) / f"fim/rules/{name}.translated-rules.json"
    beside = Beside(translation=translated.read_bytes() if translated.exists() else None)

    def compiled() -> Any:
        xdf._compiled.clear()  # noqa: SLF001  (what is kept is measured in the next row)
        return xdf.read(data, beside=beside)

    form = forms.CompiledForm(xdf.read(data, beside=beside))
    answers, files = answered(form)
    checked = forms.check(form, answers, files, today=DAY)

    def pages() -> None:
        for page in form.pages:
            forms.render_page(form=form, page=page, answers=answers, files=files, checked=checked, errors={})

    rows: list[tuple[str, Callable[[], Any]]] = [
        ("compile", compiled),
        ("compile again", lambda: xdf.read(data, beside=beside)),
        ("check, every field answered", lambda: forms.check(form, answers, files, today=DAY)),
        ("check, nothing answered", lambda: forms.check(form, {}, {}, today=DAY)),
        (f"draw all {len(form.pages)} pages", pages),
    ]
    sys.stdout.write(f"{name}: {len(form.fields)} fields, {len(checked.values)} answered, {len(checked.errors)} errors\n")
    for title, work in rows:
        sys.stdout.write(f"{title:32} {cpu(work):8.2f}\n")
    return 0


def answered(form: Any) -> tuple[dict[str, str], dict[str, list[Any]]]:
    """Something readable in every field, one occurrence of everything that repeats."""
    answers: dict[str, str] = {}
    files: dict[str, list[Any]] = {}
    for path, place in form.places.items():
        key = path
        for loop in sorted(place.loops, key=len, reverse=True):
            key = f"{loop}[0]{key[len(loop) :]}"
        for at, sign in enumerate(key):
            if sign == "[":
                answers[f"{key[:at]}#"] = "1"
        if path in form.fields:
            _answer(form, form.fields[path], key, answers, files)
    return answers, files


def _answer(form: Any, field: Any, key: str, answers: dict[str, str], files: dict[str, list[Any]]) -> None:
    kind = field.kind.value
    if kind == "date":
        answers.update({f"{key}.day": "1", f"{key}.month": "1", f"{key}.year": "2000"})
    elif kind == "file":
        files[key] = [{"id": "1", "filename": "a.pdf", "size": 1}]
    elif kind in {"choice", "choices"}:
        answers[key] = next(iter(form.options(field)))
    else:
        known = {"boolean": "true", "consent": "true", "integer": "5", "number": "5", "money": "5", "time": "12:00"}
        known |= {"email": "a@beispiel.de", "phone": "0345 123456"}
        answers[key] = known.get(kind, "06108" if field.pattern else "Text")


def cpu(work: Callable[[], Any]) -> float:
    """The median of the rounds, in milliseconds."""
    found = []
    for _ in range(ROUNDS):
        start = time.process_time()
        work()
        found.append((time.process_time() - start) * 1000)
    return median(found)


if __name__ == "__main__":
    sys.exit(main())
