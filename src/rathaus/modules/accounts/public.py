"""What other rooms may use of the accounts."""

from rathaus.modules.accounts.actors import actor_of
from rathaus.modules.accounts.guards import account_required, staff_required

__all__ = ["account_required", "actor_of", "staff_required"]
