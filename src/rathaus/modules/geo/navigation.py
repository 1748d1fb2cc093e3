"""The entry of this room in the main navigation."""

from rathaus.modules.geo import rules
from rathaus.web.navigation import NavItem, Realm, register

register(NavItem(Realm.STAFF, "Gebiete und Straßen", "office-places", order=72, right=rules.VIEW_PLACES))
