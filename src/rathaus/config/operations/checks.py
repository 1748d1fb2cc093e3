"""System checks: what must be true of this installation. `rathaus check --database default` runs them all."""

import stat
from collections.abc import Sequence
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.core.checks import CheckMessage, Error, Tags, Warning, register  # noqa: A004  (Django's name for it)
from django.db import connections

from rathaus.foundation.mail.smtp import Server

LOCAL = {"localhost", "127.0.0.1", "::1"}
PRAGMAS = {"journal_mode": "wal", "synchronous": 1, "foreign_keys": 1}
MIN_BUSY_TIMEOUT = 5000  # milliseconds
OLDEST_POSTGRESQL = 150000


@register(Tags.database)
def check_database(databases: Sequence[str] | None = None, **_kwargs: Any) -> list[CheckMessage]:
    """Options of the connection that arrive nowhere are silent: read them back."""
    problems: list[CheckMessage] = []
    for alias in databases or []:
        connection = connections[alias]
        if connection.vendor == "sqlite":
            problems += _sqlite(alias)
        elif connection.vendor == "postgresql":
            connection.ensure_connection()
            if connection.connection.info.server_version < OLDEST_POSTGRESQL:
                problems.append(Error("PostgreSQL ist zu alt.", hint="Version 15 oder neuer installieren.", id="rathaus.E002"))
    return problems


def _sqlite(alias: str) -> list[CheckMessage]:
    with connections[alias].cursor() as cursor:
        found = {}
        for name in [*PRAGMAS, "busy_timeout"]:
            cursor.execute(f"PRAGMA {name}")
            found[name] = cursor.fetchone()[0]
    wrong = [f"{name}={found[name]}" for name, wanted in PRAGMAS.items() if found[name] != wanted]
    if found["busy_timeout"] < MIN_BUSY_TIMEOUT:
        wrong.append(f"busy_timeout={found['busy_timeout']}")
    if not wrong:
        return []
    hint = "DATABASES['default']['OPTIONS'] prüfen; WAL geht nicht auf Netzlaufwerken: RATHAUS_DATA auf eine lokale Platte legen."
    return [Error(f"SQLite läuft nicht wie vorgesehen: {', '.join(wrong)}.", hint=hint, id="rathaus.E001")]


@register(Tags.security)
def check_keys(**_kwargs: Any) -> list[CheckMessage]:
    """Keys belong to the service's user alone."""
    folder = settings.RATHAUS_KEYS
    if not folder.is_dir():
        return []
    open_ones = [path.name for path in [folder, *folder.rglob("*")] if stat.S_IMODE(path.stat().st_mode) & 0o077]
    if not open_ones:
        return []
    return [
        Error(
            f"Schlüssel sind für andere Benutzer lesbar: {', '.join(sorted(open_ones))}.",
            hint=f"chmod -R u=rwX,go= {folder}",
            id="rathaus.E003",
        )
    ]


@register(Tags.security)
def check_base_url(**_kwargs: Any) -> list[CheckMessage]:
    """Links in mails and passkeys hang on the address."""
    parts = urlsplit(settings.RATHAUS_BASE_URL)
    host = parts.hostname or ""
    problems: list[CheckMessage] = []
    if parts.scheme not in {"http", "https"} or not host or parts.path:
        hint = "Form: https://rathaus.example.de, ohne Pfad."
        return [Error("RATHAUS_BASE_URL ist keine Adresse.", hint=hint, id="rathaus.E004")]
    if parts.scheme == "http" and host not in LOCAL:
        problems.append(Error("RATHAUS_BASE_URL ist unverschlüsselt.", hint="https verwenden.", id="rathaus.E005"))
    if host not in settings.ALLOWED_HOSTS and "*" not in settings.ALLOWED_HOSTS:
        problems.append(
            Error("RATHAUS_HOSTS enthält den Namen aus RATHAUS_BASE_URL nicht.", hint=f"{host} ergänzen.", id="rathaus.E006")
        )
    if settings.RATHAUS_DEMO and host not in LOCAL:
        hint = "RATHAUS_DEMO=0 setzen: die Kennwörter der Vorführung sind öffentlich."
        problems.append(Warning("Der Vorführbetrieb ist von außen erreichbar.", hint=hint, id="rathaus.W001"))
    return problems


@register(Tags.security)
def check_front(**_kwargs: Any) -> list[CheckMessage]:
    """What an installation that the world can reach needs: a second factor for staff, and to know its proxy."""
    if settings.RATHAUS_STAFF_MFA not in {"required", "optional"}:
        hint = "RATHAUS_STAFF_MFA ist required oder optional."
        return [Error("RATHAUS_STAFF_MFA ist nicht lesbar und gilt als optional.", hint=hint, id="rathaus.E008")]
    parts = urlsplit(settings.RATHAUS_BASE_URL)
    if parts.hostname in LOCAL:
        return []
    problems: list[CheckMessage] = []
    if settings.RATHAUS_STAFF_MFA == "optional":
        hint = "RATHAUS_STAFF_MFA=required setzen."
        problems.append(Warning("Beschäftigte brauchen keine zweite Sicherung.", hint=hint, id="rathaus.W003"))
    if parts.scheme == "https" and not settings.RATHAUS_TRUSTED_PROXIES:
        hint = "RATHAUS_TRUSTED_PROXIES=1 setzen: sonst gelten alle Besucher als einer, und Grenzen sperren alle zugleich aus."
        problems.append(Warning("Der Proxy vor dem Rathaus ist nicht angegeben.", hint=hint, id="rathaus.W004"))
    return problems


@register()
def check_mail(**_kwargs: Any) -> list[CheckMessage]:
    if not settings.RATHAUS_SMTP_URL:
        hint = "Setzen Sie RATHAUS_SMTP_URL, zum Beispiel smtp://mail.example.de:587."
        return [Warning("Kein Mailserver: E-Mails bleiben im Postausgang.", hint=hint, id="rathaus.W002")]
    try:
        Server.from_url(settings.RATHAUS_SMTP_URL)
    except ValueError:
        hint = "Form: smtp://[benutzer:kennwort@]server[:port] oder smtps://..."
        return [Error("RATHAUS_SMTP_URL ist nicht lesbar.", hint=hint, id="rathaus.E007")]
    return []
