"""Entries in the main menus."""

from rathaus.modules.delivery.rules import POST
from rathaus.web.navigation import NavItem, Realm, register

register(
    NavItem(Realm.CITIZEN, "Postfach", "delivery-mailbox", order=40),
    NavItem(Realm.STAFF, "Postausgang", "delivery-posting-book", order=60, right=POST),
)
