"""Who may start an application at the counter, register a letter and type in what it says."""

from rathaus.foundation.permissions import public as permissions
from rathaus.foundation.permissions.public import Role

COUNTER = "applications.counter"
POST_ROOM = "applications.post_room"

permissions.declare({COUNTER: {Role.COUNTER, Role.CLERK}, POST_ROOM: {Role.POST_ROOM, Role.CLERK}})
