"""What this room announces. Ids as text, dates as ISO text; no names."""

from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True)
class MandateEnded:
    """Either side took the mandate back: whoever works with it should know (§ 14 (1) sentence 4 VwVfG)."""

    TYPE: ClassVar[str] = "accounts.mandate_ended"
    mandate_id: str
