"""Finds what is wrong with links as written: where they lead, what they say, what they give away.

Nothing is fetched. A field inside a link is left out of the judgement; a link that is one field is
looked at for each recipient.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from urllib.parse import parse_qsl, unquote

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
    r"(?:https?://)?((?:[\w-]+\.)+[a-z]{2,24})(?::\d{1,5})?(/[^\s?#]*)?(?:[?#]\S*)?", re.IGNORECASE
)
_SAYS_HOST_WITHIN = re.compile(
    r"(?:https?://|\bwww\.)((?:[\w-]+\.)+[a-z]{2,24})(/[^\s?#)\],;]*)?", re.IGNORECASE
)
_SAYS_ADDRESS = re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+")
CELL_LINKS = frozenset(
    f"content.{name}_link" for name in ("credentials", "private", "address", "lookalike", "example")
)
"""What is said of a link out of a cell, person by person."""
_FILES = frozenset(
    {"csv", "doc", "docx", "gif", "htm", "html", "ics", "jpeg", "jpg", "js", "json", "md", "mp3"}
    | {"mp4", "odp", "ods", "odt", "pdf", "png", "pptx", "svg", "txt", "xls", "xlsx", "xml", "zip"}
)
"""“Terms.pdf” names a file and “Node.js” a product: both are no hosts."""
_SAYS_NUMBER = re.compile(r"\+?[\d\s()/.\u2010-\u2013-]{6,}")
_ONE_ADDRESS = re.compile(r"[^\s@,;]+@(?:[^\s@,;.]+\.)+[^\s@,;.]{2,}(?:,\s*[^\s@,;]+@[^\s@,;]+)*")
_HOST_LABEL = re.compile(r"[a-z0-9](?:[\w-]{0,61}[a-z0-9])?", re.IGNORECASE | re.ASCII)
_LAST_PORT = 65535
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
            name for name, _value in parse_qsl(_parameters(link)) if _TRACKING.fullmatch(name)
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
    if scheme == "mailto":
        is_example = is_reserved(rest.partition("?")[0].rpartition("@")[2]) and not own_is_example
        return "content.bad_link" if _is_bad_mail(rest) else "content.example_link" * is_example
    if link.startswith("{") or scheme in {"tel", "sms", "cid"}:
        return ""
    if scheme not in {"http", "https"} or not rest.startswith("//") or _is_bad_host(link):
        return "content.bad_link"
    return _web_code(link, scheme, own_is_example=own_is_example)


def cell_link_code(cell: str) -> str:
    """Name what is wrong with the place that a cell's whole link leads to, or nothing.

    >>> cell_link_code("https://10.0.0.1/x"), cell_link_code("https://acme.co"), cell_link_code("x")
    ('content.private_link', '', '')
    """
    if not cell.lower().startswith(("https://", "http://")):
        return ""
    code = _web_code(cell, "https", own_is_example=False)
    return code if code in CELL_LINKS else ""


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


def _parameters(link: str) -> str:
    """Give what follows the path: parameters may stand behind the # as well."""
    return link.partition("?")[2].replace("#", "&") if "?" in link else link.partition("#")[2]


def _is_bad_mail(rest: str) -> bool:
    """Tell whether the address of a mailto: link is none; fields make it unknown."""
    said = unquote(rest.partition("?")[0])
    return bool(said) and "{" not in said and _ONE_ADDRESS.fullmatch(said) is None


def _is_bad_host(link: str) -> bool:
    """Tell whether a web link names a host or port that there cannot be.

    >>> [_is_bad_host(f"https://{host}/") for host in ("acme,co", "acme..co", "-a.co", "a.co:0")]
    [True, True, True, True]
    >>> [_is_bad_host(f"https://{host}/") for host in ("acme.co:8443", "[::1]", "उदाहरण.भारत", "a")]
    [False, False, False, False]
    """
    host = link_host(link)
    if not host or host.startswith("["):
        return False
    authority = re.split("[/?#]", link.partition("://")[2], maxsplit=1)[0]
    port = authority.rpartition("@")[2].partition(":")[2]
    if port and not (port.isascii() and port.isdigit() and 0 < int(port[:6]) <= _LAST_PORT):
        return True
    labels = host.rstrip(".,;:!?'\"").split(".")  # a mark at the end is told as such
    return not all(_HOST_LABEL.fullmatch(label) for label in labels if label.isascii())


def _says_other(label: str, link: str, host: str) -> str:
    """Give what a link's text names while it leads elsewhere: a page, an address or a number."""
    if "{" in label:
        return ""
    scheme, _colon, rest = link.partition(":")
    match scheme.lower():
        case "mailto":
            said = label if _SAYS_ADDRESS.fullmatch(label) else ""
            target = rest.partition("?")[0]
            return said if said and "{" not in target and said.lower() != target.lower() else ""
        case "tel":
            return label if _SAYS_NUMBER.fullmatch(label) and _other_number(label, rest) else ""
        case _:
            return _says_other_page(label, link, host) if host else ""


def _other_number(said: str, target: str) -> bool:
    """Tell whether two telephone numbers end differently; their beginnings are written freely."""
    one, other = (re.sub(r"\D", "", number) for number in (said, target))
    return "{" not in target and one[-6:] != other[-6:]


def _says_other_page(label: str, link: str, host: str) -> str:
    if _SAYS_ADDRESS.fullmatch(label):
        return "" if _are_alike(label.rpartition("@")[2], host) else label
    match = _SAYS_HOST.fullmatch(label) or _SAYS_HOST_WITHIN.search(label)
    if match is None or (match[0] == match[1] and _names_file(label)):
        return ""
    if not _are_alike(match[1], host):
        return match[1]
    path = (match[2] or "").rstrip("/.…").lower()
    leads_to = link.partition("://")[2].partition("/")[2].lower()
    return "" if path.lstrip("/") in leads_to or "{" in leads_to else match[0]


def _names_file(label: str) -> bool:
    return label.lower().rpartition(".")[2] in _FILES


def _are_alike(said: str, host: str) -> bool:
    said, leads = _bare(said), _bare(host)
    return said == leads or said.endswith(f".{leads}") or leads.endswith(f".{said}")


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
