"""The rule sets: complete, dated, sourced; and what people read."""

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from rathaus.foundation.errors import Invalid, NotFound
from rathaus.foundation.law import public as law
from rathaus.foundation.permissions.public import Secrecy

TODAY = dt.date(2026, 11, 20)
HALLE = law.Office("Stadt Beispiel (Saale)", "Marktplatz 1, 06100 Beispiel")
COURT = law.Office(
    "Stadt Muster", "Rathausplatz 1, 33300 Muster", "Verwaltungsgericht Musterstadt", "Gerichtsweg 1, 32400 Musterstadt"
)
ALL = [(land, regime) for land in law.LAND_NAMES for regime in law.Regime]
combinations = st.sampled_from(ALL)
days = st.dates(dt.date(2025, 1, 1), dt.date(2060, 12, 31))


def day(text):
    return dt.date.fromisoformat(text)


def test_every_rule_names_norm_source_validity_and_certainty():
    for rule in law.all_rules():
        assert rule.norm.startswith("§"), rule
        assert rule.source, rule
        assert rule.valid_until is None or rule.valid_from <= rule.valid_until
        assert rule.percent == 100 or rule.certainty is law.Certainty.UNCHECKED


def test_no_two_rules_of_one_rank_hold_on_one_day():
    seen = {}
    for rule in law.all_rules():
        for other in seen.setdefault((rule.key, rule.land, rule.regime), []):
            assert rule.valid_from > (other.valid_until or dt.date.max) or other.valid_from > (rule.valid_until or dt.date.max)
        seen[rule.key, rule.land, rule.regime].append(rule)


@pytest.mark.parametrize(("land", "regime"), ALL)
def test_every_combination_answers_what_a_case_needs(land, regime):
    ruleset = law.rules(land, regime, TODAY)
    acts = {
        "vwvfg": ["permit", "self_government", "revocation"],
        "ao_kag": ["tax_notice", "revocation"],
        "sgb": ["benefit", "revocation"],
    }
    for act in acts[regime]:
        assert law.remedy_notice(ruleset, act, COURT).title == "Rechtsbehelfsbelehrung"
        assert isinstance(law.hearing_rule(ruleset, act).value["required"], bool)
    for channel in ("letter", "portal", "handover", "formal_service"):
        assert law.notified_on(ruleset, channel, start=TODAY).day >= TODAY
    assert law.inaction_from(ruleset, received=TODAY).day > TODAY
    assert ruleset.rule("code.name").value["name"]
    assert law.secrecy_of(ruleset) is {"vwvfg": Secrecy.NORMAL, "ao_kag": Secrecy.TAX, "sgb": Secrecy.SOCIAL}[regime]


def test_unknown_combinations_say_what_is_known():
    with pytest.raises(NotFound, match=r"Bekannt sind die Länder ST, NW .* vwvfg, ao_kag, sgb"):
        law.rules("BY", "vwvfg", TODAY)
    with pytest.raises(NotFound, match="Rechtsregime »owig«"):
        law.rules("ST", "owig", TODAY)
    with pytest.raises(
        NotFound, match=r"»remedy\.tax_notice« ist nicht hinterlegt|»remedy\.tax_notice« nicht hinterlegt|remedy.permit"
    ):
        law.remedy_for(law.rules("ST", "vwvfg", TODAY), "tax_notice")
    with pytest.raises(ValueError, match="party"):
        law.remedy_for(law.rules("ST", "vwvfg", TODAY), "party")


@pytest.mark.parametrize(
    ("combination", "act", "word", "not_word", "addressee"),
    [
        (("ST", "vwvfg"), "permit", "Widerspruch erheben", "Klage", "Stadt Muster, Rathausplatz 1"),
        (("NW", "vwvfg"), "permit", "Klage erheben", "Widerspruch", "Verwaltungsgericht Musterstadt, Gerichtsweg 1"),
        (("ST", "ao_kag"), "tax_notice", "Widerspruch erheben", "Einspruch", "Stadt Muster, Rathausplatz 1"),
        (("NW", "ao_kag"), "tax_notice", "Widerspruch erheben", "Einspruch", "Stadt Muster, Rathausplatz 1"),
        (("ST", "vwvfg"), "self_government", "Klage erheben", "Widerspruch", "Verwaltungsgericht Musterstadt"),
    ],
)
def test_permit_and_dog_tax_in_both_laender(combination, act, word, not_word, addressee):
    text = str(law.remedy_notice(law.rules(*combination, TODAY), act, COURT))
    assert word in text
    assert not_word not in text
    assert "innerhalb eines Monats nach Bekanntgabe" in text
    assert f"zu richten an: {addressee}" in text


def test_an_action_needs_the_court_by_name():
    with pytest.raises(Invalid, match="kein Gericht hinterlegt"):
        law.remedy_notice(law.rules("NW", "vwvfg", TODAY), "permit", HALLE)
    with pytest.raises(Invalid, match="Anschrift der Behörde"):
        law.remedy_notice(law.rules("ST", "vwvfg", TODAY), "permit", law.Office("Stadt", ""))


