"""What other rooms may use of the organisation."""

import datetime as dt
import uuid

from rathaus.foundation.permissions.public import Grant


def grants_of(person_id: uuid.UUID, day: dt.date) -> tuple[Grant, ...]:
    """The grants a person holds that day through posts and substitutions."""
    return ()
