"""The face of data protection: register what a module keeps, hand it out, erase it, let it end."""

from rathaus.foundation.privacy.erasure import Report, erase_person, sweep
from rathaus.foundation.privacy.pack import person_pack
from rathaus.foundation.privacy.registry import Kept, Part, PersonalData, register, registered

__all__ = ["Kept", "Part", "PersonalData", "Report", "erase_person", "person_pack", "register", "registered", "sweep"]
