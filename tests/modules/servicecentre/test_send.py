"""An inquiry arrives: where it lands, what it keeps, what is refused; the same form is one case."""

import threading
import uuid

import pytest
from django.db import connection, connections

from rathaus.foundation.audit import public as audit
from rathaus.foundation.errors import Conflict, Forbidden, Invalid, NotFound
from rathaus.foundation.permissions.public import GUEST, SYSTEM, Actor, ActorKind, Secrecy, classes_of
from rathaus.foundation.privacy import public as privacy
from rathaus.modules.cases import public as cases
from rathaus.modules.cases.models import Case, CaseContent, Party
from rathaus.modules.organisation import public as organisation
from rathaus.modules.organisation.models import Authority, PostRole, Unit
from rathaus.modules.servicecentre import public as servicecentre
from rathaus.modules.servicecentre import queries, setup
from rathaus.modules.servicecentre.models import Inquiry, InquirySetup
from tests.conftest import NOON
from tests.modules.accounts import factories as accounts
from tests.modules.servicecentre import factories
from tests.modules.servicecentre.factories import KEY, PAGE, send

TODAY = NOON.date()


@pytest.fixture
def house(db):
    factories.installed()


@pytest.fixture
def parking(house):
    factories.service()


def case_of(inquiry):
    return Case.objects.get(pk=inquiry.case_id)


@pytest.mark.usefixtures("house")
class TestSending:
    def test_it_opens_a_case_with_its_clock_and_no_clock_of_a_decision(self):
        case = case_of(send())
        assert (case.service_key, case.title, case.channel) == ("local:anfrage", "Frage an die Stadt", "online")
        assert (f"{case.promise_due}", case.law_due, case.unit_id) == ("2026-11-27", None, factories.unit_id("buergerservice"))
        assert [entry.act for entry in audit.history(audit.Subject("case", str(case.pk)))] == ["case.opened"]

    def test_what_was_sent_stands_in_the_case_and_where_it_came_from_here(self):
        inquiry = send(page="/stellen/", phone="0345 1", address_lines=("Weg 2", "06108 Musterstadt"))
        rows = dict(row for block in CaseContent.objects.get(case_id=inquiry.case_id).summary for row in block["rows"])
        assert rows["Nachricht"] == "Wann haben Sie auf?"
        assert rows["Von der Seite"] == "/stellen/"
        assert rows["Anschrift"] == "Weg 2, 06108 Musterstadt"
        party = Party.objects.get(case_id=inquiry.case_id)
        assert (party.name, party.email, party.phone) == ("Anna Müller", "anna@example.com", "0345 1")
        assert (inquiry.page, inquiry.privacy_version, inquiry.taken_by) == ("/stellen/", "2026-11", None)

    def test_the_same_form_is_one_inquiry(self):
        first, second = send(), send()
        assert first.pk == second.pk
        assert Case.objects.count() == 1

    @pytest.mark.parametrize(
        "changes",
        [
            {"subject": "Noch etwas"},
            {"text": "Und sonntags?"},
            {"files": [{"sha256": "0" * 64, "filename": "plan.txt", "size": 8, "media_type": "text/plain"}]},
        ],
    )
    def test_another_message_under_the_same_form_is_not_taken_for_the_first(self, changes):
        send()
        with pytest.raises(Conflict, match="noch einmal"):
            send(**changes)
        assert Case.objects.count() == 1

    def test_access_to_information_has_the_clock_of_its_law_and_its_point(self):
        case = case_of(send(kind="auskunft"))
        assert f"{case.law_due}" == "2026-12-20"
        assert list(case.checks.values_list("label", flat=True)) == ["Vollständig erteilt"]

    @pytest.mark.parametrize(
        ("changes", "field"),
        [
            ({"kind": "gibt-es-nicht"}, "kind"),
            ({"subject": " "}, "subject"),
            ({"text": "\n"}, "text"),
            ({"text": "x" * 10_001}, "text"),
            ({"name": ""}, "name"),
            ({"email": "anna"}, "email"),
            ({"email": ""}, "email"),
            ({"email": "", "address_lines": ("06108 Musterstadt",)}, "email"),
            ({"nature": servicecentre.Nature.OBJECTION}, "understood"),
        ],
    )
    def test_what_is_missing_is_named_and_nothing_is_written(self, changes, field):
        with pytest.raises(Invalid) as refused:
            send(**changes)
        assert list(refused.value.fields) == [field]
        assert not Inquiry.objects.exists()
        assert not Case.objects.exists()

    @pytest.mark.parametrize(
        "way", [{"phone": "0345 1"}, {"address_lines": ("Weg 2", "06108 Musterstadt")}, {"email": "a@example.com"}]
    )
    def test_one_way_to_answer_is_enough(self, way):
        assert send(**{"email": "", **way}).case_id

    @pytest.mark.parametrize("nature", [servicecentre.Nature.OBJECTION, servicecentre.Nature.APPLICATION])
    def test_what_may_be_more_than_a_question_becomes_a_point_of_the_clerk(self, nature):
        (point,) = case_of(send(nature=nature, understood=True)).checks.all()
        assert point.required
        assert ("Widerspruch" in point.label) == (nature == servicecentre.Nature.OBJECTION)

    def test_who_is_not_admitted_writes_nothing(self):
        def refuse():
            raise Invalid("Das ging sehr schnell.")

        with pytest.raises(Invalid, match="schnell"):
            send(admit=refuse)
        assert not Inquiry.objects.exists()
        assert send().case_id  # the same form, sent once more

    def test_a_servicekonto_follows_its_inquiry_and_needs_no_other_way(self):
        user = accounts.citizen("erika@example.com")
        actor = Actor(kind=ActorKind.CITIZEN, name="Erika", id=user.pk)
        inquiry = send(actor=actor, email="", page="/stellen/")
        assert case_of(inquiry).account_id == user.pk
        assert [row["page"] for row in _part(user.pk)] == ["/stellen/"]
        assert _part(uuid.uuid4()) == []
        kept = [entry.what for _, entry in privacy.erase_person(user.pk, actor=actor, now=NOON).kept]
        assert "Herkunft Ihrer Anfragen" in kept
        assert Inquiry.objects.filter(pk=inquiry.pk).exists()

    def test_staff_take_in_without_a_name_and_are_remembered(self):
        berta = factories.staff("berta")
        inquiry = send(actor=berta, channel=cases.Channel.PHONE, name="", email="")
        assert (case_of(inquiry).channel, inquiry.taken_by) == ("phone", berta.person_id)
        assert Party.objects.get(case_id=inquiry.case_id).name == "Ohne Namen"

    def test_staff_without_the_right_do_not(self):
        nobody = Actor(kind=ActorKind.STAFF, name="N", id=uuid.uuid4(), person_id=uuid.uuid4())
        with pytest.raises(Forbidden):
            send(actor=nobody, channel=cases.Channel.PHONE)

    def test_a_member_of_staff_is_barred_from_the_own_inquiry(self):
        case = case_of(send(email="frida@example.org"))
        assert not cases_visible("frida").filter(pk=case.pk).exists()

    def test_a_kind_that_has_ended_is_not_to_be_chosen(self):
        kinds = factories.setup()["kind"]
        kinds[0]["valid_until"] = "2026-10-31"
        servicecentre.install_setup(data=factories.setup(version="2", kind=kinds), actor=SYSTEM, now=NOON)
        with pytest.raises(Invalid) as refused:
            send()
        assert list(refused.value.fields) == ["kind"]
        assert send(kind="auskunft").setup.version == "2"


