"""Every address of the house, who may open it, and that nobody else can. A new address without a line here fails.

The addresses are those of the two realms' URL files; the path alone decides which file answers. Each is asked for by a
guest, a citizen and one member of staff for each role. Objects named in an address do not exist: whoever may come in learns
so (404), everybody else is turned away before.
"""

import re
import uuid
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import URLResolver, get_resolver

from rathaus.foundation.permissions.public import Role
from rathaus.modules.organisation.models import Unit
from tests.modules.accounts import factories as accounts
from tests.modules.organisation import factories as organisation

ALL = frozenset(Role)
CASES = {Role.CLERK, Role.APPROVER, Role.LEAD, Role.AUDITOR}
WORK = {Role.CLERK, Role.LEAD}
APPROVE = {Role.APPROVER, Role.LEAD}
CASH_OFFICE = {Role.CASHIER, Role.AUDITOR, Role.COUNTER, Role.LEAD}
MONEY_CLERKS = {Role.CASHIER, Role.CLERK, Role.LEAD}
FILERS = {Role.CLERK, Role.APPROVER, Role.LEAD, Role.POST_ROOM, Role.COUNTER, Role.CASHIER}
SENDERS = {Role.CLERK, Role.LEAD, Role.POST_ROOM}
DELIVERIES = SENDERS | {Role.APPROVER, Role.AUDITOR}
COUNTER = {Role.COUNTER, Role.CLERK}
LETTERS = {Role.POST_ROOM, Role.CLERK}
TEXTS = {Role.EDITOR, Role.CLERK, Role.LEAD, Role.APPROVER, Role.PUBLISHER}


def words(text: str) -> list[str]:
    return text.split()


# everybody; nothing personal stands here
PUBLIC = words("""
.well-known/rathaus-log.json  .well-known/security.txt  protokoll/  protokoll/koepfe.json  protokoll/einschluss.json
protokoll/konsistenz.json  zahlen/  zahlen/<str:key>.csv  zahlen/<str:key>.json  zahlen/<str:key>/  impressum/  datenschutz/
barrierefreiheit/  barriere-melden/  leichte-sprache/  gebaerdensprache/  stellen/  stellen/<slug:slug>/  sitzung/  amt/sitzung/
checklisten/  checklisten/<slug:slug>/  checklisten/<slug:slug>/liste/
erledigen/  erledigen/<slug:theme>/  erledigen/<slug:theme>/<slug:situation>/
suche/  suche/vorschlaege/  lebenslagen/  lebenslagen/<slug:slug>/  leistungen/  leistungen/xzufi/  leistungen/<str:tail>/
antrag/<slug:slug>/  antrag/<slug:slug>/papier.pdf  antraege/gemeinsam/
pruefen/  healthz
kontakt/
robots.txt  sitemap.xml  sitemap/<slug:kind>-<int:part>.xml  leistungen/neu.atom
leistungen/vollstaendig/  leistungen/vollstaendig/<slug:name>/  leistungen/vollstaendig/<slug:name>.csv
api/  api/v1/openapi.json  api/v1/services  api/v1/services/<str:key>  api/v1/life-events  api/v1/units
leistungen/<str:tail>/zustaendig/  routing/v2/routes  routing/v2/areas  routing/v2/info
""")
PUBLIC.append("")  # the start page

# only in a demonstration; see also tests/contracts/test_no_demonstration.py
DEMO = words("""
demo/post/  demo/post/<str:name>/  demo/zahlung/<str:reference>/  demo/bausteine/  demo/bausteine/stueck/  demo/bausteine/fehler/
""")

# the way in and out, in both realms under their own address; no page of somebody
SIGN_IN = words("""
login/  logout/  inactive/  signup/  confirm-email/  ^confirm-email/(?P<key>[-:\\w]+)/$  password/reset/  password/reset/done/
password/reset/key/done/  ^password/reset/key/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>.+)/$  login/code/confirm/  2fa/authenticate/
2fa/webauthn/login/
""")

# whoever is signed in to the realm, their own things alone
OWN_SIGN_IN = words("""
reauthenticate/  email/  password/change/  password/set/  2fa/  2fa/reauthenticate/  2fa/totp/activate/  2fa/totp/deactivate/
2fa/recovery-codes/  2fa/recovery-codes/generate/  2fa/recovery-codes/download/  2fa/webauthn/  2fa/webauthn/add/
2fa/webauthn/reauthenticate/  2fa/webauthn/keys/<int:pk>/remove/  2fa/webauthn/keys/<int:pk>/edit/
""")

