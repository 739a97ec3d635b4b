"""What the check of everybody found, and how it is written down."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass

from composer.checks.variants_record import table_from_record, table_record
from composer.findings import Finding, FindingCount, finding_from_record
from composer.model.check_summary import NO_KINDS, KindTable, Variant
from composer.model.identifiers import Digest, RecipientId


@dataclass(frozen=True, slots=True, kw_only=True)
class PreflightResult:
    """What the check of everybody found.

    `findings` are those about the campaign, then those about single people; of these only the first
    of a kind where there are very many, and `counts` says how many there are. `examples` is the
    number of the latter. `root` is over all messages in the audience's order. `complete` tells that
    nobody was left unchecked (messages with findings included). `domains` counts recipients.
    """

    messages: int
    seconds: float
    findings: tuple[Finding, ...]
    examples: int
    counts: tuple[FindingCount, ...]
    variants: tuple[Variant, ...]
    coverage: float
    domains: tuple[tuple[str, int], ...]
    root: Digest
    complete: bool
    kinds: KindTable = NO_KINDS

    def as_record(self) -> dict[str, object]:
        """Give JSON values; `preflight_from_record` reads them back."""
        return {
            "messages": self.messages,
            "seconds": self.seconds,
            "findings": [item.as_record() for item in self.findings],
            "examples": self.examples,
            "counts": [asdict(item) for item in self.counts],
            "variants": [asdict(item) for item in self.variants],
            "coverage": self.coverage,
            "domains": [list(item) for item in self.domains],
            "root": self.root,
            "complete": self.complete,
            "kinds": table_record(self.kinds),
        }


def preflight_from_record(record: Mapping[str, object]) -> PreflightResult:
    """Rebuild a stored result.

    Raises:
        ValueError: the record is not one that `as_record` gave.
    """
    match record:
        case {
            "messages": int(messages),
            "seconds": int() | float() as seconds,
            "findings": list(findings),
            "examples": int(examples),
            "counts": list(counts),
            "variants": list(variants),
            "coverage": int() | float() as coverage,
            "domains": list(domains),
            "root": str(root),
            "complete": bool(complete),
            "kinds": dict(kinds),
        }:
            return PreflightResult(
                messages=messages,
                seconds=float(seconds),
                findings=tuple(finding_from_record(item) for item in findings),
                examples=examples,
                counts=tuple(_count(item) for item in counts),
                variants=tuple(_variant(item) for item in variants),
                coverage=float(coverage),
                domains=tuple((str(name), int(count)) for name, count in domains),
                root=Digest(root),
                complete=complete,
                kinds=table_from_record(kinds),
            )
        case _:
            raise ValueError("not the record of a check")


def _count(item: Mapping[str, object]) -> FindingCount:
    match item:
        case {
            "code": str(code),
            "column": str(column),
            "locale": str(locale),
            "count": int(count),
            "digest": str(digest),
        }:
            return FindingCount(code=code, column=column, locale=locale, count=count, digest=digest)
        case _:
            raise ValueError("not the record of a count")


def _variant(item: Mapping[str, object]) -> Variant:
    match item:
        case {
            "recipient_id": str(recipient_id),
            "address": str(address),
            "row": int(row),
            "locale": str(locale),
            "facts": list() | tuple() as facts,
            "people": int(people),
            "digest": str(digest),
        }:
            return Variant(
                recipient_id=RecipientId(recipient_id),
                address=address,
                row=row,
                locale=locale,
                facts=tuple(str(fact) for fact in facts),
                people=people,
                digest=Digest(digest),
            )
        case _:
            raise ValueError("not the record of a kind of message")
