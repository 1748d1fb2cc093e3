"""The entry of the cash office."""

from rathaus.modules.payments.rules import VIEW
from rathaus.web.navigation import NavItem, Realm, register

register(NavItem(Realm.STAFF, "Kasse", "payments:office", order=60, right=VIEW))
