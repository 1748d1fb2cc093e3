"""What the house keeps of a case follows its secrecy class: no list, count, search, export or file tells more than the case."""

import datetime as dt
import uuid

import pytest

from rathaus.foundation.errors import Forbidden, NotFound
from rathaus.foundation.permissions.public import SYSTEM, Actor, ActorKind, Grant, Role, Secrecy, allowed
from rathaus.foundation.storage import public as storage
from rathaus.modules.cases import queries
from rathaus.modules.cases.domain.change_secrecy import block_case
from rathaus.modules.cases.domain.close import close_case
from rathaus.modules.cases.domain.open_case import PartyData
from rathaus.modules.cases.enums import PartyRole, State
from rathaus.modules.cases.filing import file_case
from rathaus.modules.cases.models import Case
from rathaus.modules.delivery import public as delivery
from rathaus.modules.delivery import queries as delivery_queries
from rathaus.modules.delivery import rules as delivery_rules
from rathaus.modules.payments import rules as payment_rules
from rathaus.modules.payments.models import LedgerEntry, PaymentRequest
from rathaus.modules.records import public as records
from rathaus.modules.records import queries as record_queries
from tests.modules.cases import factories
from tests.modules.cases.factories import NOON
from tests.modules.payments import factories as money

pytestmark = pytest.mark.usefixtures("house")
TODAY = NOON.date()
ROLES = (Role.CLERK, Role.LEAD, Role.APPROVER, Role.POST_ROOM, Role.CASHIER, Role.COUNTER, Role.AUDITOR)


def employee(*secrecy: Secrecy, roles=ROLES) -> Actor:
    """Somebody with every role that reads anything, in every unit."""
    grants = tuple(Grant(role=role, unit_id=None, secrecy=frozenset(secrecy)) for role in roles)
    return Actor(kind=ActorKind.STAFF, name="Uta Überall", id=uuid.uuid4(), person_id=uuid.uuid4(), grants=grants)


@pytest.fixture
def case():
    """A case with a file and a document in it, a letter to post, a fee paid at the counter."""
    records.install_file_plan({"entry": [{"code": "32.1", "title": "Parken", "retention_years": 5}]}, now=NOON)
    found = factories.case()
    subfile = records.open_subfile(
        case_id=found.pk, title="Anna Müller", plan_code="32.1", file_rule="year", unit_id=found.unit_id,
        service_key=found.service_key, actor=SYSTEM, now=NOON,
    )  # fmt: skip
    Case.objects.filter(pk=found.pk).update(subfile_id=subfile.id)
    blob = storage.put_bytes(b"%PDF-1.7\n%%EOF\n", media_type="application/pdf", filename="Bescheid.pdf")
    document = records.file_document(subfile_id=subfile.id, kind="notice", title="Bescheid", blob=blob, actor=SYSTEM, now=NOON)
    delivery.dispatch(
        subject=("case", str(found.pk)),
        recipient=delivery.Recipient(name="Anna Müller", address_lines=("Weg 2", "06108 Musterstadt"), choice="letter"),
        document=document,
        legal=delivery.LegalFrame(land="ST", regime="vwvfg", act="permit"),
        title="Bescheid",
        unit_id=found.unit_id,
        service_key=found.service_key,
        actor=SYSTEM,
        now=NOON,
    )
    money.request(subject=("case", found.pk), unit_id=found.unit_id, service_key=found.service_key, payer_name="Anna Müller")
    found.refresh_from_db()
    return found


def seen(actor: Actor, case: Case) -> dict[str, int]:
    """How many rows each list of the house shows this person."""
    rows, total = queries.worklist(actor=actor, wanted=queries.Filter(query="Müller"), today=TODAY)
    files = record_queries.search(actor, "Müller", today=TODAY)
    requests = PaymentRequest.objects.filter(payment_rules.visible(actor, today=TODAY))
    document = records.documents_of([case.subfile_id])[case.subfile_id][0]
    try:
        record_queries.get_document(document.id, actor, today=TODAY)
        opened = 1
    except NotFound:
        opened = 0
    return {
        "worklist": len(rows),
        "worklist total": total,
        "worklist counts": queries.counts(actor=actor, today=TODAY)["open"],
        "records search": files.count(),
        "document": opened,
        "posting book": len(delivery_queries.letters_to_post(actor, today=TODAY)),
        "cash office": requests.count(),
        "ledger export": LedgerEntry.objects.filter(request__in=requests).count(),
    }


