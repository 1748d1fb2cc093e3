"""Who may take an inquiry in for somebody else."""

from rathaus.foundation.permissions import public as permissions
from rathaus.foundation.permissions.public import Role

TAKE = "servicecentre.take"

permissions.declare({TAKE: {Role.COUNTER, Role.CLERK}})
