"""Who may do what with a case. The second pair of eyes is a rule of the decision itself, see domain/decide.py."""

from rathaus.foundation.permissions import public as permissions
from rathaus.foundation.permissions.public import Role

VIEW = "cases.view"
WORK = "cases.work"
ASSIGN = "cases.assign"
APPROVE = "cases.approve"
REGISTER = "cases.register"
LOWER_SECRECY = "cases.lower_secrecy"
WITHDRAW_BIAS = "cases.withdraw_bias"

permissions.declare(
    {
        VIEW: {Role.CLERK, Role.APPROVER, Role.LEAD, Role.AUDITOR},
        WORK: {Role.CLERK, Role.LEAD},
        ASSIGN: {Role.LEAD},
        APPROVE: {Role.APPROVER, Role.LEAD},
        REGISTER: {Role.POST_ROOM, Role.COUNTER, Role.CLERK},
        LOWER_SECRECY: {Role.LEAD},
        WITHDRAW_BIAS: {Role.LEAD},
    },
)