# the Servicekonto: signed-in citizens, their own things alone
ACCOUNT = words("""
konto/  konto/profil/  konto/einwilligungen/  konto/einwilligungen/aendern/  konto/vollmachten/
konto/vollmachten/<uuid:mandate_id>/  konto/daten/  konto/loeschen/  konto/sicherheit/  konto/sicherheit/abmelden/
konto/onlinedienste/
konto/onlinedienste/<uuid:handover_id>/  konto/onlinedienste/<slug:slug>/<str:key>/
konto/vorgaenge/  konto/entwuerfe/  postfach/  postfach/<uuid:delivery_id>/  postfach/<uuid:delivery_id>/datei/
postfach/<uuid:delivery_id>/nachweis/  antrag/e/<str:token>/uebernehmen/
""")

# behind an address of 160 random bits or a signature; a wrong one is 404 for everybody
TOKEN = words("""
vorgang/<str:token>/  vorgang/<str:token>/nachricht/  vorgang/<str:token>/antwort/<uuid:request_id>/
vorgang/<str:token>/zurueckziehen/  vorgang/<str:token>/anlage/<str:sha256>/  abruf/<str:token>/  abruf/<str:token>/datei/
abruf/<str:token>/nachweis/  onlinedienste/stand/<slug:sender>/
zahlung/<str:token>/  zahlung/<str:token>/bezahlen/  zahlung/<str:token>/zurueck/
zahlung/<str:token>/beleg.pdf  zahlung/rueckmeldung/<slug:provider>/  antrag/e/<str:token>/  antrag/e/<str:token>/pruefen/
antrag/e/<str:token>/gesendet/  antrag/e/<str:token>/gespeichert/  antrag/e/<str:token>/kopie.pdf
antraege/gemeinsam/<str:token>/  antrag/e/<str:token>/adresse/  adresse-bestaetigen/<str:token>/
antrag/e/<str:token>/<slug:page_id>/  amt/konto/einladung/<str:token>/
kontakt/e/<str:token>/  kontakt/e/<str:token>/adresse/
""")

# this machine or the bearer of RATHAUS_METRICS_TOKEN; see tests/config/operations
MACHINE = ["metrics"]

