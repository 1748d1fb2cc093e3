"""Who may do what with files. Unit, secrecy and bias act in queries.py."""

from rathaus.foundation.permissions.public import Role, declare

VIEW = "records.view"
FILE = "records.file"
CLOSE = "records.close"
REOPEN = "records.reopen"
HOLD = "records.hold"

declare(
    {
        VIEW: {Role.CLERK, Role.APPROVER, Role.LEAD, Role.AUDITOR},
        FILE: {Role.CLERK, Role.APPROVER, Role.LEAD, Role.POST_ROOM, Role.COUNTER, Role.CASHIER},
        CLOSE: {Role.CLERK, Role.LEAD},
        REOPEN: {Role.LEAD},
        HOLD: {Role.LEAD, Role.DATA_PROTECTION, Role.AUDITOR},
    }
)
