"""The clocks: how long a person may object, what the service promises, when silence of the authority counts."""

import datetime as dt

from rathaus.foundation.law.days import add_working_days, next_working_day, period_end
from rathaus.foundation.law.enums import Act
from rathaus.foundation.law.findings import Finding, german, norms
from rathaus.foundation.law.ruleset import Rule, RuleSet, require_day
from rathaus.foundation.permissions.public import Secrecy


def remedy_deadline(ruleset: RuleSet, *, notified: dt.date, instructed: bool = True) -> Finding:
    """The last day for objection or action after the day of notification.

    One month (§ 70, § 74 VwGO, § 84 SGG); one year where the remedy notice is missing or wrong (§ 58 Abs. 2 VwGO).
    A last day on Saturday, Sunday or holiday of the Land moves to the next working day.
    """
    return _end(ruleset, "period.remedy" if instructed else "period.remedy_without_notice", event=notified)


def inaction_from(ruleset: RuleSet, *, received: dt.date) -> Finding:
    """The last day of the three months after which an action for inaction is open (§ 75 VwGO).

    It does not stop while the authority waits for the applicant, and it does not move to a working day.
    """
    return _end(ruleset, "period.inaction", event=received)


def information_due(ruleset: RuleSet, *, received: dt.date) -> Finding:
    """The last day to answer a request for access to official information (§ 7 Abs. 5 IZG LSA: within a month).

    Raises NotFound for a Land whose rule the house does not know. To be safe it does not move to a working day.
    """
    return _end(ruleset, "period.information", event=received)


def fictitious_approval_on(ruleset: RuleSet, *, complete: dt.date) -> Finding:
    """The last day before a permit counts as granted, where a law orders it (§ 42a VwVfG).

    It starts with complete documents only. To be safe it does not move to a working day: decide before.
    """
    return _end(ruleset, "period.fictitious_approval", event=complete)


def block_ends(ruleset: RuleSet, *, entered: dt.date) -> Finding:
    """The last day of an Auskunftssperre entered that day, unless the registration office names another (§ 51 Abs. 4 BMG)."""
    return _end(ruleset, "period.block", event=entered)


def reply_due(ruleset: RuleSet, *, asked: dt.date, days: int) -> dt.date:
    """The last day of a period the authority sets itself (§ 31 Abs. 2, 3 VwVfG): never on a weekend or holiday."""
    return period_end(ruleset.land, event=asked, days=days)


def promise_due(ruleset: RuleSet, *, received: dt.date, working_days: int) -> dt.date:
    """The day the service promise ends: the n-th working day after receipt. A promise, not a legal deadline."""
    return add_working_days(ruleset.land, require_day(received), working_days)


def working_day(ruleset: RuleSet, day: dt.date) -> dt.date:
    """The day, or the next working day in this Land."""
    return next_working_day(ruleset.land, require_day(day))


def hearing_rule(ruleset: RuleSet, act: Act | str) -> Rule:
    """Whether a hearing must come before this act: `value["required"]` (§ 28 VwVfG, § 91 AO, § 24 SGB X)."""
    return ruleset.rule(f"hearing.{Act(act)}")


def secrecy_of(ruleset: RuleSet) -> Secrecy:
    """The secrecy class a case of this regime has by law (§ 30 AO, § 35 SGB I)."""
    return Secrecy(ruleset.rule("secrecy.class").value["class"])


def _end(ruleset: RuleSet, key: str, *, event: dt.date) -> Finding:
    rule = ruleset.rule(key)
    value = rule.value
    shifts = bool(value["shift"])
    plain = period_end(ruleset.land, event=event, months=value.get("months", 0), years=value.get("years", 0), shift=False)
    day = next_working_day(ruleset.land, plain) if shifts else plain
    basis = (rule, ruleset.rule("period.shift")) if day != plain else (rule,)
    return Finding(day, basis, f"endet am {german(day)} ({norms(basis)})")
