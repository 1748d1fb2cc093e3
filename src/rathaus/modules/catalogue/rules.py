"""Who may do what with the catalogue."""

from rathaus.foundation.permissions.public import Role, declare

VIEW_COMPLETENESS = "catalogue.view_completeness"

declare({VIEW_COMPLETENESS: (Role.EDITOR, Role.PUBLISHER, Role.LEAD, Role.CLERK, Role.COUNTER)})
