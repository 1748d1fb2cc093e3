"""The entry of this room in the main navigation."""

from rathaus.modules.organisation import rules
from rathaus.web.navigation import NavItem, Realm, register

register(NavItem(Realm.STAFF, "Organisation", "organisation", order=800, right=rules.VIEW))
