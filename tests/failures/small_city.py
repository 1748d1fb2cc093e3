"""The residents' parking permit in a small city inside the test's own database, and the people of it."""

from rathaus.foundation.tasks import public as tasks
from rathaus.modules.cases.models import Case
from rathaus.modules.organisation.models import Person
from rathaus.modules.records import public as records
from tests.conftest import NOON
from tests.failures import way
from tests.failures.browser import Visitor
from tests.modules.accounts import factories as accounts
from tests.modules.applications import factories


def built(**changes):
    """The offer, with the entry of the file plan its cases are filed under."""
    offer = factories.installed(**changes)
    code = factories.recipe()["procedure"]["file"]["plan_code"]
    records.install_file_plan(
        {"entry": [{"code": code, "title": "Bewohnerparken", "disposal": "V", "retention_years": 5}]}, now=NOON
    )
    return offer


def clerk(slug="clara"):
    """A browser signed in as a member of staff."""
    visitor = Visitor()
    accounts.sign_in(visitor.client, accounts.staff(f"{slug}@example.org", person=Person.objects.get(slug=slug)))
    return visitor


def citizen(email="erika@example.org"):
    visitor = Visitor()
    visitor.user = accounts.citizen(email)
    accounts.sign_in(visitor.client, visitor.user)
    return visitor


def sent_case(visitor=None, **given):
    """A case as it stands after the click of a guest."""
    way.submit(visitor or Visitor(), **given)
    return Case.objects.order_by("-opened_at").first()


def work():
    tasks.run_pending()
