"""Keys of answers: the path of ids with the occurrence where an element may repeat, `kinder[0].F60000000228`."""

import re

_INDEX = re.compile(r"\[\d+\]")
MAX_OCCURRENCES = 50
"""However large a schema's maximum, no page grows beyond this."""


def template(key: str) -> str:
    """The path of the element behind a key: the occurrences taken out."""
    return _INDEX.sub("", key)


def count_key(key: str) -> str:
    """Where the number of occurrences stands."""
    return f"{key}#"


def html_id(key: str) -> str:
    """The id attribute of the input."""
    return "f-" + key.replace(".", "-").replace("[", "-").replace("]", "").replace(":", "_")
