"""Work of the catalogue that nobody waits for."""

from rathaus.foundation import clock
from rathaus.foundation.tasks import public as tasks
from rathaus.modules.catalogue.domain.harvest import harvest
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
