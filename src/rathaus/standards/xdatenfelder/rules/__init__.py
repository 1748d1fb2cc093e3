"""Rules of official schemas as values a machine can execute: FITKO's translations, and what the free text says beyond doubt.

Both readers give the same frozen values. The condition stays FITKO's JSON notation; who executes it binds the ids to places.
"""

from rathaus.standards.xdatenfelder.rules.freetext import Reading, read_freetext
from rathaus.standards.xdatenfelder.rules.model import Effect, Rule, RuleError, Translation
from rathaus.standards.xdatenfelder.rules.scope import NotUnderstood
from rathaus.standards.xdatenfelder.rules.translated import read_translated

__all__ = [
    "Effect",
    "NotUnderstood",
    "Reading",
    "Rule",
    "RuleError",
    "Translation",
    "read_freetext",
    "read_translated",
]