# the office: the roles that may open it
OFFICE: dict[str, set[Role] | frozenset[Role]] = {
    "amt/": ALL,  # everybody's start; without cases it leads on to the own room
    "amt/konto/": ALL,
    "amt/konto/sicherheit/": ALL,
    "amt/konto/sicherheit/abmelden/": ALL,
    "amt/organisation/": ALL,
    "amt/organisation/stellen/<uuid:unit_id>/": {Role.EDITOR, Role.LEAD},
    "amt/organisation/vertretung/<uuid:substitution_id>/beenden/": ALL,
    "amt/datenschutz/": {Role.DATA_PROTECTION},
    "amt/leistungen/zustaendigkeit/": TEXTS | {Role.COUNTER},
    "amt/leistungen/zustaendigkeit/warum/": TEXTS | {Role.COUNTER},
    "amt/leistungen/<str:key>/zustaendigkeit/": TEXTS | {Role.COUNTER},
    "amt/gebiete/": {Role.EDITOR, Role.PUBLISHER, Role.LEAD, Role.CLERK, Role.COUNTER},
    "amt/gebiete/anschrift/": {Role.EDITOR, Role.PUBLISHER, Role.LEAD, Role.CLERK, Role.COUNTER},
    "amt/leistungen/": TEXTS | {Role.COUNTER},
    "amt/leistungen/onlinedienste/": TEXTS | {Role.COUNTER},
    "amt/leistungen/links/": TEXTS | {Role.COUNTER},
    "amt/leistungen/neu/": {Role.EDITOR},
    "amt/leistungen/<str:key>/": TEXTS | {Role.COUNTER},
    "amt/leistungen/<str:key>/entwurf/": {Role.EDITOR},
    "amt/leistungen/<str:key>/vergleich/": TEXTS | {Role.COUNTER},
    "amt/leistungen/<str:key>/<int:number>/": TEXTS | {Role.COUNTER},
    "amt/leistungen/<str:key>/<int:number>/schritt/": TEXTS,
    "amt/leistungen/<str:key>/<int:number>/vorschau/": TEXTS | {Role.COUNTER},
    "amt/leistungen/<str:key>/<int:number>/bearbeiten/": {Role.EDITOR},
    "amt/betrieb/": {Role.OPERATOR},
    "amt/betrieb/aufgaben/": {Role.OPERATOR},
    "amt/betrieb/aufgaben/<uuid:task_id>/": {Role.OPERATOR},
    "amt/betrieb/ereignisse/<int:parked_id>/": {Role.OPERATOR},
    "amt/akten/": CASES,
    "amt/akten/akte/<uuid:file_id>/": CASES,
    "amt/akten/vorgang/<uuid:subfile_id>/": CASES,
    "amt/akten/vorgang/<uuid:subfile_id>/druck/": CASES,
    "amt/akten/vorgang/<uuid:subfile_id>/ablegen/": FILERS,
    "amt/akten/vorgang/<uuid:subfile_id>/zur-akte/": WORK,
    "amt/akten/vorgang/<uuid:subfile_id>/wieder-oeffnen/": {Role.LEAD},
    "amt/akten/dokument/<uuid:document_id>/": CASES,
    "amt/akten/dokument/<uuid:document_id>/<int:number>/datei/": CASES,
    "amt/postausgang/": SENDERS,
    "amt/zustellung/<uuid:delivery_id>/": DELIVERIES,
    "amt/zustellung/<uuid:delivery_id>/brief/": SENDERS,
    "amt/zustellung/<uuid:delivery_id>/nachweis/": DELIVERIES,
    "amt/kasse/": CASH_OFFICE,
    "amt/kasse/erstattungen/": CASH_OFFICE,
    "amt/kasse/erstattungen/<uuid:refund_id>/": {Role.CASHIER, Role.APPROVER, Role.LEAD},
    "amt/kasse/abgleich/": CASH_OFFICE,
    "amt/kasse/abgleich.csv": CASH_OFFICE,
    "amt/kasse/<uuid:payment_id>/": CASH_OFFICE,
    "amt/kasse/<uuid:payment_id>/bar/": {Role.CASHIER, Role.COUNTER},
    "amt/kasse/<uuid:payment_id>/aufheben/": MONEY_CLERKS,
    "amt/kasse/<uuid:payment_id>/erstatten/": MONEY_CLERKS,
    "amt/vorgaenge/naechster/": WORK,
    "amt/vorgaenge/<uuid:case_id>/": CASES,
    "amt/vorgaenge/<uuid:case_id>/uebernehmen/": WORK,
    "amt/vorgaenge/<uuid:case_id>/zuruecklegen/": WORK,
    "amt/vorgaenge/<uuid:case_id>/zuweisen/": {Role.LEAD},
    "amt/vorgaenge/<uuid:case_id>/pruefpunkte/<uuid:check_id>/": WORK,
    "amt/vorgaenge/<uuid:case_id>/alles-in-ordnung/": WORK,
    "amt/vorgaenge/<uuid:case_id>/nachricht/": WORK,
    "amt/vorgaenge/<uuid:case_id>/antworten/": WORK,
    "amt/vorgaenge/<uuid:case_id>/abgeben/": WORK,
    "amt/vorgaenge/<uuid:case_id>/nachforderung/": WORK,
    "amt/vorgaenge/<uuid:case_id>/weiter/": WORK,
    "amt/vorgaenge/<uuid:case_id>/vermerk/": WORK,
    "amt/vorgaenge/<uuid:case_id>/wiedervorlage/": WORK,
    "amt/vorgaenge/<uuid:case_id>/befangen/": CASES,
    "amt/vorgaenge/<uuid:case_id>/befangen/<uuid:person_id>/zuruecknehmen/": {Role.LEAD},
    "amt/vorgaenge/<uuid:case_id>/auskunftssperre/": WORK,
    "amt/vorgaenge/<uuid:case_id>/auskunftssperre/aufheben/": {Role.LEAD},
    "amt/vorgaenge/<uuid:case_id>/anlage/<str:sha256>/": CASES,
    "amt/vorgaenge/<uuid:case_id>/bescheid/": WORK,
    "amt/vorgaenge/<uuid:case_id>/bescheid/vorschau.pdf": CASES,
    "amt/vorgaenge/<uuid:case_id>/bescheid/<uuid:decision_id>/freigeben/": APPROVE,
    "amt/vorgaenge/<uuid:case_id>/bescheid/<uuid:decision_id>/zurueckgeben/": APPROVE,
    "amt/vorgaenge/<uuid:case_id>/abschliessen/": WORK,
    "amt/anfragen/neu/": COUNTER,
    "amt/anfragen/<uuid:inquiry_id>/": COUNTER,
    "amt/antraege/neu/": COUNTER,
    "amt/posteingang/": LETTERS,
    "amt/briefe/<uuid:case_id>/": LETTERS,
    "amt/briefe/<uuid:case_id>/scan/<str:sha256>/": LETTERS,
    "amt/briefe/e/<str:token>/": LETTERS,
    "amt/briefe/e/<str:token>/pruefen/": LETTERS,
    "amt/briefe/e/<str:token>/gesendet/": LETTERS,
    "amt/briefe/e/<str:token>/gespeichert/": LETTERS,
    "amt/briefe/e/<str:token>/<slug:page_id>/": LETTERS,
    "amt/antraege/e/<str:token>/unterschrift.pdf": COUNTER,
    "amt/antraege/e/<str:token>/": COUNTER,
    "amt/antraege/e/<str:token>/pruefen/": COUNTER,
    "amt/antraege/e/<str:token>/gesendet/": COUNTER,
    "amt/antraege/e/<str:token>/gespeichert/": COUNTER,
    "amt/antraege/e/<str:token>/kopie.pdf": COUNTER,
    "amt/antraege/e/<str:token>/<slug:page_id>/": COUNTER,
}

