"""`rathaus prepare`: what must be done before a version serves its data: migrate, collect assets, load an empty demonstration."""

import io
from typing import Any

from django.apps import apps
from django.conf import settings
from django.core.management import call_command, get_commands
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    help = "Bringt Datenbank, Oberflächendateien und (im Vorführbetrieb) leere Vorführdaten auf den Stand dieser Version."

    requires_system_checks = []  # a start must not fail on what `rathaus check` shows the operator

    def handle(self, **_options: Any) -> None:
        call_command("migrate", verbosity=0, interactive=False, skip_checks=True)
        call_command("collectstatic", verbosity=0, interactive=False)
        if settings.RATHAUS_DEMO and "demo" in get_commands():
            if not apps.get_model("accounts", "User").objects.exists():
                call_command("demo", "load")
            self._keep_sign_ins()

    def _keep_sign_ins(self) -> None:
        """`./run` shows them at every start without asking Django."""
        text = io.StringIO()
        call_command("demo", "sign-ins", stdout=text)
        folder = settings.RATHAUS_DATA / "demo"
        folder.mkdir(parents=True, exist_ok=True)
        (folder / "sign-ins.txt").write_text(text.getvalue(), encoding="utf-8")
