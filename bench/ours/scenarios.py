"""What our side is asked for. A scenario is made once and run in rounds."""

import os
import time
from urllib.parse import urlencode

from bench.ours import walk

PUBLIC = {
    "home": "/",
    "service": "/leistungen/{service}/",
    "life events": "/lebenslagen/",
    "life event": "/lebenslagen/{life_event}/",
    "a to z": "/leistungen/?buchstabe=b",
    "search page": "/suche/?q=anwohnerparken+verl%C3%A4ngern",
    "start of application": "/antrag/bewohnerparkausweis/",
}


def scenarios():
    os.environ["DJANGO_SETTINGS_MODULE"] = "rathaus.config.settings"
    from bench.ours import figures, many, parts, responsibility
    from rathaus.config.wsgi import application

    return {
        **{name: _page(application, target) for name, target in PUBLIC.items()},
        "service, nothing kept": _page(application, PUBLIC["service"], fresh=True),
        "form": _form(application),
        "form fields": parts.fields(application),
        "application": _application(application),
        "first application": _application(application),
        "submit": _submit(application),
        "submit use case": parts.use_case(application),
        "search": figures.search,
        "index many": many.index,
        "ask many": many.ask,
        "type many": many.suggest,
        "responsibility": responsibility.scenario(responsibility.FULL),
        "responsibility, small": responsibility.scenario(responsibility.SMALL),
        "notice": figures.notice,
        "heavy": figures.heavy,
        "verify": figures.verify,
        "crowd": _crowd(application),
    }


def names():
    """A service with everything on its page, and the life event with most services."""
    from rathaus.modules.catalogue import queries
    from rathaus.modules.catalogue.models import Service

    row = Service.objects.get(key="99108001020000")
    return {"service": f"{row.slug}-{row.key}", "life_event": max(queries.life_events(), key=lambda one: one.described).slug}


def _page(application, target, *, fresh=False):
    """As a visitor gets it in the run of a day; with `fresh`, as the first of a minute does: nothing is kept."""

    def make():
        from django.core.cache import cache

        path = target.format(**names())

        def run(times):
            found = []
            queries = Counted()
            for _ in range(times):
                if fresh:
                    cache.clear()
                client = walk.guest(application)
                with queries:
                    client.get(path)
                found.append(client.cpu)
            return {"cpu": found, "queries": queries.count / times}

        return run

    return make


class Counted:
    """Counts statements; the count includes what a transaction costs."""

    def __init__(self):
        self.count = 0

    def __call__(self, execute, sql, params, many, context):
        self.count += 1
        return execute(sql, params, many, context)

    def __enter__(self):
        from django.db import connection

        self.wrapper = connection.execute_wrapper(self)
        self.wrapper.__enter__()

    def __exit__(self, *error):
        self.wrapper.__exit__(*error)


def _each(application, act):
    def run(times):
        found = []
        for _ in range(times):
            client = walk.guest(application)
            act(client)
            found.append(client.cpu)
        return {"cpu": found}

    return run


def _form(application):
    def make():
        target = walk.to_person(walk.guest(application)).target
        return _each(application, lambda client: client.get(target))

    return make


def _application(application):
    return lambda: _each(application, walk.submit)


def _submit(application):
    """The last request alone, without the page that follows it."""

    def make():
        queries = Counted()

        def run(times):
            found = []
            queries.count = 0
            for _ in range(times):
                client = walk.guest(application)
                page = walk.to_review(client)
                body = urlencode(walk.declaration(page)).encode()
                client.cpu = 0.0
                with queries:
                    answer = client.once("POST", page.target, body)
                assert answer.status == 302, answer.body.decode()
                found.append(client.cpu)
            return {"cpu": found, "queries": queries.count / times}

        return run

    return make


def _crowd(application):
    """One of several processes that all submit at once: errors are counted, not raised."""

    def run(times):
        errors = []
        begin = time.perf_counter()
        for _ in range(times):
            try:
                walk.submit(walk.guest(application))
            except Exception as error:  # noqa: BLE001  (each is a finding)
                errors.append(f"{type(error).__name__}: {error}"[:300])
        return {"done": times - len(errors), "errors": errors, "seconds": time.perf_counter() - begin}

    return lambda: run
