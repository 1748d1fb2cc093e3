"""The entries of this room in the main navigation."""

from rathaus.web.navigation import NavItem, Realm, register

register(
    NavItem(Realm.CITIZEN, "Mein Konto", "accounts_home", order=80),
    NavItem(Realm.STAFF, "Meine Anmeldung", "staff_security", order=900),
)