def cases_visible(slug):
    from rathaus.modules.cases import queries as case_queries

    return case_queries.visible(factories.staff(slug), today=TODAY)


def _part(account_id):
    (own,) = [entry for entry in privacy.registered() if entry.module == "servicecentre"]
    return own.export(account_id).data


@pytest.mark.usefixtures("parking")
class TestLanding:
    @pytest.mark.parametrize("page", [PAGE, f"{PAGE}zustaendig/"])
    def test_a_question_about_a_service_lands_with_its_unit(self, page):
        inquiry = send(page=page)
        assert inquiry.service_key == KEY
        assert case_of(inquiry).unit_id == factories.unit_id("verkehr")

    @pytest.mark.parametrize("page", ["", "/", "/leistungen/", "/leistungen/unbekannt-99999999999999/", "/antrag/nichts/"])
    def test_any_other_lands_with_the_contact_unit(self, page):
        inquiry = send(page=page)
        assert (inquiry.service_key, case_of(inquiry).unit_id) == ("", factories.unit_id("buergerservice"))

    def test_a_kind_with_its_own_unit_goes_there_in_any_event(self):
        assert case_of(send(kind="unternehmen", page=PAGE)).unit_id == factories.unit_id("gewerbe")

    def test_where_nobody_works_the_unit_above_answers(self):
        factories.service(unit="verkehr-nord")
        assert case_of(send(page=PAGE)).unit_id == factories.unit_id("verkehr")

    def test_where_nobody_works_at_all_the_contact_unit_answers(self):
        PostRole.objects.filter(post__unit__slug="verkehr").delete()
        assert case_of(send(page=PAGE)).unit_id == factories.unit_id("buergerservice")

    def test_a_service_under_secrecy_hands_it_on_where_it_is_worked(self):
        _procedure(KEY, "social")
        assert classes_of(case_of(send(key="a", page=PAGE))) == set()  # nobody there is cleared: contact unit
        assert case_of(Inquiry.objects.get()).unit_id == factories.unit_id("buergerservice")
        PostRole.objects.filter(post__unit__slug="verkehr").update(secrecy=["social"])
        case = case_of(send(key="b", page=PAGE))
        assert (classes_of(case), case.unit_id) == ({Secrecy.SOCIAL}, factories.unit_id("verkehr"))

    def test_a_unit_that_ended_passes_on_to_its_successor(self):
        old, new = Unit.objects.get(slug="gewerbe"), Unit.objects.get(slug="buergerservice")
        organisation.reorganise(unit_id=old.pk, successor_id=new.pk, on=TODAY, actor=SYSTEM, now=NOON)
        assert case_of(send(kind="unternehmen")).unit_id == new.pk


