"""What the service can check of a ciphertext without opening it."""

from rathaus.config.demo.deliveryservice.messages import Refused
from rathaus.config.demo.deliveryservice.model import Destination
from rathaus.standards.fitconnect import jwe
from rathaus.standards.fitconnect.errors import FitConnectError

SHORTEST = 776  # characters, an empty plaintext under a key of 4096 bits


def check(token: bytes, destination: Destination, *, content_types: frozenset[str] = frozenset()) -> None:
    """Raises Refused with 422. `content_types`: those allowed, any where it is empty."""
    try:
        header = jwe.read_header(token)
    except FitConnectError as error:
        raise Refused(422, "Invalid JWE Header", detail=str(error)) from None
    if header.kid != destination.encryption.kid:
        raise Refused(422, "Invalid JWE Header 'kid'", detail="Not the encryption key of the destination.")
    if content_types and header.content_type not in content_types:
        raise Refused(422, "Invalid JWE Header 'cty'", detail=f"One of {', '.join(sorted(content_types))} expected.")
    if len(token) < SHORTEST:
        raise Refused(422, "Invalid JWE", detail="Shorter than any that was made with a key of 4096 bits.")
