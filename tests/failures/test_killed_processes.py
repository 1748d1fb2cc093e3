"""kill -9 of web and worker at the worst moments of one application: everything once, or nothing."""

import http.client
import signal

import pytest

from tests.failures import way
from tests.failures.browser import Browser
from tests.foundation.mail.factories import smtp_server

pytestmark = pytest.mark.slow

DYING_WEB = "tests.failures.saboteur:application"


def test_web_killed_inside_a_submission_has_sent_nothing_and_lost_nothing(house):
    """Between the rows of the case and the end of the transaction."""
    web = house.web()
    browser = Browser(house.port)
    review = way.to_review(browser)
    before = house.count("events_event"), house.count("audit_entry")
    house.kill(web)
    web = house.web(application=DYING_WEB, RATHAUS_KILL_AT="rathaus.modules.cases.public:open_case:after")
    with pytest.raises((OSError, http.client.HTTPException)):
        browser.fill(review, way.DECLARED, has="local:erklaerung")
    house.kill(web)
    assert house.count("cases_case") == house.count("applications_application") == 0
    assert (house.count("events_event"), house.count("audit_entry")) == before
    house.web()
    again = browser.get(review.address)
    assert "HAL-AB 123" in again.text
    sent = browser.fill(again, way.DECLARED, has="local:erklaerung")
    assert "Ihr Antrag ist eingegangen" in sent.text
    assert house.count("cases_case") == 1


def test_web_killed_after_the_submission_answers_the_second_click_with_the_same_receipt(house):
    """The transaction stood, the answer never arrived."""
    web = house.web()
    browser = Browser(house.port)
    review = way.to_review(browser)
    house.kill(web)
    web = house.web(application=DYING_WEB, RATHAUS_KILL_AT="rathaus.modules.applications.views.review:submit:after")
    with pytest.raises((OSError, http.client.HTTPException)):
        browser.fill(review, way.DECLARED, has="local:erklaerung")
    house.kill(web)
    assert house.count("cases_case") == 1
    house.web()
    sent = browser.fill(review, way.DECLARED, has="local:erklaerung")
    assert "Ihr Antrag ist eingegangen" in sent.text
    assert house.count("cases_case") == house.count("applications_application") == 1
    ((number,),) = house.rows("SELECT number FROM cases_case")
    assert number in sent.text


FILING = (
    "rathaus.modules.cases.letters:tell_applicant:after",
    "rathaus.modules.cases.filing:note_filed:before",
    "rathaus.modules.records.public:file_document:after",
)
ISSUING = (
    "rathaus.modules.cases.notice:render_pdf:after",
    "rathaus.foundation.storage.public:put_bytes:after",
    "rathaus.modules.records.public:file_document:before",
    "rathaus.modules.delivery.public:dispatch:before",
    "rathaus.modules.delivery.public:dispatch:after",
    "rathaus.modules.cases.issuing:note_delivered:after",
)
MAILING = ("rathaus.foundation.mail.message:build:before",)


def identities(post):
    """Of all the mails that arrived; the same one may come twice, but under the same name."""
    return {message["Message-ID"] for message in post.messages()}


def killed_at(house, places):
    """A worker for each place, killed there by its own hand; the next one goes on from what it left."""
    for place in places:
        worker = house.worker("tests.failures.saboteur", RATHAUS_KILL_AT=place)
        house.until(lambda worker=worker: worker.poll() is not None, f"killed at {place}")
        assert worker.returncode == -signal.SIGKILL, place


def test_worker_killed_at_every_step_files_and_issues_once(house):
    with smtp_server() as post:
        house.env["RATHAUS_SMTP_URL"] = post.url
        house.web()
        citizen = Browser(house.port)
        way.sign_in(citizen, "erika@example.org", at="/konto/login/?next=/")
        review = citizen.fill(citizen.get(f"/antrag/{way.SLUG}/"), {})
        review = citizen.fill(review, way.VEHICLE, has="local:kennzeichen")
        sent = citizen.fill(review, {**way.DECLARED, "local:zustellung": "portal"}, has="local:erklaerung")
        killed_at(house, FILING)
        worker = house.worker()
        house.until(lambda: house.count("records_documentversion") == 1, "the application is filed")
        house.until(lambda: len(identities(post)) == 1, "the confirmation is sent")
        house.until(house.at_rest, "all is done")
        way.pay(citizen, citizen.get(sent.link("Vorgang verfolgen")))
        house.until(lambda: house.rows("SELECT fee_state FROM cases_case") == [("paid",)], "the case knows of the payment")
        house.until(house.at_rest, "all is done")
        house.kill(worker)

        clerk = Browser(house.port)
        way.sign_in(clerk, "sachbearbeitung@example.org")
        case = clerk.fill(clerk.get("/amt/?ansicht=free"), {}, has="naechster")
        decide = clerk.fill(case, {}, has="alles-in-ordnung")
        decided = clerk.fill(decide, {}, has="reasons")
        assert "Entschieden" in decided.text
        killed_at(house, ISSUING)
        worker = house.worker()
        house.until(lambda: house.count("delivery_delivery") == 1 and len(identities(post)) == 2, "the notice goes out")
        house.until(house.at_rest, "all is done")
        house.kill(worker)

        clerk.fill(clerk.get(decided.address), {"text": "Ihr Ausweis liegt bereit."}, has="/nachricht/")
        killed_at(house, MAILING)
        assert len(identities(post)) == 2
        house.run("demo", "clock", "+11m")  # by then nobody else holds the mail that was in hand when the worker died
        house.worker()
        house.until(lambda: len(identities(post)) == 3, "the mail of the message goes out")
        house.until(house.at_rest, "all is done")

    assert house.rows("SELECT kind, count(*) FROM records_document GROUP BY kind ORDER BY kind") == [
        ("application", 1),
        ("notice", 1),
    ]
    assert house.count("delivery_delivery") == 1
    assert house.count("delivery_mailboxitem") == 1
    assert house.rows("SELECT count(*), count(DISTINCT message_id) FROM mail_mail") == [(3, 3)]
    assert house.rows("SELECT count(*) FROM django_tasks_database_dbtaskresult WHERE status = 'FAILED'") == [(0,)]
    verified = house.run("audit", "verify")
    assert verified.returncode == 0, verified.stdout + verified.stderr
