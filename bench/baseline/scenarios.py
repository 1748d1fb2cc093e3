"""What the baseline is asked for."""

import os

from bench.client import Client

PERSON = {"given": "Erika", "family": "Mustermann", "email": "", "street": "Weg 2", "city": "06108 Halle (Saale)"}


def scenarios():
    os.environ["DJANGO_SETTINGS_MODULE"] = "bench.baseline.settings"
    from django.core.wsgi import get_wsgi_application

    application = get_wsgi_application()
    _prepare()
    from bench.baseline import seed

    return {
        "page": lambda: _repeat(lambda client: client.get(f"/leistungen/{seed.key_of(700)}/"), application),
        "form": lambda: _repeat(lambda client: client.get(f"/entwurf/{seed.TOKEN}/"), application),
        "form fields": _fields,
        "submit": lambda: _repeat(_insert, application),
    }


def _prepare():
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connection

    from bench.baseline import seed

    if not settings.DATABASES["default"]["NAME"].exists():
        call_command("migrate", run_syncdb=True, verbosity=0)
        seed.fill()
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")


def _repeat(act, application):
    def run(times):
        found = []
        for _ in range(times):
            client = Client(application)
            act(client)
            found.append(client.cpu)
        return {"cpu": found}

    return run


def _insert(client):
    from urllib.parse import urlencode

    answer = client.once("POST", "/antrag/700/", urlencode(PERSON).encode())
    assert answer.status == 302


def _fields():
    import time

    from bench.baseline.forms import PersonForm
    from bench.baseline.seed import ANSWERS

    def run(times):
        found = []
        for _ in range(times):
            begin = time.process_time()
            str(PersonForm(initial=ANSWERS).as_div())
            found.append(time.process_time() - begin)
        return {"cpu": found}

    return run
