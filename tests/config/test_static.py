"""Collected static files carry a digest in their names; a module still finds the one it imports."""

from pathlib import Path

from django.core.files.storage import FileSystemStorage

import rathaus
from rathaus.config.static import StaticFiles

SOURCE = Path(rathaus.__file__).parent / "web/static"
NAMES = ("rathaus/conditions.js", "rathaus/expressions.js")


def test_a_module_imports_the_other_under_its_name_with_the_digest(tmp_path):
    storage = StaticFiles(location=tmp_path, base_url="/static/")
    source = FileSystemStorage(location=SOURCE)
    for name in NAMES:
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes((SOURCE / name).read_bytes())
    done = {original: new for original, new, _processed in storage.post_process({name: (source, name) for name in NAMES})}
    kept = (tmp_path / done[NAMES[0]]).read_text(encoding="utf-8")
    assert done[NAMES[1]] != NAMES[1]
    assert f'from "./{Path(done[NAMES[1]]).name}"' in kept