DECLARED = {
    *PUBLIC, *DEMO, *ACCOUNT, *TOKEN, *MACHINE, *OFFICE,
    *(base + path for base in ("konto/", "amt/konto/") for path in (*SIGN_IN, *OWN_SIGN_IN)),
}  # fmt: skip

NOBODY = "0" * 40
SAMPLES = {"uuid": str(uuid.UUID(int=1)), "int": "999999", "slug": "gibt-es-nicht", "str": NOBODY}
MET = {301, 302, 303, 307, 308}


def walk(patterns: list, prefix: str = "") -> Iterator[str]:
    for entry in patterns:
        route = prefix + str(entry.pattern)
        if isinstance(entry, URLResolver):
            yield from walk(entry.url_patterns, route)
        else:
            yield route


def routes() -> set[str]:
    """What can be reached: the staff file answers under `amt/`, the citizens' file everywhere else."""
    citizen = {route for route in walk(get_resolver("rathaus.config.urls").url_patterns) if not route.startswith("amt/")}
    office = {route for route in walk(get_resolver("rathaus.config.urls_staff").url_patterns) if route.startswith("amt/")}
    return citizen | office


def address(route: str) -> str:
    route = route.replace("^confirm-email/(?P<key>[-:\\w]+)/$", "confirm-email/abc/")
    route = re.sub(r"\^password/reset/key/.*", "password/reset/key/1-abc/", route)
    return "/" + re.sub(r"<(\w+):\w+>", lambda found: SAMPLES[found[1]], route)


def ask(client: Client, route: str) -> list[tuple[int, str]]:
    """Status and target for GET and POST; a method that the page does not know is left out."""
    answers = [client.get(address(route)), client.post(address(route))]
    return [(answer.status_code, answer.get("Location", "")) for answer in answers if answer.status_code != 405]


@pytest.fixture
def guest(db) -> Client:
    return Client(headers={"user-agent": "Mozilla/5.0"})  # /routing/ answers nobody without one


@pytest.fixture
def citizen(db) -> Client:
    return accounts.sign_in(Client(), accounts.citizen("buergerin@example.org"))


def staff(*roles: Role) -> Client:
    """A member of staff with these roles in one unit; no other role, no secrecy class."""
    name = f"amt-{sum(1 << at for at, role in enumerate(Role) if role in roles)}"
    person, unit = organisation.person(name), Unit.objects.first() or organisation.unit("amt")
    organisation.holding(person, organisation.post(unit, *roles, slug=name))
    return accounts.sign_in(Client(), accounts.staff(f"{name}@example.org", person=person))


def test_every_address_is_declared_and_every_declaration_has_an_address():
    assert routes() - DECLARED == set()
    assert DECLARED - routes() == set()


