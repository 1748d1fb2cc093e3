"""Who may read the log of looks: data protection alone."""

from rathaus.foundation.audit.queries import READ_VIEWS
from rathaus.foundation.permissions.public import Role, declare

declare({READ_VIEWS: {Role.DATA_PROTECTION}})