def test_a_block_that_becomes_known_later_reaches_every_room(case):
    money.payments.record_cash(payment_id=PaymentRequest.objects.get().pk, actor=money.staff(Role.CASHIER), now=NOON)
    colleague, trusted = employee(), employee(Secrecy.BLOCKED)
    assert set(seen(colleague, case).values()) == {1}  # before
    block_case(case_id=case.pk, actor=colleague, now=NOON)
    assert set(seen(colleague, case).values()) == {0}
    assert set(seen(trusted, case).values()) == {1}
    sent = delivery.deliveries_for(("case", str(case.pk)))[0]
    with pytest.raises(NotFound):
        delivery_queries.office_delivery(colleague, sent.id, today=TODAY)
    with pytest.raises(Forbidden):
        delivery.record_posting(delivery_id=sent.id, posted_on=TODAY, actor=colleague, now=NOON)


def test_blocking_twice_is_blocking_once(case):
    trusted = employee(Secrecy.BLOCKED)
    block_case(case_id=case.pk, actor=trusted, now=NOON)
    block_case(case_id=case.pk, actor=trusted, now=NOON + dt.timedelta(minutes=1))
    assert set(seen(employee(), case).values()) == {0}


@pytest.mark.parametrize("secrecy", [Secrecy.TAX, Secrecy.SOCIAL])
def test_tax_and_social_secrecy_need_their_own_grant(secrecy):
    case = factories.case(record=factories.procedure(secrecy=secrecy.value))
    assert case.secrecy == secrecy
    for actor, expected in ((employee(), 0), (employee(Secrecy.PERSONNEL), 0), (employee(secrecy), 1)):
        assert queries.worklist(actor=actor, wanted=queries.Filter(), today=TODAY)[1] == expected
        assert queries.counts(actor=actor, today=TODAY)["open"] == expected


def test_closing_a_case_needs_the_right_to_work_it():
    case = factories.case()
    Case.objects.filter(pk=case.pk).update(state=State.DECIDED, outcome="grant")
    with pytest.raises(Forbidden):
        close_case(case_id=case.pk, actor=factories.staff("otto"), now=NOON)
    close_case(case_id=case.pk, actor=factories.staff("clara"), now=NOON)
    assert Case.objects.get(pk=case.pk).state == State.CLOSED


def test_the_posting_rights_of_one_unit_print_no_letter_of_another(case):
    """An auditor of the whole house who is a clerk elsewhere reads the delivery, but prints nothing here."""
    sent = delivery.deliveries_for(("case", str(case.pk)))[0]
    grants = (Grant(role=Role.AUDITOR, unit_id=None), Grant(role=Role.CLERK, unit_id=factories.unit_id("anderes")))
    both = Actor(kind=ActorKind.STAFF, name="Rita", id=uuid.uuid4(), person_id=uuid.uuid4(), grants=grants)
    assert delivery_queries.office_delivery(both, sent.id, today=TODAY).id == sent.id
    found = delivery_queries.office_delivery(both, sent.id, today=TODAY)
    assert not allowed(both, delivery_rules.POST, scope=delivery_rules.scope_of(found), today=TODAY)
    with pytest.raises(NotFound):
        delivery_queries.office_delivery(both, sent.id, right=delivery_rules.POST, today=TODAY)


def test_two_people_of_one_name_share_no_akte():
    """Without an account, name and address together tell one person; a name alone gathers nothing."""
    records.install_file_plan({"entry": [{"code": "32.1", "title": "Parken", "retention_years": 5}]}, now=NOON)
    rule = factories.procedure(file={"plan_code": "32.1", "rule": "applicant", "retention_years": 5})

    def akte_of(*address: str) -> uuid.UUID:
        person = PartyData(role=PartyRole.APPLICANT, name="Anna Müller", address_lines=address)
        found = factories.case(record=rule, parties=[person])
        file_case(found, now=NOON)
        return records.subfiles_for_cases([found.pk])[found.pk].record_file_id

    here, again, there = akte_of("Weg 2", "06108 Ort"), akte_of("Weg 2", "06108 Ort"), akte_of("Ring 9", "06110 Ort")
    unknown, other = akte_of(), akte_of()
    assert here == again
    assert len({here, there, unknown, other}) == 4
