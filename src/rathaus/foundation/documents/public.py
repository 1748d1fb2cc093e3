"""Documents: Typst templates to PDF/A-3a + PDF/UA-1, and structural checks of PDFs.

Layouts of the library, by name: `letter` (DIN 5008, form B), `notice` (decision notice), `receipt`, `form` (the printable
twin of a form). Own templates import them: `#import "/lib/notice.typ": notice`, and `/lib/table.typ` for long tables. Each
file in `library/lib` says in its head which data it reads.
"""

from rathaus.foundation.childprocess import ChildFailed, ChildTimedOut
from rathaus.foundation.documents.rendering import Attachment, Findings, FoundAttachment, TemplateFault, inspect, render

__all__ = ["Attachment", "ChildFailed", "ChildTimedOut", "Findings", "FoundAttachment", "TemplateFault", "inspect", "render"]
