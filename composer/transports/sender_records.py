"""Ask the name service what a sender's domain says about its mail: SPF, DMARC, DKIM keys.

A DKIM key's name is the mail service's choice and cannot be listed, so a few usual names are tried.
Asked only on request. Trouble on the way is no answer, and said so.

Source: RFC 7208 §4.5 (SPF), RFC 7489 §6.6.3 (DMARC), RFC 6376 §3.6.2.1 (DKIM).
"""

from __future__ import annotations

import dns.exception
import dns.resolver
from dns.rdatatype import RdataType

from composer.model.sender_records import SenderRecords
from composer.transports.mail_domains import NameService

SELECTORS = ("s1", "s2", "selector1", "selector2", "google", "default", "dkim", "mail", "k1", "k2")


def read_sender_records(domain: str, *, envelope_domain: str, names: NameService) -> SenderRecords:
    """Ask about a domain and the one of its envelope sender, both as A-labels."""
    try:
        resolver = names.resolver()
    except (dns.exception.DNSException, OSError):
        return SenderRecords(
            domain=domain, envelope_domain=envelope_domain, spf=None, dmarc=None, dkim=()
        )
    return SenderRecords(
        domain=domain,
        envelope_domain=envelope_domain,
        spf=_texts(resolver, envelope_domain, begins="v=spf1"),
        dmarc=_dmarc(resolver, domain),
        dkim=tuple(
            selector
            for selector in SELECTORS
            if _texts(resolver, f"{selector}._domainkey.{domain}", holds="p=")
        ),
    )


def _dmarc(resolver: dns.resolver.Resolver, domain: str) -> tuple[str, ...] | None:
    """Look at the domain, then at those above it; the first that says something counts."""
    labels = domain.split(".")
    found: tuple[str, ...] | None = ()
    for first in range(max(1, len(labels) - 1)):
        found = _texts(resolver, "_dmarc." + ".".join(labels[first:]), begins="v=DMARC1")
        if found is None or found:
            break
    return found


def _texts(
    resolver: dns.resolver.Resolver, name: str, *, begins: str = "", holds: str = ""
) -> tuple[str, ...] | None:
    """Give the texts of a name that begin with or hold something; None without an answer."""
    try:
        answer = resolver.resolve(f"{name}.", RdataType.TXT, raise_on_no_answer=False, search=False)
    except dns.resolver.NXDOMAIN:
        return ()
    except (dns.exception.DNSException, OSError, ValueError):
        return None
    texts = [b"".join(record.strings).decode("utf-8", "replace") for record in answer.rrset or ()]
    return tuple(
        text for text in texts if text.lower().startswith(begins.lower()) and holds in text
    )
