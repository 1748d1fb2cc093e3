"""The pump: hand over what is due, write down what came of it."""

import datetime as dt

import structlog
from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet

from rathaus.foundation.events import public as events
from rathaus.foundation.mail import message, smtp
from rathaus.foundation.mail.enums import OPEN, State
from rathaus.foundation.mail.events import MailFailed
from rathaus.foundation.mail.models import Mail

log = structlog.get_logger("rathaus.mail")

BATCH = 50
PAUSES = (10, 60, 300, 900, 1800, 3600, 7200, 14_400)  # seconds; the last one is repeated
GIVE_UP = dt.timedelta(days=3)
CLAIM = dt.timedelta(minutes=10)  # a worker killed while it sends: the mail goes out again after that, under its Message-ID
AWAY = dt.timedelta(seconds=30)  # the server is away: nobody knocks again before


def send_due(*, now: dt.datetime, timeout: float = smtp.TIMEOUT) -> int:
    """Hand over up to BATCH mails; the number that left the queue of what is due. Nothing without RATHAUS_SMTP_URL."""
    if not settings.RATHAUS_SMTP_URL or not _due(now).exists():
        return 0
    server = smtp.Server.from_url(settings.RATHAUS_SMTP_URL)
    done = 0
    try:
        with smtp.Session(server, timeout=timeout) as session:
            while done < BATCH and (mail := _claim(now)) is not None:
                try:
                    outcome = _hand_over(session, mail)
                except smtp.ServerAway:
                    settle(mail, smtp.Outcome(State.DEFERRED, "server away"), now=now)
                    raise
                settle(mail, outcome, now=now)
                done += 1
                if outcome.state is State.UNKNOWN:
                    break
    except smtp.ServerAway as error:
        waiting = _due(now).update(next_try_at=now + AWAY)
        log.warning("mail.server_away", reason=str(error), waiting=waiting)
        return 0
    return done


def _due(now: dt.datetime) -> QuerySet[Mail]:
    return Mail.objects.filter(state__in=OPEN, next_try_at__lte=now)


def _claim(now: dt.datetime) -> Mail | None:
    with transaction.atomic():
        mail = _due(now).order_by("next_try_at").select_for_update(skip_locked=True).first()
        if mail is not None:
            mail.attempts += 1
            mail.next_try_at = now + CLAIM
            mail.save(update_fields=["attempts", "next_try_at"])
        return mail


def _hand_over(session: smtp.Session, mail: Mail) -> smtp.Outcome:
    return session.hand_over(
        sender=message.return_address(mail),
        recipient=mail.to_address,
        envelope_id=mail.token,
        content=message.build(mail).as_bytes(),
    )


def settle(mail: Mail, outcome: smtp.Outcome, *, now: dt.datetime) -> None:
    """Write the outcome down; who cares about a failure learns it by an event of the same transaction."""
    with transaction.atomic():
        expired = outcome.state in OPEN and now - mail.created_at > GIVE_UP
        mail.state = State.FAILED if expired else outcome.state
        mail.outcome = "expired" if expired else outcome.reason
        still_open = mail.state in OPEN
        mail.next_try_at = now + dt.timedelta(seconds=PAUSES[min(mail.attempts, len(PAUSES)) - 1]) if still_open else None
        mail.done_at = None if still_open else now
        mail.save(update_fields=["state", "outcome", "next_try_at", "done_at"])
        if mail.state == State.FAILED:
            failed = MailFailed(mail_id=str(mail.id), key=mail.key, reason=mail.outcome)
            events.publish(failed, aggregate=("mail", mail.id), now=now)
    log.info("mail.settled", mail=str(mail.id), state=str(mail.state), outcome=mail.outcome, attempts=mail.attempts)


def prune(*, now: dt.datetime) -> int:
    """Sent mails are kept for 30 days, failed ones for 90; the number deleted."""
    sent = Mail.objects.filter(state=State.SENT, done_at__lt=now - dt.timedelta(days=30))
    failed = Mail.objects.filter(state=State.FAILED, done_at__lt=now - dt.timedelta(days=90))
    return sent.delete()[0] + failed.delete()[0]
