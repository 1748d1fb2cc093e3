"""The WSGI entry that granian serves."""

import os
from importlib import import_module

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "rathaus.config.settings")
application = get_wsgi_application()
for urlconf in ("rathaus.config.urls", "rathaus.config.urls_staff"):
    import_module(urlconf)  # all views, before the first visitor: each process would load them while somebody waits
