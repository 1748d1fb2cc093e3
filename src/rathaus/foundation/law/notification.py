"""Notification (Bekanntgabe): the day an act counts as received, per channel and regime."""

import datetime as dt

from rathaus.foundation.law.days import next_working_day
from rathaus.foundation.law.enums import START_NAMES, Channel, Start
from rathaus.foundation.law.findings import Finding, german, norms
from rathaus.foundation.law.ruleset import RuleSet, require_day


def notification_start(ruleset: RuleSet, channel: Channel | str) -> Start:
    """The event the notification of this channel is counted from; the caller has to know its day."""
    return Start(ruleset.rule(f"notification.{Channel(channel)}").value["start"])


def notified_on(ruleset: RuleSet, channel: Channel | str, *, start: dt.date) -> Finding:
    """The day the act counts as notified; `start` is the day of the event that `notification_start` names.

    § 41 Abs. 2, 2a VwVfG; § 122 AO with § 108 Abs. 3 AO; § 37 SGB X; § 9 OZG for statutory accounts alone.
    """
    require_day(start)
    rule = ruleset.rule(f"notification.{Channel(channel)}")
    basis = [rule]
    day = start + dt.timedelta(days=rule.value["days"])
    moved = next_working_day(ruleset.land, day)
    if rule.value["presumed"] and moved != day:
        shift = ruleset.rule("notification.shift")
        basis.append(shift)
        day = moved if shift.value["shift"] else day
    event = START_NAMES[Start(rule.value["start"])]
    counts = "gilt als bekannt gegeben am" if rule.value["presumed"] else "bekannt gegeben am"
    found = tuple(basis)
    return Finding(day, found, f"{event} am {german(start)}, {counts} {german(day)} ({norms(found)})")


def retrieval_window_ends(ruleset: RuleSet, *, announced: dt.date) -> Finding | None:
    """The last day on which retrieval in the portal notifies the act; afterwards it is not notified (§ 41 Abs. 2a VwVfG).

    None where the regime knows no such window.
    """
    require_day(announced)
    rule = ruleset.rule("notification.portal")
    window = rule.value.get("window_days")
    if window is None:
        return None
    day = announced + dt.timedelta(days=window)
    return Finding(day, (rule,), f"am {german(announced)} angekündigt, abzurufen bis {german(day)} ({rule.norm})")
