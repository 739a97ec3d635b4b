"""Says what a sender's domain tells receivers about its mail: for your information only."""

from __future__ import annotations

from collections.abc import Iterator

from composer.findings import Finding, finding
from composer.model.campaign import Campaign, TransportKind
from composer.model.sender_records import SenderRecords


def envelope_domain(campaign: Campaign) -> str:
    """Give the domain that SPF is asked about: where returned mail goes."""
    bounce = campaign.transport.bounce.rpartition("@")[2]
    return (bounce or campaign.sender.address.rpartition("@")[2]).lower()


def find_sender_findings(records: SenderRecords, campaign: Campaign) -> Iterator[Finding]:
    """Find what receivers miss in a sender's records, or say that nothing is missing."""
    if records.spf is None or records.dmarc is None:
        yield finding("sender.no_answer", domain=records.domain)
        return
    by_provider = campaign.transport.kind is TransportKind.SENDGRID
    missing = [
        *(() if by_provider else find_spf(records)),
        *find_dmarc(records),
        *find_dkim(records),
        *(() if by_provider else find_alignment(records)),
    ]
    yield from missing
    if not missing:
        yield finding("sender.fine", domain=records.domain)


def find_spf(records: SenderRecords) -> Iterator[Finding]:
    """Find what is wrong with SPF of the domain that returned mail goes to."""
    domain, spf = records.envelope_domain, records.spf or ()
    if not spf:
        yield finding("sender.no_spf", domain=domain)
    elif len(spf) > 1:
        yield finding("sender.several_spf", domain=domain)
    elif {"+all", "all"} & set(spf[0].lower().split()):
        yield finding("sender.open_spf", domain=domain)


def find_dmarc(records: SenderRecords) -> Iterator[Finding]:
    """Find what is wrong with DMARC of the domain in From."""
    dmarc = records.dmarc or ()
    if len(dmarc) != 1:
        yield finding("sender.no_dmarc", domain=records.domain)
    elif _tags(dmarc[0]).get("p", "none") == "none":
        yield finding("sender.dmarc_watches", domain=records.domain)


def find_dkim(records: SenderRecords) -> Iterator[Finding]:
    """Find that no DKIM key of the domain in From is known."""
    if not records.dkim:
        yield finding("sender.no_dkim", domain=records.domain)


def find_alignment(records: SenderRecords) -> Iterator[Finding]:
    """Find returned mail of another domain: SPF then vouches for that one, not for From's."""
    tags = _tags(records.dmarc[0]) if records.dmarc else {}
    one, other = records.domain, records.envelope_domain
    alike = one == other
    if tags.get("aspf", "r") != "s":
        alike = (
            alike
            or one.endswith(f".{other}")
            or other.endswith(f".{one}")
            or (one.split(".")[-2:] == other.split(".")[-2:] and len(one.split(".")[-2]) > 3)
        )
    if not alike:
        yield finding("sender.other_bounce", domain=one, bounce=other)


def _tags(record: str) -> dict[str, str]:
    """Read `v=DMARC1; p=none` as pairs."""
    pairs = (part.partition("=") for part in record.split(";"))
    return {name.strip().lower(): value.strip().lower() for name, _equal, value in pairs}
