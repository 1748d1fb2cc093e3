"""Who may do what in this room."""

from rathaus.foundation.permissions.public import Role, declare

VIEW_PLACES = "geo.view_places"
EDIT_PLACES = "geo.edit_places"  # take over lists, streets and areas

declare(
    {
        VIEW_PLACES: (Role.EDITOR, Role.PUBLISHER, Role.LEAD, Role.CLERK, Role.COUNTER),
        EDIT_PLACES: (Role.EDITOR, Role.PUBLISHER),
    }
)
