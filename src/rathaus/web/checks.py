"""What must be right before the first page is drawn."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error, Warning, register  # noqa: A004  (Django's own name)

from rathaus.foundation.permissions.public import declared
from rathaus.web import navigation


@register("web")
def check_static_files(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Without the manifest no page can name its style sheets."""
    del app_configs, kwargs
    wanted = settings.STORAGES["staticfiles"]["BACKEND"].endswith("CompressedManifestStaticFilesStorage")
    if not wanted or (Path(settings.STATIC_ROOT) / "staticfiles.json").exists():
        return []
    hint = "Rufen Sie `./rathaus collectstatic --noinput` auf; `./run` tut es selbst."
    return [Warning("Die Gestaltung fehlt: Die statischen Dateien sind nicht gesammelt.", hint=hint, id="web.W003")]


@register("web")
def check_navigation(app_configs: Any, **kwargs: Any) -> list[CheckMessage]:
    """Every entry of the main menu leads to a page and asks for a right that somebody declared."""
    del app_configs, kwargs
    rights = declared()
    problems: list[CheckMessage] = [
        Error(f"navigation: {item.label!r} leads to the unknown URL name {item.url_name!r}", id="web.E001")
        for item in navigation.items()
        if navigation.address_of(item) is None
    ]
    problems += [
        Error(f"navigation: {item.label!r} asks for the undeclared right {item.right!r}", id="web.E002")
        for item in navigation.items()
        if item.right is not None and item.right not in rights
    ]
    return problems
