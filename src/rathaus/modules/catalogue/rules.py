"""Who may do what with the catalogue."""

from rathaus.foundation.permissions.public import Role, declare

VIEW_COMPLETENESS = "catalogue.view_completeness"
VIEW_RESPONSIBILITY = "catalogue.view_responsibility"
EDIT_RESPONSIBILITY = "catalogue.edit_responsibility"

_READERS = (Role.EDITOR, Role.PUBLISHER, Role.LEAD, Role.CLERK, Role.COUNTER)
declare(
    {
        VIEW_COMPLETENESS: _READERS,
        VIEW_RESPONSIBILITY: _READERS,
        EDIT_RESPONSIBILITY: (Role.EDITOR, Role.PUBLISHER),
    }
)
