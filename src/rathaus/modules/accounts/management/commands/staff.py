"""`rathaus staff invite|lock|unlock PERSON`: the accounts of staff; there is no sign-up."""

from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from rathaus.foundation import clock
from rathaus.foundation.errors import RathausError
from rathaus.modules.accounts.domain.invite_staff import invite_staff
from rathaus.modules.accounts.domain.lock_staff import lock_staff
from rathaus.modules.organisation import public as organisation


class Command(BaseCommand):
    help = "Lädt Personen der Organisation zur Anmeldung ein, sperrt und öffnet ihre Konten."

    def add_arguments(self, parser: CommandParser) -> None:
        actions = parser.add_subparsers(dest="action", required=True)
        invite = actions.add_parser("invite", help="eine Einladung ausstellen; der Link gilt sieben Tage")
        invite.add_argument("person", help="Kürzel der Person in der Organisation")
        invite.add_argument("--email", default="", help="E-Mail-Adresse; sonst die der Person")

        for name, text in (("lock", "das Konto sperren und überall abmelden"), ("unlock", "das Konto wieder öffnen")):
            action = actions.add_parser(name, help=text)
            action.add_argument("person", help="Kürzel der Person in der Organisation")

    def handle(self, *args: Any, **options: Any) -> None:
        del args
        try:
            person = organisation.find_person(options["person"])
            if options["action"] != "invite":
                lock_staff(person_id=person.id, locked=options["action"] == "lock", now=clock.now())
                print(f"{person.name}: {'gesperrt' if options['action'] == 'lock' else 'wieder offen'}")
                return
            token = invite_staff(person_id=person.id, email=options["email"] or person.email, now=clock.now())
        except RathausError as error:
            raise CommandError(str(error)) from error
        print(f"{person.name}: {settings.RATHAUS_BASE_URL}/amt/konto/einladung/{token}/")
