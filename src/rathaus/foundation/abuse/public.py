"""The face of this room: count acts, guard open forms."""

from rathaus.foundation.abuse.challenge import Refused, check_form, form_fields
from rathaus.foundation.abuse.limits import Allowance, TooMany, allowance, hit, require_hit

__all__ = ["Allowance", "Refused", "TooMany", "allowance", "check_form", "form_fields", "hit", "require_hit"]
