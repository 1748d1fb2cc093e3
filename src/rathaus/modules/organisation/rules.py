"""Who may do what in this room."""

from rathaus.foundation.permissions.public import Role, declare

VIEW = "organisation.view"
SUBSTITUTE = "organisation.substitute"  # for others; everybody may enter their own substitute
REORGANISE = "organisation.reorganise"
DESCRIBE = "organisation.describe"  # hours, addresses, contacts of a unit

declare({VIEW: list(Role), SUBSTITUTE: [Role.LEAD], REORGANISE: [Role.OPERATOR], DESCRIBE: [Role.EDITOR, Role.LEAD]})
