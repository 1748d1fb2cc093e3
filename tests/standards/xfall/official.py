"""The 19 official schemas with the XSD that FITKO's conversion makes of each (RATHAUS_STANDARDS)."""

NUMBERS = (
    "S00000000362",
    "S00000000364",
    "S00000000366",
    "S00000000367",
    "S00000000371",
    "S00000000372",
    "S00000000373",
    "S00000000374",
    "S00000000380",
    "S05000001162",
    "S05000001195",
    "S05000001319",
    "S05000001323",
    "S07000000200",
    "S07000000201",
    "S07000000210",
    "S07000000219",
    "S07000000248",
    "S07000000264",
)


def official_xsd(standards, number):
    """Without the `$` at the end of patterns, which XML Schema takes for a letter."""
    return (standards / f"fim/xfall-xsd/{number}.xfall.xsd").read_bytes().replace(b'$"/>', b'"/>')
