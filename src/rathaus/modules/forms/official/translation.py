"""FITKO's translated rules, for this very version of the schema."""

from rathaus.foundation.errors import Invalid
from rathaus.standards import xdatenfelder as xdf
from rathaus.standards.xdatenfelder import rules as official


def read_translation(data: bytes | None, schema: xdf.Schema) -> official.Translation | None:
    """Raises Invalid where the rules are unreadable or belong to another version."""
    if data is None:
        return None
    try:
        found = official.read_translated(data)
    except official.RuleError as error:
        raise Invalid(f"Die übersetzten Regeln sind nicht lesbar: {error}") from error
    if (found.schema_id, found.schema_version) != (schema.id, schema.version):
        raise Invalid(
            f"Die übersetzten Regeln gehören zu {found.schema_id} {found.schema_version}, "
            f"das Schema ist {schema.id} {schema.version}. Geben Sie die passende Datei an."
        )
    return found
