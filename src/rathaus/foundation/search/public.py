"""Full text for every room.

    SERVICES = search.Index("catalogue.services", weights={"title": 6, "text": 1})
    SERVICES.replace(search.Entry(key="...", title="...", fields={"text": "..."}))     # in the transaction of the change
    SERVICES.query("auto ummelden", limit=10).hits

What not everybody may see carries a facet (`secrecy`), the index names it `required`, and every question must then say
what the asker may see: hits, counts, suggestions and corrections obey it.
"""

from rathaus.foundation.search.analyser import analyse
from rathaus.foundation.search.entry import Entry
from rathaus.foundation.search.index import Found, Hit, Index

__all__ = ["Entry", "Found", "Hit", "Index", "analyse"]
