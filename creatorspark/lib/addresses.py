"""Which network addresses are public. Everything else may be a machine of the house."""

from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address

# Translators put an IPv4 address into the last 32 bits.
NAT64 = IPv6Network("64:ff9b::/96")
# A translator of the house's own, and IPv4 spelled as IPv6 long ago: both lead inside.
NEVER = (IPv6Network("64:ff9b:1::/48"), IPv6Network("::/96"), IPv6Network("fec0::/10"))
# Set aside for protocols; Python counts a few of them as global.
NEVER_IN_4 = (IPv4Network("192.0.0.0/24"), IPv4Network("192.88.99.0/24"))


def is_public(text: str) -> bool:
    """Say whether a numeric address is one that anybody on the internet can reach.

    Addresses that carry another one inside (IPv4-mapped, NAT64, 6to4) are as public as that one;
    a name, or an address with a zone, never is.
    """
    try:
        address = ip_address(text)
    except ValueError:
        return False
    return _is_public(address)


def is_numeric(text: object) -> bool:
    """Say whether this is an address already, not a name."""
    try:
        ip_address(str(text))
    except ValueError:
        return False
    return True


def _is_public(address: IPv4Address | IPv6Address) -> bool:
    if isinstance(address, IPv6Address):
        if address.scope_id is not None or any(address in network for network in NEVER):
            return False
        inner = _inside(address)
        if inner is not None:
            return _is_public(inner)
        if address.teredo is not None:
            return False
    elif any(address in network for network in NEVER_IN_4):
        return False
    refused = address.is_multicast or address.is_reserved or address.is_unspecified
    return address.is_global and not refused


def _inside(address: IPv6Address) -> IPv4Address | None:
    """Return the IPv4 address that an IPv6 one stands for."""
    if address in NAT64:
        return IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour
