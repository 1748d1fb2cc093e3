"""The mailbox on the overview of the Servicekonto."""

import datetime as dt
import uuid

from rathaus.modules.accounts.public import Panel, PanelItem, register_panel
from rathaus.modules.delivery import queries

LEVELS = {"available": "warning", "retrieved": "success", "not_retrieved": "danger"}
SHOWN = 10


def newest(account_id: uuid.UUID, _now: dt.datetime) -> list[PanelItem]:
    return [
        PanelItem(entry.title, entry.url, entry.clock_text, entry.state_label, LEVELS.get(entry.state, "info"))
        for entry in queries.mailbox(account_id)[:SHOWN]
    ]


register_panel(Panel("delivery", "Postfach", newest, order=20, empty="Ihr Postfach ist leer.", more_url="/postfach/"))
