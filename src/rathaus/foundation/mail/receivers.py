"""The standing work of this room."""

from rathaus.foundation import clock
from rathaus.foundation.mail import sending
from rathaus.foundation.tasks import public as tasks

tasks.pump("mail")(sending.send_due)


@tasks.every("mail.prune", daily="02:50")
@tasks.job(atomic=True)
def prune() -> None:
    sending.prune(now=clock.now())
