"""The subject of an application: the words of the recipe with the answers in them."""

from collections.abc import Mapping
from typing import Any

from rathaus.modules.applications.spec import OfferSpec
from rathaus.modules.cases import public as cases

MAX_LENGTH = 200


def subject_line(spec: OfferSpec, values: Mapping[str, Any]) -> str:
    """`{local:kennzeichen}` becomes the answer, a day in German; without words of its own, the title of the service."""
    return cases.fill(spec.subject or spec.title, values)[:MAX_LENGTH]
