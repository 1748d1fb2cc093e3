"""Who may do what in this room."""

from rathaus.foundation.permissions.public import Role, declare

DATA_PROTECTION = "accounts.data_protection"

declare({DATA_PROTECTION: [Role.DATA_PROTECTION]})
