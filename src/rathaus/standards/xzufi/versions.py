"""The versions of XZuFi and their namespaces."""

from enum import StrEnum
from typing import Final


class Version(StrEnum):
    """2.1.0 is read leniently and never written."""

    V210 = "2.1.0"
    V220 = "2.2.0"
    V231 = "2.3.1"

    @property
    def namespace(self) -> str:
        return f"http://xoev.de/schemata/xzufi/{self.value.replace('.', '_')}"

    @property
    def new(self) -> bool:
        """Whether the names of 2.3.1 hold; 2.1.0 is read by the names of 2.2.0."""
        return self is Version.V231


BY_NAMESPACE: Final = {version.namespace: version for version in Version}
WRITTEN: Final = (Version.V220, Version.V231)
XSI: Final = "http://www.w3.org/2001/XMLSchema-instance"
XSI_TYPE: Final = f"{{{XSI}}}type"
