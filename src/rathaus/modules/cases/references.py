"""Which stored bytes the cases name: storage sweeps what no room names."""

from collections.abc import Iterable, Sequence

from rathaus.foundation.storage import public as storage
from rathaus.modules.cases.models import CaseContent, Message


def named_among(hashes: Sequence[str]) -> Iterable[str]:
    """Those of the hashes that hang on a case or a message. Attachments lie in JSON, so the rows with any are read."""
    wanted = set(hashes)
    found: set[str] = set()
    for model in (CaseContent, Message):
        for entries in model.objects.exclude(attachments=[]).values_list("attachments", flat=True).iterator():
            found.update(entry["sha256"] for entry in entries if entry["sha256"] in wanted)
    return found


storage.register_references("cases", named_among)
