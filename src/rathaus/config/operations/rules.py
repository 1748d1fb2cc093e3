"""What the operator may do."""

from rathaus.foundation.permissions.public import Role, declare

OPERATE = "operations.manage"

declare({OPERATE: [Role.OPERATOR]})
