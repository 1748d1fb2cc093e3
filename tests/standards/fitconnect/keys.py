"""Keys of a test run: made once per process, for a key of 4096 bits takes about a second."""

from functools import cache

from rathaus.standards.fitconnect import jwk
from rathaus.standards.fitconnect.jwk import PrivateKey, Purpose


@cache
def encryption() -> PrivateKey:
    return jwk.generate("destination-enc", Purpose.ENCRYPTION)


@cache
def signature() -> PrivateKey:
    return jwk.generate("destination-sig", Purpose.SIGNATURE)


@cache
def service() -> PrivateKey:
    return jwk.generate("service-sig-key", Purpose.SIGNATURE)
