"""The legal clock of a delivery: computed once, when the event that starts it happens; told in German ever after."""

import datetime as dt

from rathaus.foundation.law import public as law
from rathaus.modules.delivery.enums import ChannelId, DeliveryState
from rathaus.modules.delivery.models import Delivery
from rathaus.modules.delivery.types import Clock


def german(day: dt.date) -> str:
    return f"{day:%d.%m.%Y}"


def start_clock(delivery: Delivery, *, event: law.Start, day: dt.date) -> None:
    """Sets the day of notification and the last day of the remedy, where this event is the one the law counts from.

    Nothing happens for a document without legal frame, for another event, or where the clock runs already.
    """
    if not delivery.land or delivery.notified_on is not None:
        return
    ruleset = law.rules(delivery.land, delivery.regime, day)
    channel = law.Channel(delivery.channel)
    if law.notification_start(ruleset, channel) is not event:
        return
    notified = law.notified_on(ruleset, channel, start=day)
    ends = law.remedy_deadline(ruleset, notified=notified.day)
    delivery.notified_on, delivery.deadline_ends = notified.day, ends.day
    delivery.law_text = f"{_sentence(notified.text)} Die Frist {ends.text}."


def start_window(delivery: Delivery, *, day: dt.date) -> None:
    """Sets the last day on which a retrieval notifies (§ 41 Abs. 2a VwVfG), where the regime knows one."""
    if delivery.land:
        window = law.retrieval_window_ends(law.rules(delivery.land, delivery.regime, day), announced=day)
        delivery.window_ends = window.day if window else None


def clock(delivery: Delivery, *, posted_on: dt.date | None = None) -> Clock:
    """What is to be said about the delivery now. The same words for citizen and clerk."""
    return Clock(delivery.notified_on, delivery.deadline_ends, delivery.state, _text(delivery, posted_on), delivery.law_text)


def _text(delivery: Delivery, posted_on: dt.date | None) -> str:
    if delivery.notified_on and delivery.deadline_ends:
        return (
            f"{_how(delivery, posted_on)} Gilt als bekannt gegeben am {german(delivery.notified_on)}, "
            f"Frist endet am {german(delivery.deadline_ends)}."
        )
    if delivery.state == DeliveryState.AVAILABLE and delivery.window_ends:
        return (
            f"Liegt im Postfach bereit und kann bis {german(delivery.window_ends)} abgerufen werden. "
            "Mit dem Abruf beginnt die Frist. Ohne Abruf kommt das Schreiben als Brief."
        )
    if delivery.state == DeliveryState.NOT_RETRIEVED:
        then = "Das Schreiben kommt als Brief." if delivery.address_lines else "Für einen Brief fehlt die Anschrift."
        return f"Wurde nicht abgerufen und ist deshalb nicht bekannt gegeben. {then}"
    return _how(delivery, posted_on)


def _how(delivery: Delivery, posted_on: dt.date | None) -> str:
    if delivery.state == DeliveryState.RETRIEVED and delivery.retrieved_at:
        return "Abgerufen im Postfach."
    if delivery.state == DeliveryState.POSTED:
        return f"Als Brief abgeschickt am {german(posted_on)}." if posted_on else "Als Brief abgeschickt."
    if delivery.channel == ChannelId.LETTER:
        return "Wird als Brief verschickt."
    return "Liegt im Postfach bereit."


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}."
