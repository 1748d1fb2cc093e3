"""A form is kept once for each way its source was read; a version is never given away twice."""

import datetime as dt

import pytest

from rathaus.foundation.errors import Conflict
from rathaus.foundation.permissions.public import SYSTEM
from rathaus.modules.forms import public as forms
from rathaus.modules.forms.sources import toml
from tests.conftest import NOON
from tests.modules.forms.factories import HEAD

pytestmark = pytest.mark.django_db
SOURCE = (HEAD + '[[page]]\nid = "a"\ntitle = "A"\n[[page.element]]\nid = "local:feld"\nkind = "text"\nlabel = "Feld"\n').encode()
LATER = NOON + dt.timedelta(days=1)


def install(source=SOURCE, now=NOON):
    return forms.install_form(source=source, actor=SYSTEM, now=now)


def test_the_same_form_again_is_the_same_row():
    assert install() == install(now=LATER)


def test_another_source_under_a_known_version_is_refused():
    install()
    with pytest.raises(Conflict, match="neue Versionsnummer"):
        install(SOURCE.replace(b"Feld", b"Anderes Feld"))


def test_a_source_that_a_newer_program_reads_otherwise_is_a_new_row_and_the_old_one_stays(monkeypatch):
    old = install()
    read, other = toml.read, lambda source: toml.read(source.replace(b'title = "A"', b'title = "B"'))
    monkeypatch.setattr(
        "rathaus.modules.forms.domain.install_form.read_form", lambda source, _beside: _with_source(other(source), read(source))
    )
    new = install(now=LATER)
    assert new != old
    assert install(now=LATER) == new
    assert [forms.load(each).form.pages[0].title for each in (old, new)] == ["A", "B"]
    assert forms.load_version("probe", "1") == new


def _with_source(form, original):
    return type(form)(**{name: getattr(form, name) for name in form.__struct_fields__} | {"source": original.source})
