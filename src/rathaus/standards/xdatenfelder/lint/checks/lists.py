"""References to code lists."""

import re
from collections.abc import Iterator

from rathaus.standards.xdatenfelder import values
from rathaus.standards.xdatenfelder.lint.context import Context
from rathaus.standards.xdatenfelder.lint.findings import Hit
from rathaus.standards.xdatenfelder.model import Field

_URN = re.compile(r"urn:[A-Za-z0-9][A-Za-z0-9-]{0,31}:(?:[A-Za-z0-9()+,\-.:=@;$_!*']|%[0-9A-Fa-f]{2})+")


def of_field(field: Field, context: Context) -> Iterator[Hit]:
    reference = field.code_list
    if reference is None:
        return
    if not reference.uri:
        yield Hit(1040)
    elif not reference.uri.startswith("urn:"):
        yield Hit(1005, reference.uri)
    elif not _URN.fullmatch(reference.uri):
        yield Hit(1048, reference.uri)
    if len(context.list_versions.get(reference.uri, ())) > 1:
        yield Hit(1037, reference.uri)
    if reference.version and values.date(reference.version) is None:
        yield Hit(1105, reference.version)
