"""What follows a submission."""

from rathaus.foundation.events.public import Meta, subscribe
from rathaus.modules.applications import tasks
from rathaus.modules.applications.events import ApplicationSubmitted, LetterTranscribed


@subscribe(ApplicationSubmitted, LetterTranscribed, name="applications.ask_registers")
def ask_registers(event: ApplicationSubmitted | LetterTranscribed, meta: Meta) -> None:
    """The registers may be slow or away: a job with its own retries, not the dispatcher."""
    del meta
    tasks.check_registers.enqueue(event.application_id)
