"""Every night: blobs nobody names go."""

from rathaus.foundation.storage.sweep import sweep_orphans
from rathaus.foundation.tasks import public as tasks


@tasks.every("storage.sweep", daily="02:40")
@tasks.job()
def sweep() -> None:
    sweep_orphans()
