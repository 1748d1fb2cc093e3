"""The two programs of the chapter run as they stand there, against the delivery service of the house."""

import datetime as dt
import re
import uuid

from rathaus.config.demo.deliveryservice import server
from rathaus.foundation.fitconnect.connection import Credentials, Endpoints
from tests.config.demo.deliveryservice import world
from tests.docs.pages import ROOT
from tests.foundation.fitconnect import town as towns
from tests.standards.fitconnect import keys


def test_the_programs_of_the_chapter(settings):
    chapter = (ROOT / "docs" / "kochbuch" / "fitconnect.md").read_text(encoding="utf-8")
    sending, receiving = re.findall(r"^```python\n(.*?)^```", chapter, re.MULTILINE | re.DOTALL)
    remembered, kept = [], []
    with server.running(keys.service(), lambda: dt.datetime.now(dt.UTC)) as service:
        town = towns.Town(service, settings)
        service.clock = lambda: dt.datetime.now(dt.UTC)
        names = {
            "endpoints": Endpoints(service.token_url, service.state.url),
            "credentials": Credentials("sender", world.SECRETS["sender"]),
            "office_credentials": Credentials("subscriber", world.SECRETS["subscriber"]),
            "outgoing": towns.outgoing(),
            "remember": remembered.append,
            "keep": kept.append,
            "keys": towns.ring(),
            "signature_key": keys.signature(),
            "new_id": uuid.uuid4,
        }
        exec(sending + receiving, names)  # noqa: S102  (our own page)
    assert [received.data for received in kept] == [world.DATA]
    assert names["sent"].announced == remembered[0]
    assert town.verbs(remembered[0].case_id) == ["create", "submit", "notify", "accept"]
