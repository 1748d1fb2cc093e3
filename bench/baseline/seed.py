"""5,000 services with what a page of one shows."""

import datetime as dt

from bench.baseline import models

SERVICES, UNITS = 5_000, 60
TOKEN = "entwurf-1"  # noqa: S105  (no secret)
ANSWERS = {"given": "Erika", "family": "Mustermann", "street": "Weg 2", "city": "06108 Halle (Saale)"}
TEXT = "\n\n".join(
    f"Absatz {number}: Hier steht, was die Leistung ist, wer sie bekommt und was dafür zu tun ist. " * 3 for number in range(1, 6)
)


def key_of(number: int) -> str:
    return f"99{number:012d}"


def fill() -> None:
    units = models.Unit.objects.bulk_create(
        models.Unit(
            name=f"Fachbereich {number}", phone=f"0345 221-{number:04d}", street=f"Marktplatz {number}", city="06108 Halle"
        )
        for number in range(UNITS)
    )
    events = models.LifeEvent.objects.bulk_create(
        models.LifeEvent(name=f"Lebenslage {number}", slug=f"lage-{number}") for number in range(55)
    )
    services = models.Service.objects.bulk_create(
        models.Service(
            key=key_of(number),
            name=f"Leistung {number:04d} Bewilligung",
            text=TEXT,
            online=number % 100 == 0,
            unit=units[number % UNITS],
        )
        for number in range(SERVICES)
    )
    models.Fee.objects.bulk_create(
        models.Fee(service=service, name=f"Gebühr {at}", cents=1000 * at) for service in services for at in (1, 2, 3)
    )
    models.Document.objects.bulk_create(
        models.Document(service=service, name=f"Unterlage {at}", required=at < 3) for service in services for at in (1, 2, 3, 4)
    )
    models.LegalBasis.objects.bulk_create(
        models.LegalBasis(service=service, name=f"§ {at} Beispielgesetz") for service in services for at in (1, 2)
    )
    link = models.Service.life_events.through
    link.objects.bulk_create(
        link(service_id=service.pk, lifeevent_id=events[(at + service.pk) % 55].pk) for service in services for at in range(3)
    )
    models.Notice.objects.create(text="Das Bürgerbüro ist am Montag geschlossen.", until=dt.date(2030, 1, 1))
    models.Draft.objects.create(token=TOKEN, answers=ANSWERS)
