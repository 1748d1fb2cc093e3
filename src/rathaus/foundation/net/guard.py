"""Which addresses may be reached (against server-side request forgery)."""

import ipaddress
import socket
from dataclasses import dataclass
from urllib.parse import urlsplit

from django.conf import settings

from rathaus.foundation.net.errors import Refused, Unreachable

Address = ipaddress.IPv4Address | ipaddress.IPv6Address

_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")


@dataclass(frozen=True, slots=True)
class Target:
    """One URL, its name resolved once: what is connected to is `address`, what is asked for is `host`."""

    tls: bool
    host: str
    port: int
    path: str
    address: str

    @property
    def host_header(self) -> str:
        name = f"[{self.host}]" if ":" in self.host else self.host
        return name if self.port == (443 if self.tls else 80) else f"{name}:{self.port}"


def check(url: str) -> Target:
    """Resolve and judge. Raises Refused for what must not be reached, Unreachable for a name nobody knows.

    A name that leads to a forbidden address among others is refused whole. `host:port` pairs of RATHAUS_NET_ALLOW
    (systems inside the city's own network) pass.
    """
    if any(ord(character) <= 32 or character == "\\" for character in url):
        raise Refused("blank or control character in the address")
    try:
        parts = urlsplit(url)
        port = parts.port or (443 if parts.scheme == "https" else 80)
        host = (parts.hostname or "").rstrip(".").encode("idna").decode("ascii").lower() if parts.hostname else ""
    except (ValueError, UnicodeError):
        raise Refused("not an address") from None
    if parts.scheme not in {"http", "https"} or not host or "@" in parts.netloc:
        raise Refused("only http and https, with a host and without a password")
    addresses = resolve(host, port)
    if f"{host}:{port}" not in settings.RATHAUS_NET_ALLOW and not all(is_public(address) for address in addresses):
        raise Refused(f"{host}:{port} leads inside the house")
    path = parts.path or "/"
    return Target(
        tls=parts.scheme == "https",
        host=host,
        port=port,
        path=f"{path}?{parts.query}" if parts.query else path,
        address=str(addresses[0]),
    )


def resolve(host: str, port: int) -> list[Address]:
    """Every address of the name, at least one. Numbers in any spelling (`127.1`, `0x7f000001`) resolve as the system does."""
    try:
        found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        raise Unreachable(f"{host} is unknown") from None
    return [ipaddress.ip_address(str(entry[4][0]).partition("%")[0]) for entry in found]


def is_public(address: Address) -> bool:
    """Whether the address lies on the open internet; addresses that wrap an IPv4 address count as that one."""
    if isinstance(address, ipaddress.IPv6Address):
        inner = address.ipv4_mapped or address.sixtofour or (address.teredo[1] if address.teredo else None)
        if inner is None and address in _NAT64:
            inner = ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
        if inner is not None:
            return is_public(inner)
    return address.is_global and not address.is_multicast and not address.is_reserved
