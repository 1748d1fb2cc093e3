"""Entries of this room in the main menus."""

from rathaus.modules.catalogue.rules import VIEW_COMPLETENESS
from rathaus.web.navigation import NavItem, Realm, register

register(
    NavItem(Realm.CITIZEN, "Start", "home", order=10),
    NavItem(Realm.CITIZEN, "Leistungen A bis Z", "services", order=20),
    NavItem(Realm.CITIZEN, "Lebenslagen", "life-events", order=30),
    NavItem(Realm.CITIZEN, "Ämter", "units", order=40),
    NavItem(Realm.CITIZEN, "Zahlen", "statistics-overview", order=90),
    NavItem(Realm.STAFF, "Leistungen", "office-services", order=70, right=VIEW_COMPLETENESS),
)
