"""Thin jobs of the catalogue; each may run again after a killed worker."""

from rathaus.foundation import clock
from rathaus.foundation.tasks import public as tasks
from rathaus.modules.catalogue.domain.check_links import check_links, collect_links
from rathaus.modules.catalogue.domain.measure import measure_stale
from rathaus.modules.catalogue.domain.publish_edition import publish_due


@tasks.every("catalogue.publish_due", daily="00:05")
@tasks.job()
def publish_due_editions() -> None:
    now = clock.now()
    publish_due(now=now, today=clock.today(now))


@tasks.every("catalogue.measure", seconds=300)
@tasks.job()
def measure_changed_services() -> None:
    measure_stale(now=clock.now())


@tasks.every("catalogue.collect_links", daily="02:40")
@tasks.job()
def collect_published_links() -> None:
    collect_links(now=clock.now())


@tasks.every("catalogue.check_links", seconds=60)
@tasks.job()
def check_due_links() -> None:
    check_links(now=clock.now())
