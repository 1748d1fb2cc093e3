"""XZuFi 2.1.0, 2.2.0 and 2.3.1: services, units, responsibilities and online services between editorial systems."""

from rathaus.standards.xzufi.model.basics import *  # noqa: F403
from rathaus.standards.xzufi.model.modules import *  # noqa: F403
from rathaus.standards.xzufi.model.online import *  # noqa: F403
from rathaus.standards.xzufi.model.responsibility import *  # noqa: F403
from rathaus.standards.xzufi.model.service import *  # noqa: F403
from rathaus.standards.xzufi.model.transfer import *  # noqa: F403
from rathaus.standards.xzufi.model.unit import *  # noqa: F403
