"""Finds what is wrong with links as written: where they lead, what they say, what they give away.

Nothing is fetched. A field inside a link is left out of the judgement; a link that is one field is
looked at for each recipient.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from urllib.parse import parse_qsl

import idna

from composer.checks.reserved_names import is_address, is_private, is_reserved, link_host
from composer.checks.written import Where, Written
from composer.findings import Finding, finding
from composer.model.campaign import Campaign

_TRACKING = re.compile(
    r"utm_\w+|gclid|fbclid|dclid|msclkid|yclid|igshid|mc_[ce]id|_hs(?:enc|mi)|mkt_tok|vero_id"
    r"|oly_(?:enc|anon)_id|s_cid|trk\w*|wickedid|ref_src",
    re.IGNORECASE,
)
_SHORTENERS = frozenset(
    {
        "bit.ly", "buff.ly", "cutt.ly", "goo.gl", "is.gd", "lnkd.in", "ow.ly", "rb.gy",
        "rebrand.ly", "shorturl.at", "t.co", "t.ly", "tinyurl.com", "tiny.cc", "v.gd",
    }
)  # fmt: skip
_SAYS_HOST = re.compile(
    r"(?:https?://)?((?:[\w-]+\.)+[a-z]{2,24})(?::\d{1,5})?(?:[/?#]\S*)?", re.IGNORECASE
)
_SAYS_ADDRESS = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
_TWICE = re.compile(r"https?:/*https?:", re.IGNORECASE)
_ODD_END = re.compile(r"[.,;:!?'\"“”„»«>\])]\Z")


def find_link_findings(written: Written, campaign: Campaign) -> Iterator[Finding]:
    """Find what is wrong with each link of one language."""
    own_is_example = is_reserved(campaign.sender.address.rpartition("@")[2])
    where = written.where("body")
    labels = written.page.labels or ("",) * len(written.page.links)
    for target, label in zip(written.page.links, labels, strict=True):
        link = target.strip()
        if link[:1] == "#" and link[1:] in written.page.places:
            continue
        yield from _find_in_link(
            link, " ".join(label.split()), where, own_is_example=own_is_example
        )


def _find_in_link(
    link: str, label: str, where: Where, *, own_is_example: bool
) -> Iterator[Finding]:
    if code := _first_code(link, own_is_example=own_is_example):
        yield finding(code, where=where, link=link)
    host = link_host(link)
    if host:
        names = dict.fromkeys(
            name for name, _value in parse_qsl(link.partition("?")[2]) if _TRACKING.fullmatch(name)
        )
        if names:
            yield finding("content.tracking_link", where=where, link=link, names=", ".join(names))
    if other := _says_other(label, link, host):
        yield finding("content.link_text_differs", where=where, said=other, link=link)


def _first_code(link: str, *, own_is_example: bool) -> str:
    """Name the worst that is wrong with a link, or nothing."""
    scheme, colon, rest = link.partition(":")
    scheme = scheme.lower()
    if link in {"", "#"} or (colon and not rest.strip("/")):
        return "content.empty_link"
    if link.startswith("{") or scheme in {"mailto", "tel", "cid"}:
        return ""
    if scheme not in {"http", "https"} or not rest.startswith("//"):
        return "content.bad_link"
    return _web_code(link, scheme, own_is_example=own_is_example)


def _web_code(link: str, scheme: str, *, own_is_example: bool) -> str:
    host = link_host(link)
    authority = link.partition("://")[2].partition("/")[0]
    wrong = {
        "content.credentials_link": "@" in authority and "{" not in authority,
        "content.odd_link": _TWICE.match(link) is not None,
        "content.private_link": is_private(host),
        "content.address_link": is_address(host),
        "content.lookalike_link": looks_like_another(host),
        "content.http_link": scheme == "http",
        "content.example_link": is_reserved(host) and not own_is_example,
    }
    return next((code for code, is_wrong in wrong.items() if is_wrong), _manner_code(link, host))


def _manner_code(link: str, host: str) -> str:
    if any(char.isspace() for char in _outside_fields(link)):
        return "content.odd_link"
    if _ODD_END.search(link) and not link.endswith(("}}", ")")):
        return "content.odd_link"
    return "content.short_link" if host.lower() in _SHORTENERS else ""


def _outside_fields(link: str) -> str:
    return re.sub(r"\{\{.*?\}\}|\{%.*?%\}", "", link)


def _says_other(label: str, link: str, host: str) -> str:
    """Give the host or address that a link's text names while it leads to another, or nothing."""
    if "{" in label:
        return ""
    if link.lower().startswith("mailto:"):
        said = label if _SAYS_ADDRESS.fullmatch(label) else ""
        target = link[7:].partition("?")[0]
        return said if said and "{" not in target and said.lower() != target.lower() else ""
    match = _SAYS_HOST.fullmatch(label)
    if match is None or not host:
        return ""
    said, leads = _bare(match[1]), _bare(host)
    alike = said == leads or said.endswith(f".{leads}") or leads.endswith(f".{said}")
    return "" if alike else match[1]


def _bare(host: str) -> str:
    host = host.lower().removeprefix("www.")
    try:
        return idna.decode(host)
    except idna.IDNAError:
        return host


def looks_like_another(host: str) -> bool:
    """Tell whether a host's letters pose as others: scripts mixed, or look-alikes of Latin only.

    >>> [looks_like_another(host) for host in ("раypal.com", "xn--80ak6aa92e.com")]
    [True, True]
    >>> [looks_like_another(host) for host in ("münchen.de", "пример.рф", "αα.test", "acme.co")]
    [False, False, False, False]
    """
    if host.isascii() and "xn--" not in host.lower():
        return False
    name = _bare(host)
    ends_latin = name.rpartition(".")[2].isascii()
    return any(_poses(label, ends_latin=ends_latin) for label in name.split(".")[:-1])


def _poses(label: str, *, ends_latin: bool) -> bool:
    scripts = {unicodedata.name(char, "?").partition(" ")[0] for char in label if char.isalpha()}
    if "LATIN" in scripts and scripts & {"CYRILLIC", "GREEK", "ARMENIAN", "CHEROKEE"}:
        return True
    return scripts == {"CYRILLIC"} and ends_latin and all(char in _LIKE_LATIN for char in label)


_LIKE_LATIN = frozenset("асеіјорѕхуԁԛԝһӏвнкмт0123456789-")
"""Cyrillic letters that look like Latin ones."""
