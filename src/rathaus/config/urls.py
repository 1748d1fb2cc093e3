"""Every module brings `urls.py` with `urlpatterns` whose paths are whole; this file only gathers them.

Citizens' pages stand at the root, staff pages under `/amt/`. The sign-in is mounted once for each realm: the realm's
middleware chooses between this file and `urls_staff`, so that the same URL names lead to the right sign-in.
"""

from importlib import import_module
from importlib.util import find_spec

from django.apps import apps
from django.urls import URLPattern, URLResolver, include, path


def gather() -> list[URLPattern | URLResolver]:
    patterns: list[URLPattern | URLResolver] = []
    for config in apps.get_app_configs():
        if config.name.startswith("rathaus.") and config.name != "rathaus.config" and find_spec(f"{config.name}.urls"):
            patterns += import_module(f"{config.name}.urls").urlpatterns
    return patterns


urlpatterns = [*gather(), path("", include("rathaus.config.operations.urls")), path("konto/", include("allauth.urls"))]

handler400 = "rathaus.web.errors.bad_request"
handler403 = "rathaus.web.errors.permission_denied"
handler404 = "rathaus.web.errors.page_not_found"
handler500 = "rathaus.web.errors.server_error"
