"""Check the signatures of mail services (DKIM) in a received message.

The keys come from the name service, within a time limit; trouble on the way leaves a signature
*unknown*, never good, and nobody is asked about another domain than that of From. SHA-1 and keys
below 1024 bits count for nothing. The message is hostile: only the first few signatures are looked
at, and none that is absurdly long.

Without a list of registries' domains, *aligned* is narrower than DMARC's relaxed mode: the domain
of the signature is that of From, or one of the two lies in the other.

Source: RFC 6376, RFC 8301 (algorithms), RFC 7489 §3.1.1 (alignment).
"""

from __future__ import annotations

import logging
from collections.abc import Callable
from dataclasses import replace

import dkim
import dns.exception
import dns.resolver
from dns.rdatatype import RdataType

from composer.model.received import MailSignature, SignatureResult
from composer.transports.mail_domains import NameService

MOST_SIGNATURES = 5
LONGEST_SIGNATURE = 4096
LEAST_KEY_BITS = 1024
LEAST_LABELS = 2
ALGORITHMS = frozenset({b"rsa-sha256", b"ed25519-sha256"})

_SILENT = logging.getLogger("composer.dkim")
_SILENT.disabled = True  # the library would log whole header lines, addresses included

AskKey = Callable[[str], bytes | None]
"""Gives the text record of a name; None when there is none. Raises `NoAnswer`."""


class NoAnswer(Exception):
    """The name service gave no answer."""


class SigningKeys:
    """Keys from the name service; each name is asked for once."""

    def __init__(self, names: NameService) -> None:
        self._names = names
        self._known: dict[str, bytes | None] = {}

    def __call__(self, name: str) -> bytes | None:
        """Give the record of a key's name.

        Raises:
            NoAnswer: the name service failed, or its time was over.
        """
        if name not in self._known:
            self._known[name] = self._ask(name)
        return self._known[name]

    def _ask(self, name: str) -> bytes | None:
        try:
            answer = self._names.resolver().resolve(
                f"{name}.", RdataType.TXT, raise_on_no_answer=False, search=False
            )
        except dns.resolver.NXDOMAIN:
            return None
        except (dns.exception.DNSException, OSError, ValueError) as error:
            raise NoAnswer from error
        texts = [b"".join(record.strings) for record in answer.rrset or ()]
        return next((text for text in texts if b"p=" in text), None)


def read_signatures(
    content: bytes, *, from_domain: str, ask_key: AskKey
) -> tuple[MailSignature, ...]:
    """Check the signatures of a message with CRLF line ends; `from_domain` is an A-label name."""
    try:
        headers, _body = dkim.rfc822_parse(content)
    except Exception:  # noqa: BLE001 - a hostile message may raise anything in the library
        return ()
    values = [value for name, value in headers if name.lower() == b"dkim-signature"]
    found = []
    for at, value in enumerate(values[:MOST_SIGNATURES]):
        signature = _signature(value, from_domain) if len(value) <= LONGEST_SIGNATURE else None
        if signature is not None:
            checked = _check(content, at, ask_key=ask_key) if signature.aligned else None
            found.append(replace(signature, result=checked or signature.result))
    return tuple(found)


def is_aligned(domain: str, from_domain: str) -> bool:
    """Whether a signature's domain may stand for that of From.

    >>> is_aligned("mail.example.com", "example.com"), is_aligned("com", "example.com")
    (True, False)
    >>> is_aligned("badexample.com", "example.com")
    False
    """
    one, other = (name.lower().rstrip(".") for name in (domain, from_domain))
    if min(one.count("."), other.count(".")) < LEAST_LABELS - 1:
        return False
    return one == other or one.endswith(f".{other}") or other.endswith(f".{one}")


def _signature(value: bytes, from_domain: str) -> MailSignature | None:
    """Read what a signature says of itself; None for one that cannot be read."""
    try:
        tags = dkim.parse_tag_value(value)
        domain, selector, names = tags[b"d"], tags[b"s"], tags[b"h"]
        is_weak = tags[b"a"] not in ALGORITHMS
    except (dkim.InvalidTagValueList, KeyError):
        return None
    return MailSignature(
        domain=_text(domain).lower(),
        selector=_text(selector),
        headers=tuple(_text(name).strip().lower() for name in names.split(b":")),
        result=SignatureResult.UNKNOWN,
        aligned=not is_weak and is_aligned(_text(domain), from_domain),
        whole_body=b"l" not in tags,
        signed_at=int(tags[b"t"]) if tags.get(b"t", b"").isdigit() else 0,
    )


def _check(content: bytes, at: int, *, ask_key: AskKey) -> SignatureResult:
    def key_record(name: bytes, **_options: object) -> bytes | None:
        return ask_key(name.decode("ascii").rstrip("."))

    try:
        message = dkim.DKIM(content, logger=_SILENT, minkey=LEAST_KEY_BITS)
        return SignatureResult.PASS if message.verify(at, key_record) else SignatureResult.FAIL
    except (NoAnswer, dkim.NaClNotFoundError):
        return SignatureResult.UNKNOWN
    except Exception:  # noqa: BLE001 - as above
        return SignatureResult.FAIL


def _text(value: bytes) -> str:
    return value.decode("utf-8", "replace")
