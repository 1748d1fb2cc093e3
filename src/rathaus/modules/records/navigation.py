from rathaus.modules.records import rules
from rathaus.web.navigation import NavItem, Realm, register

register(NavItem(realm=Realm.STAFF, label="Akten", url_name="records:search", order=40, right=rules.VIEW))
