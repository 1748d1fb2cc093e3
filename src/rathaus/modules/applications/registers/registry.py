"""The registers of this installation."""

from rathaus.foundation.plugins import Registry
from rathaus.modules.applications.registers.base import Register

registers: Registry[Register] = Registry("register")
