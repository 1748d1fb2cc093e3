"""Where a request comes from, as far as it may be used: never stored, only hashed."""

import ipaddress

from django.conf import settings
from django.http import HttpRequest


def client_network(request: HttpRequest) -> str:
    """The client's IPv4 address, or its IPv6 network of 64 bits (one household); `unknown` where it cannot be read.

    Behind `RATHAUS_TRUSTED_PROXIES` proxies the address is the one the outermost of them saw; what a client writes into
    `X-Forwarded-For` itself counts for nothing.
    """
    proxies = settings.RATHAUS_TRUSTED_PROXIES
    seen = [part.strip() for part in request.headers.get("X-Forwarded-For", "").split(",") if part.strip()]
    text = seen[-proxies] if proxies and len(seen) >= proxies else request.META.get("REMOTE_ADDR", "")
    try:
        address = ipaddress.ip_address(text)
    except ValueError:
        return "unknown"
    if isinstance(address, ipaddress.IPv6Address):
        if address.ipv4_mapped is not None:
            return str(address.ipv4_mapped)
        return str(ipaddress.ip_network((address, 64), strict=False))
    return str(address)
