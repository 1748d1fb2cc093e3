"""Entries of this room in the menus, and in the footer of every citizen's page."""

from rathaus.modules.servicecentre.rules import TAKE
from rathaus.web.navigation import NavItem, Realm, register, register_help

register(
    NavItem(Realm.CITIZEN, "Kontakt", "servicecentre:contact", order=80),
    NavItem(Realm.STAFF, "Anfrage aufnehmen", "servicecentre:take", order=35, right=TAKE),
)
register_help(NavItem(Realm.CITIZEN, "Kontakt und Fragen", "servicecentre:contact"))
