"""Documents: Typst templates to PDF/A-3a + PDF/UA-1, and structural checks of PDFs.

The shared library: `lib/letter.typ` (DIN 5008, form B), `lib/notice.typ` (decision notice), `lib/receipt.typ`,
`lib/form.typ` (printable twin of a form), `lib/table.typ` (long tables). Each file says in its head which data it reads.
"""

from rathaus.foundation.childprocess import ChildFailed, ChildTimedOut
from rathaus.foundation.documents.rendering import Attachment, Findings, FoundAttachment, TemplateFault, inspect, render

__all__ = ["Attachment", "ChildFailed", "ChildTimedOut", "Findings", "FoundAttachment", "TemplateFault", "inspect", "render"]
