"""`rathaus demo load | sign-ins | clock`: the demonstration city, who may sign in to it, and its own time."""

import datetime as dt
import re
import tomllib
from argparse import ArgumentParser
from importlib import resources
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

from rathaus.config.demo import life
from rathaus.foundation import clock
from rathaus.foundation.audit import public as audit
from rathaus.foundation.errors import RathausError
from rathaus.foundation.permissions.public import SYSTEM
from rathaus.modules.accounts import public as accounts
from rathaus.modules.catalogue import public as catalogue
from rathaus.modules.cookbook import public as cookbook
from rathaus.modules.organisation import public as organisation
from rathaus.modules.records import public as records
from rathaus.modules.servicecentre import public as servicecentre

FOUNDED = dt.date(2020, 1, 1)  # posts are held since then, so that people could act in the past
_SHIFT = re.compile(r"(?P<sign>[+-])(?P<count>\d{1,5})(?P<unit>[dhm])")
_UNITS = {"d": 86_400, "h": 3_600, "m": 60}


class Command(BaseCommand):
    help = "Vorführdaten laden, Anmeldungen zeigen, Vorführuhr stellen"

    def add_arguments(self, parser: ArgumentParser) -> None:
        commands = parser.add_subparsers(dest="command", required=True)
        load = commands.add_parser("load", help="Vorführstadt laden; zweimal ist wie einmal")
        load.add_argument("--bare", action="store_true", help="nur die Stadt, ohne vergangene und offene Vorgänge")
        commands.add_parser("sign-ins", help="Anmeldungen der Vorführstadt zeigen")
        move = commands.add_parser("clock", help="Vorführuhr stellen, zum Beispiel +30d, +2h oder 0")
        move.add_argument("shift")

    def handle(self, *_args: Any, **options: Any) -> None:
        if not settings.RATHAUS_DEMO:
            raise CommandError("Das ist keine Vorführung. Setzen Sie dafür RATHAUS_DEMO=1.")
        try:
            {"load": self._load, "sign-ins": self._sign_ins, "clock": self._clock}[options["command"]](options)
        except RathausError as error:
            raise CommandError(str(error)) from error

    def _load(self, options: dict[str, Any]) -> None:
        now = clock.now()
        city = {"valid_from": FOUNDED, **_toml("organisation", "organisation.toml")}
        organisation.install_organisation(city, now=now)
        accounts.install_demo_people(accounts.demo_people(), now)
        records.install_file_plan(_toml("records", "file_plan.toml"), now=now)
        count = catalogue.install_demo(now=now)
        servicecentre.install_setup(data=servicecentre.demo_setup(), actor=SYSTEM, now=now)
        names = [installed.slug for installed in cookbook.install_all(actor=SYSTEM, now=now)]
        self.stdout.write(f"Vorführstadt geladen: {count} Leistungen, Rezepte: {', '.join(names) or 'keine'}")
        if not options["bare"] and (cases := life.live(now=now)):
            self.stdout.write(f"Vorgänge der letzten {life.FIRST_DAY} Tage: {cases}, alle erfunden")
        audit.check(now=now)

    def _sign_ins(self, _options: dict[str, Any]) -> None:
        people = accounts.demo_people()
        for entry in people.get("citizen", ()):
            self.stdout.write(f"  Servicekonto  {entry['email']:<38} {people['password']}")
        for entry in people.get("staff", ()):
            self.stdout.write(f"  Amt           {entry['email']:<38} {people['password']}  {entry.get('role', entry['person'])}")

    def _clock(self, options: dict[str, Any]) -> None:
        path = settings.RATHAUS_DATA / "demo-clock"
        if options["shift"] == "0":
            path.unlink(missing_ok=True)
        else:
            match = _SHIFT.fullmatch(options["shift"])
            if match is None:
                raise CommandError(
                    "Geben Sie an, um wie viel die Uhr verstellt wird: +30d, -2h, +15m oder 0 für die wirkliche Zeit."
                )
            seconds = int(match["count"]) * _UNITS[match["unit"]] * (-1 if match["sign"] == "-" else 1)
            total = clock.offset() + dt.timedelta(seconds=seconds)
            path.write_text(str(int(total.total_seconds())), encoding="ascii")
        self.stdout.write(f"Vorführuhr: {clock.local(clock.now()):%d.%m.%Y, %H:%M} Uhr")


def _toml(module: str, name: str) -> dict[str, Any]:
    return tomllib.loads((resources.files(f"rathaus.modules.{module}") / "demo" / name).read_text("utf-8"))
