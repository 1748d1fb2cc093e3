"""The cases on the overview of the Servicekonto."""

import datetime as dt
import uuid

from django.urls import reverse

from rathaus.modules.accounts.public import Panel, PanelItem, register_panel
from rathaus.modules.cases.enums import FeeState, State
from rathaus.modules.cases.models import Case


def items(account_id: uuid.UUID, now: dt.datetime) -> list[PanelItem]:
    del now
    return [
        PanelItem(
            title=case.title,
            url=reverse("cases:citizen", args=[case.token]),
            text=f"Vorgang {case.number}",
            status="Gebühr offen" if case.fee_state == FeeState.DUE else case.state_to_applicant,
            level="warning" if case.state == State.WAITING or case.fee_state == FeeState.DUE else "info",
        )
        for case in Case.objects.filter(account_id=account_id).order_by("-opened_at")[:10]
    ]


register_panel(
    Panel(
        key="cases",
        title="Meine Vorgänge",
        items=items,
        order=20,
        empty="Sobald Sie einen Antrag stellen, finden Sie ihn hier.",
        more_url="/konto/vorgaenge/",
    )
)
