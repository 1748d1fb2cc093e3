"""The operator's entry in the main menu."""

from rathaus.config.operations.rules import OPERATE
from rathaus.web.navigation import NavItem, Realm, register

register(NavItem(Realm.STAFF, "Betrieb", "operations", order=900, right=OPERATE))
