"""Where the stems stand: a table `search_terms` in each database's own full text. Twin files, the same functions."""

from types import ModuleType

from django.db import connection

from rathaus.foundation.search.backends import postgresql, sqlite


def current() -> ModuleType:
    return postgresql if connection.vendor == "postgresql" else sqlite
