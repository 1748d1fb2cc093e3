"""What must be right before the first page is drawn."""

from typing import Any

from django.core.checks import CheckMessage, Error, register

from rathaus.foundation.permissions.public import declared
from rathaus.web import navigation


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
