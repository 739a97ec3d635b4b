"""Names of the network that lead to nobody: examples, tests, and this or a private network.

Source: RFC 2606, RFC 6761 (reserved names), RFC 1918, RFC 4193, RFC 8375 (private networks).
"""

from __future__ import annotations

import re
from ipaddress import ip_address

_RESERVED = ("example.com", "example.org", "example.net")
_RESERVED_ENDINGS = (".example", ".test", ".invalid", ".tld")
_NUMBER = re.compile(r"(?:0x[0-9a-f]+|\d+)(?:\.(?:0x[0-9a-f]+|\d+)){1,3}")
_STAND_INS = frozenset(
    {"yourdomain.com", "your-domain.com", "yourcompany.com", "your-company.com", "yoursite.com"}
    | {"yourwebsite.com", "ihre-domain.de", "deine-domain.de", "beispiel.de", "musterfirma.de"}
)
"""Names that people write where the real one is to come."""
_PRIVATE_ENDINGS = (
    ".localhost", ".local", ".internal", ".intranet", ".intra", ".corp", ".lan", ".home",
    ".home.arpa", ".private", ".onion",
)  # fmt: skip


def is_reserved(host: str) -> bool:
    """Tell whether a host is one of those set aside for examples and tests.

    >>> is_reserved("www.example.com"), is_reserved("acme.test"), is_reserved("acme.co")
    (True, True, False)
    """
    host = host.lower()
    return host.endswith(_RESERVED_ENDINGS) or any(
        host == name or host.endswith(f".{name}") for name in (*_RESERVED, *_STAND_INS)
    )


def is_private(host: str) -> bool:
    """Tell whether a host is this computer, or can be reached inside one network only.

    >>> [is_private(host) for host in ("10.1.2.3", "[::1]", "wiki", "wiki.corp", "0x7f.1")]
    [True, True, True, True, True]
    >>> is_private("acme.co"), is_private("93.184.216.34")
    (False, False)
    """
    host = host.lower().rstrip(".")
    try:
        return not ip_address(host.strip("[]")).is_global
    except ValueError:
        if _NUMBER.fullmatch(host):  # browsers read it as an address
            return True
        return bool(host) and ("." not in host or host.endswith(_PRIVATE_ENDINGS))


def is_address(host: str) -> bool:
    """Tell whether a host is a number instead of a name."""
    try:
        ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True


def link_host(link: str) -> str:
    """Give the host of a web link, without user and port, or nothing; fields make it unknown.

    >>> link_host("https://ana:pw@acme.co:8443/a?b"), link_host("https://{{ x }}.acme.co/")
    ('acme.co', '')
    """
    scheme, parted, rest = link.strip().partition("://")
    if not parted or scheme.lower() not in {"http", "https"}:
        return ""
    authority = rest.partition("/")[0].partition("?")[0].partition("#")[0]
    if "{" in authority:
        return ""
    host = authority.rpartition("@")[2]
    return host.partition("]")[0] + "]" if host.startswith("[") else host.partition(":")[0]
