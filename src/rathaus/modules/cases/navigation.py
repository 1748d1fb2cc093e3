from rathaus.modules.cases import rules
from rathaus.web.navigation import NavItem, Realm, register

register(
    NavItem(realm=Realm.STAFF, label="Arbeitskorb", url_name="cases:worklist", order=10, right=rules.VIEW),
    NavItem(realm=Realm.CITIZEN, label="Meine Vorgänge", url_name="cases:mine", order=40, signed_in=True),
)
