"""Thin jobs of the catalogue; each may run again after a killed worker."""

from rathaus.foundation import clock
from rathaus.foundation.tasks import public as tasks
from rathaus.modules.catalogue.domain.check_links import check_links, collect_links
from rathaus.modules.catalogue.domain.harvest import harvest
from rathaus.modules.catalogue.domain.measure import measure_stale
from rathaus.modules.catalogue.domain.project_online import project_every
from rathaus.modules.catalogue.domain.publish_edition import publish_due
from rathaus.modules.catalogue.domain.refresh_online import refresh_all_online
from rathaus.modules.catalogue.models import Source


@tasks.every("catalogue.harvest", daily="02:10")
@tasks.job()
def harvest_all() -> None:
    """Each source in a job of its own: one that does not answer holds up no other."""
    for slug in Source.objects.exclude(feed_url="").values_list("slug", flat=True):
        harvest_source.enqueue(slug)


@tasks.job()
def harvest_source(slug: str) -> None:
    source = Source.objects.filter(slug=slug).first()
    if source is not None and source.feed_url:
        harvest(source=source, now=clock.now())


@tasks.every("catalogue.publish_due", daily="00:05")
@tasks.job()
def publish_due_editions() -> None:
    now = clock.now()
    publish_due(now=now, today=clock.today(now))


@tasks.every("catalogue.measure", seconds=300)
@tasks.job()
def measure_changed_services() -> None:
    measure_stale(now=clock.now())


@tasks.every("catalogue.refresh_online", daily="00:10")
@tasks.job()
def refresh_online_services() -> None:
    project_every(now=clock.now())
    refresh_all_online(now=clock.now())


@tasks.every("catalogue.collect_links", daily="02:40")
@tasks.job()
def collect_published_links() -> None:
    collect_links(now=clock.now())


@tasks.every("catalogue.check_links", seconds=60)
@tasks.job()
def check_due_links() -> None:
    check_links(now=clock.now())
