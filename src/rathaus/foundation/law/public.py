"""The public face of the law room. Every function is pure: the same input gives the same answer for ever."""

from rathaus.foundation.law.days import add_working_days, is_holiday, is_working_day, next_working_day, period_end
from rathaus.foundation.law.deadlines import (
    block_ends,
    fictitious_approval_on,
    hearing_rule,
    inaction_from,
    information_due,
    promise_due,
    remedy_deadline,
    reply_due,
    secrecy_of,
    working_day,
)
from rathaus.foundation.law.enums import LAND_NAMES, START_NAMES, Act, Certainty, Channel, Regime, RemedyKind, Start
from rathaus.foundation.law.findings import Finding
from rathaus.foundation.law.notification import notification_start, notified_on, retrieval_window_ends
from rathaus.foundation.law.remedies import Office, Remedy, RemedyNotice, remedy_for, remedy_notice
from rathaus.foundation.law.ruleset import Rule, RuleSet, all_rules, rules

__all__ = [
    "LAND_NAMES",
    "START_NAMES",
    "Act",
    "Certainty",
    "Channel",
    "Finding",
    "Office",
    "Regime",
    "Remedy",
    "RemedyKind",
    "RemedyNotice",
    "Rule",
    "RuleSet",
    "Start",
    "add_working_days",
    "all_rules",
    "block_ends",
    "fictitious_approval_on",
    "hearing_rule",
    "inaction_from",
    "information_due",
    "is_holiday",
    "is_working_day",
    "next_working_day",
    "notification_start",
    "notified_on",
    "period_end",
    "promise_due",
    "remedy_deadline",
    "remedy_for",
    "remedy_notice",
    "reply_due",
    "retrieval_window_ends",
    "rules",
    "secrecy_of",
    "working_day",
]
