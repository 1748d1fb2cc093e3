"""The quality checks of the FIM editors (code list xdfm 1.8) that can be decided from a message alone."""

from rathaus.standards.xdatenfelder.lint.findings import Finding
from rathaus.standards.xdatenfelder.lint.run import lint
from rathaus.standards.xdatenfelder.lint.table import CHECKS, How, Severity

__all__ = ["CHECKS", "Finding", "How", "Severity", "lint"]