def _procedure(service_key, secrecy):
    from tests.modules.cases.factories import PROCEDURE

    data = {**PROCEDURE, "slug": "geheim", "service_key": service_key, "secrecy": secrecy}
    cases.install_procedure(data=data, actor=SYSTEM, now=NOON)


@pytest.fixture
def bare(db):
    """A city whose form is not set up."""
    factories.city()


@pytest.mark.usefixtures("bare")
class TestSetup:
    @pytest.fixture
    def first(self):
        return servicecentre.install_setup(data=factories.setup(), actor=SYSTEM, now=NOON)

    def test_nothing_is_sent_before_the_city_has_said_anything(self):
        assert queries.setup_on(TODAY) is None
        with pytest.raises(Invalid, match="noch nicht eingerichtet"):
            send()

    def test_the_same_version_is_the_same_row_and_another_content_is_refused(self, first):
        row = servicecentre.install_setup(data=factories.setup(), actor=SYSTEM, now=NOON)
        assert InquirySetup.objects.get() == row == first
        with pytest.raises(Conflict):
            servicecentre.install_setup(data=factories.setup(contact_unit="gewerbe"), actor=SYSTEM, now=NOON)

    def test_a_later_version_counts_from_its_day(self, first):
        servicecentre.install_setup(data=factories.setup(version="2", valid_from="2026-12-01"), actor=SYSTEM, now=NOON)
        assert queries.setup_on(TODAY).id == first.pk
        assert queries.setup_on(TODAY.replace(month=12, day=1)).spec.version == "2"

    @pytest.mark.parametrize(
        "wrong",
        [
            {"unbekannt": 1},
            {"kind": []},
            {"version": "a b"},
            {"kind": [factories.SETUP["kind"][0], factories.SETUP["kind"][0]]},
            {"kind": [{**factories.SETUP["kind"][0], "promise_working_days": 0}]},
            {"kind": [{**factories.SETUP["kind"][0], "law": "erfunden"}]},
        ],
    )
    def test_wrong_data_is_refused_whole(self, wrong):
        with pytest.raises(Invalid):
            servicecentre.install_setup(data=factories.setup(**wrong), actor=SYSTEM, now=NOON)
        assert not InquirySetup.objects.exists()

    def test_a_unit_that_does_not_exist_is_refused(self):
        with pytest.raises(NotFound):
            servicecentre.install_setup(data=factories.setup(contact_unit="nirgends"), actor=SYSTEM, now=NOON)

    @pytest.mark.parametrize(
        ("wrong", "said"), [({"contact_unit": "verkehr-nord"}, "bearbeitet niemand"), ({"plan_code": "99.9"}, "Aktenplan")]
    )
    def test_what_nobody_would_see_or_file_is_refused(self, wrong, said):
        with pytest.raises(Invalid, match=said):
            servicecentre.install_setup(data=factories.setup(**wrong), actor=SYSTEM, now=NOON)

    def test_a_land_without_the_rule_promises_no_clock_of_it(self):
        Authority.objects.update(land="NW")
        with pytest.raises(NotFound, match="nicht hinterlegt"):
            servicecentre.install_setup(data=factories.setup(), actor=SYSTEM, now=NOON)

    def test_the_demonstration_is_read_and_marked(self):
        spec = setup.parse(servicecentre.demo_setup())
        assert spec.demo
        assert {kind.key for kind in spec.kind} == {"frage", "beschwerde", "auskunft", "unternehmen"}


@pytest.mark.django_db(transaction=True)
def test_two_at_once_are_one_case():
    factories.installed()
    met, found = threading.Barrier(2), []

    def one():
        try:
            met.wait(timeout=30)
            found.append(send(actor=GUEST).pk)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=one) for _ in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert connection.vendor in {"sqlite", "postgresql"}
    assert len(set(found)) == 1
    assert len(found) == 2
    assert Case.objects.count() == 1