@pytest.mark.parametrize(
    ("regime", "channel", "start", "notified"),
    [
        ("vwvfg", "letter", "2026-11-18", "2026-11-22"),  # the fourth day, a Sunday: stays
        ("ao_kag", "letter", "2026-11-18", "2026-11-23"),  # § 108 Abs. 3 AO: moves to Monday
        ("sgb", "letter", "2026-11-18", "2026-11-22"),
        ("vwvfg", "electronic", "2026-11-16", "2026-11-20"),
        ("vwvfg", "portal", "2026-11-20", "2026-11-21"),  # the day after retrieval
        ("vwvfg", "handover", "2026-11-20", "2026-11-20"),
        ("vwvfg", "formal_service", "2026-11-21", "2026-11-21"),  # served on a Saturday is served
        ("vwvfg", "statutory_mailbox", "2026-11-20", "2026-11-23"),
        ("ao_kag", "letter", "2026-12-21", "2026-12-28"),  # 25 December, then 26 and the weekend
    ],
)
def test_notification_per_channel_and_regime(regime, channel, start, notified):
    found = law.notified_on(law.rules("ST", regime, TODAY), channel, start=day(start))
    assert found.day == day(notified)
    assert f"{found.day:%d.%m.%Y}" in found.text
    assert "§" in found.text


def test_the_third_day_held_until_2024():
    old = law.rules("ST", "vwvfg", day("2024-12-31"))
    assert law.notified_on(old, "letter", start=day("2024-12-27")).day == day("2024-12-30")


def test_what_is_unchecked_is_said():
    ruleset = law.rules("ST", "vwvfg", TODAY)
    assert law.notified_on(ruleset, "letter", start=day("2026-11-16")).unchecked is False
    assert law.notified_on(ruleset, "letter", start=day("2026-11-18")).unchecked is True  # whether a Sunday moves was not read
    assert "remedy.permit" in {rule.key for rule in ruleset.unchecked()}


def test_the_portal_window():
    assert law.retrieval_window_ends(law.rules("ST", "vwvfg", TODAY), announced=day("2026-11-20")).day == day("2026-11-30")
    assert law.retrieval_window_ends(law.rules("ST", "ao_kag", TODAY), announced=day("2026-11-20")) is None


@pytest.mark.parametrize(
    ("notified", "instructed", "end"),
    [
        ("2026-11-22", True, "2026-12-22"),
        ("2026-11-25", True, "2026-12-28"),
        ("2027-01-31", True, "2027-03-01"),  # 28 February is a Sunday
        ("2026-11-20", False, "2027-11-22"),  # a year; 20 November 2027 is a Saturday
        ("2028-02-29", False, "2029-02-28"),
    ],
)
def test_remedy_deadline(notified, instructed, end):
    found = law.remedy_deadline(law.rules("ST", "vwvfg", TODAY), notified=day(notified), instructed=instructed)
    assert found.day == day(end)


def test_clocks_of_the_authority_do_not_move():
    ruleset = law.rules("ST", "vwvfg", TODAY)
    assert law.inaction_from(ruleset, received=day("2026-11-20")).day == day("2027-02-20")  # a Saturday
    assert law.fictitious_approval_on(ruleset, complete=day("2026-11-30")).day == day("2027-02-28")
    assert law.promise_due(ruleset, received=day("2026-12-22"), working_days=5) == day("2026-12-30")
    assert law.reply_due(ruleset, asked=day("2026-12-11"), days=14) == day("2026-12-28")


@given(combinations, days, days, st.sampled_from(["letter", "portal", "handover", "formal_service"]))
def test_later_events_never_give_earlier_deadlines(combination, one, other, channel):
    ruleset = law.rules(*combination, TODAY)
    first, second = sorted((one, other))
    notified = [law.notified_on(ruleset, channel, start=start).day for start in (first, second)]
    ends = [law.remedy_deadline(ruleset, notified=start).day for start in notified]
    assert notified[0] <= notified[1]
    assert ends[0] <= ends[1]
    assert law.is_working_day(ruleset.land, ends[0])
    if combination[1] == "ao_kag" and channel in {"letter", "portal"}:
        assert law.is_working_day(ruleset.land, notified[0])


@given(combinations, st.datetimes())
def test_a_moment_is_refused_everywhere(combination, moment):
    ruleset = law.rules(*combination, TODAY)
    for call in (
        lambda: law.notified_on(ruleset, "letter", start=moment),
        lambda: law.remedy_deadline(ruleset, notified=moment),
        lambda: law.promise_due(ruleset, received=moment, working_days=1),
        lambda: law.rules(*combination, moment),
    ):
        with pytest.raises(TypeError):
            call()
