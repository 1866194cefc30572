"""Where a request comes from: the client as the named proxies tell it, and his network as a keyed hash."""

from collections.abc import Iterator, Mapping
from ipaddress import IPv4Address, IPv6Address, ip_address, ip_network

from django.conf import settings

from . import tokens

Address = IPv4Address | IPv6Address
WIDTH = {4: 24, 6: 48}  # as far as one household or company reaches (design decision 16)


def of(meta: Mapping[str, str]) -> str:
    """The network of a request; empty where no proxy is named in the settings, or none of them tells the client."""
    address = client(meta) if settings.TRUSTED_PROXIES else None
    if address is None:
        return ""
    return f"network:{tokens.keyed(str(ip_network((address, WIDTH[address.version]), strict=False)))}"


def client(meta: Mapping[str, str]) -> Address | None:
    """Whoever stands before the named proxies; what he says of himself is not read, and None where it is not known."""
    address = None
    for address in _steps(meta):
        if address is None or not _is_trusted(address):
            return address
    return address


def _steps(meta: Mapping[str, str]) -> Iterator[Address | None]:
    """Who spoke to us, who spoke to him, and so on outwards: each proxy adds its neighbour at the end."""
    yield _read(meta.get("REMOTE_ADDR", ""))
    told = [part for part in meta.get("HTTP_X_FORWARDED_FOR", "").split(",") if part.strip()]
    yield from map(_read, reversed(told))
    if not told:
        yield None


def _read(text: str) -> Address | None:
    """An address, also with a port; None for anything else."""
    bare = text.strip()
    if bare.startswith("["):
        bare = bare[1:].partition("]")[0]
    elif bare.count(":") == 1:
        bare = bare.partition(":")[0]
    try:
        found = ip_address(bare.partition("%")[0])
    except ValueError:
        return None
    return getattr(found, "ipv4_mapped", None) or found


def _is_trusted(address: Address) -> bool:
    return any(address in ip_network(proxy) for proxy in settings.TRUSTED_PROXIES)
