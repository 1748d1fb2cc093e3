"""The entries of this room in the main navigation."""

from rathaus.modules.accounts import rules
from rathaus.web.navigation import NavItem, Realm, register

register(
    NavItem(Realm.CITIZEN, "Mein Konto", "accounts_home", order=80),
    NavItem(Realm.STAFF, "Datenschutz", "data_protection", order=700, right=rules.DATA_PROTECTION),
    NavItem(Realm.STAFF, "Meine Anmeldung", "staff_security", order=900),
)
