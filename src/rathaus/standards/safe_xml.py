"""XML from strangers: no entity is expanded, no address opened, a DOCTYPE refused."""

from typing import TYPE_CHECKING, TypedDict

if TYPE_CHECKING:
    from lxml.etree import _Element


class _Options(TypedDict):
    resolve_entities: bool
    no_network: bool
    load_dtd: bool
    dtd_validation: bool
    huge_tree: bool
    remove_comments: bool
    remove_pis: bool


OPTIONS = _Options(
    resolve_entities=False,
    no_network=True,
    load_dtd=False,
    dtd_validation=False,
    huge_tree=False,
    remove_comments=True,
    remove_pis=True,
)
"""For every parser of lxml, that of a stream too."""


class Unreadable(ValueError):
    """The bytes are too many or no XML that is read; the message is a German sentence for people."""


def parse(data: bytes, *, most: int) -> "_Element":
    """The root element; comments and processing instructions are gone. `most` bounds the bytes. Raises Unreadable."""
    from lxml import etree  # a heavy library: a process that only writes or shows never loads it

    if len(data) > most:
        raise Unreadable(f"Die Datei ist größer als {most // 1024 // 1024} MB; so große Dateien werden nicht gelesen.")
    parser = etree.XMLParser(**OPTIONS)
    try:
        root = etree.fromstring(data, parser)
    except (etree.XMLSyntaxError, ValueError) as error:
        raise Unreadable(f"Die Datei ist kein wohlgeformtes XML: {str(error)[:200]}") from error
    if root.getroottree().docinfo.internalDTD is not None:
        raise Unreadable(
            "Die Datei enthält eine Dokumenttypdefinition (DOCTYPE). Solche Dateien werden aus Sicherheitsgründen nicht gelesen."
        )
    return root