def test_no_address_is_declared_twice():
    assert len(DECLARED) == len([*PUBLIC, *DEMO, *ACCOUNT, *TOKEN, *MACHINE, *OFFICE]) + 2 * len([*SIGN_IN, *OWN_SIGN_IN])


def test_the_office_is_closed_to_guests_and_citizens(guest, citizen):
    own_page = (302, "/amt/konto/sicherheit/")  # the way to one's own sign-in, itself guarded

    def closed(status: int, target: str) -> bool:
        return status == 403 or (status == 302 and target.startswith("/amt/konto/login/?next=")) or (status, target) == own_page

    answers = {(route, who): ask(client, route) for route in OFFICE for who, client in (("guest", guest), ("citizen", citizen))}
    assert {place: found for place, found in answers.items() if not found or not all(closed(*one) for one in found)} == {}


def test_each_role_opens_what_the_table_says_and_all_others_together_do_not(db):
    clients = {
        roles: staff(*roles) for roles in {tuple(role for role in Role if role not in allowed) for allowed in OFFICE.values()}
    }
    clients |= {(role,): staff(role) for role in Role if (role,) not in clients}
    wrong = []
    for route, allowed in OFFICE.items():
        others = tuple(role for role in Role if role not in allowed)
        if others and {status for status, _ in ask(clients[others], route)} != {403}:
            wrong.append((route, "open to others"))
        for role in allowed:
            statuses = {status for status, _ in ask(clients[role,], route)}
            if statuses == {403} or 500 in statuses or not statuses:
                wrong.append((route, role.value, statuses))
    assert wrong == []


def test_the_servicekonto_is_closed_to_guests_and_staff(guest, db):
    wrong = []
    for client in (guest, staff(Role.LEAD, Role.CLERK)):
        for route in ACCOUNT:
            for status, target in ask(client, route):
                if status != 403 and not (status == 302 and target.startswith("/konto/login/?next=")):
                    wrong.append((route, status, target))
    assert wrong == []


def test_a_wrong_token_opens_nothing_for_nobody(guest, citizen):
    clients = (guest, citizen, staff(Role.LEAD, Role.CLERK))
    answers = {(route, at): {status for status, _ in ask(client, route)} for route in TOKEN for at, client in enumerate(clients)}
    assert {place: found for place, found in answers.items() if found != {404}} == {}


@pytest.mark.parametrize("base", ["konto/", "amt/konto/"])
def test_the_own_sign_in_is_closed_to_guests_and_to_the_other_realm(guest, citizen, base):
    other = staff(Role.LEAD) if base == "konto/" else citizen
    wrong = []
    for client in (guest, other):
        for path in OWN_SIGN_IN:
            for status, target in ask(client, base + path):
                away = status in MET and target.startswith((f"/{base}login/", "/amt/konto/sicherheit/"))
                if not away and status not in {401, 403, 404}:
                    wrong.append((path, status, target))
    assert wrong == []


def test_public_pages_answer_everybody_without_an_error_of_ours(guest):
    answers = {route: {status for status, _ in ask(guest, route)} for route in (*PUBLIC, *DEMO)}
    assert {route: found for route, found in answers.items() if not found <= {200, 204, 302, 400, 401, 404, 422}} == {}


def test_every_answer_carries_the_policy_and_forbids_guessing_types(guest, citizen):
    """Error pages, redirects and refusals of a method included; only a stored file may bring a stricter policy of its own."""
    office, lacking = staff(Role.LEAD, Role.CLERK), []
    for route in sorted(DECLARED):
        for client in (guest, office if route.startswith("amt/") else citizen):
            for answer in (client.get(address(route)), client.post(address(route))):
                policy = answer.get("Content-Security-Policy", "")
                strict = "default-src 'none'" in policy and "unsafe" not in policy and "*" not in policy
                if not strict or answer.get("X-Content-Type-Options") != "nosniff" or answer.get("X-Frame-Options") != "DENY":
                    lacking.append((route, answer.status_code, policy))
                if answer.get("Referrer-Policy") != "same-origin":
                    lacking.append((route, answer.status_code, answer.get("Referrer-Policy")))
    assert lacking == []


def test_the_numbers_of_the_machine_are_not_for_the_world(guest):
    assert guest.get("/metrics", REMOTE_ADDR="203.0.113.7").status_code == 403
    assert guest.get("/metrics", headers={"X-Forwarded-For": "127.0.0.1"}).status_code == 403
