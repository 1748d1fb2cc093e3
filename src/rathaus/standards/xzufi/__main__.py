"""Prints the page of elements: python -m rathaus.standards.xzufi > docs/kochbuch/xzufi-elemente.md"""

import sys

from rathaus.standards.xzufi.documentation import page

sys.stdout.write(page())
