"""Small forms for tests, and a fixed day."""

import datetime as dt

from rathaus.modules.forms.answers.checking import check
from rathaus.modules.forms.compiled import CompiledForm
from rathaus.modules.forms.sources import toml

DAY = dt.date(2026, 11, 20)
HEAD = 'format = 1\nkey = "probe"\nversion = "1"\ntitle = "Probe"\n'


def form(body, head=HEAD):
    return CompiledForm(toml.read((head + body).encode()))


def one(kind, extra="", **_):
    """A form of one field `local:feld`."""
    return form(f'[[page]]\nid = "a"\ntitle = "A"\n[[page.element]]\nid = "local:feld"\nkind = "{kind}"\nlabel = "Feld"\n{extra}')


def run(form, typed, files=None, day=DAY):
    return check(form, typed, files or {}, today=day)


CHILDREN = """
[[page]]
id = "kinder"
title = "Kinder"
[[page.element]]
id = "local:kinder"
kind = "group"
label = "Kinder"
item_label = "Kind"
min = 0
max = 3
[[page.element.element]]
id = "local:name"
kind = "text"
label = "Name"
[[page.element.element]]
id = "local:geboren"
kind = "date"
label = "Geburtsdatum"
max_value = "today"
[[page.element.element]]
id = "local:schule"
kind = "text"
label = "Schule"
when = "years_between(local:geboren, today) >= 6"
"""

BRANCHES = """
[[page]]
id = "frage"
title = "Frage"
[[page.element]]
id = "local:hund"
kind = "boolean"
label = "Haben Sie einen Hund?"
[[page]]
id = "hund"
title = "Hund"
when = "local:hund"
[[page.element]]
id = "local:rasse"
kind = "text"
label = "Rasse"
[[page.element]]
id = "local:gefaehrlich"
kind = "boolean"
label = "Gefährlich?"
[[page]]
id = "gefahr"
title = "Gefahr"
when = "local:gefaehrlich"
[[page.element]]
id = "local:nachweis"
kind = "file"
label = "Nachweis"
[[page]]
id = "ende"
title = "Ende"
[[page.element]]
id = "local:bemerkung"
kind = "textarea"
label = "Bemerkung"
required = false
"""
