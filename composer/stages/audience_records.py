"""What is kept about a pending audience, as data that can be stored and read back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from decimal import Decimal
from typing import cast

import orjson

from composer.findings import Finding, finding_from_record
from composer.model.audience import AudienceComparison, SourceKind
from composer.model.campaign import AudienceSettings, Inactive, LeaveOut
from composer.model.identifiers import Digest
from composer.store.audience_changes import PeopleFacts, facts_from, facts_text


@dataclass(frozen=True, slots=True, kw_only=True)
class PendingRecord:
    """The source as it was read, the decisions made since, and who is listed now.

    `source_findings` are about the file, `list_findings` about all of its rows. `root` and `facts`
    are empty after a change: they are made anew when the audience is taken over. `version` counts
    the changes. `reading` names the reading of the source, and no other: numbers of tables are
    given again once a list was put away. `source` is where the file was, empty for pasted cells.
    """

    file: str
    kind: SourceKind
    source_columns: tuple[str, ...]
    settings: AudienceSettings
    source_findings: tuple[Finding, ...]
    list_findings: tuple[Finding, ...]
    rows: int
    listed: int
    root: Digest | None
    facts: PeopleFacts | None
    comparison: AudienceComparison | None
    earlier: AudienceComparison | None
    version: int = 0
    reading: str = ""
    source: str = ""

    def changed(self, *, listed: int, settings: AudienceSettings | None = None) -> PendingRecord:
        """Give the record after a change of rows."""
        return replace(
            self,
            listed=listed,
            settings=settings or self.settings,
            root=None,
            facts=None,
            version=self.version + 1,
        )


def as_record(pending: PendingRecord) -> dict[str, object]:
    """Write a record to be stored."""
    return {
        "file": pending.file,
        "kind": pending.kind.value,
        "source_columns": pending.source_columns,
        "settings": orjson.dumps(asdict(pending.settings), default=str).decode(),
        "source_findings": [item.as_record() for item in pending.source_findings],
        "list_findings": [item.as_record() for item in pending.list_findings],
        "rows": pending.rows,
        "listed": pending.listed,
        "root": pending.root,
        "facts": facts_text(pending.facts) if pending.facts else None,
        "comparison": asdict(pending.comparison) if pending.comparison else None,
        "earlier": asdict(pending.earlier) if pending.earlier else None,
        "version": pending.version,
        "reading": pending.reading,
        "source": pending.source,
    }


def from_record(record: Mapping[str, object]) -> PendingRecord:
    """Read what `as_record` wrote."""
    kept = cast("dict[str, object]", record)
    facts, root = kept["facts"], kept["root"]
    return PendingRecord(
        file=str(kept["file"]),
        kind=SourceKind(kept["kind"]),
        source_columns=tuple(cast("list[str]", kept["source_columns"])),
        settings=_settings(orjson.loads(str(kept["settings"]))),
        source_findings=_findings(kept["source_findings"]),
        list_findings=_findings(kept["list_findings"]),
        rows=cast("int", kept["rows"]),
        listed=cast("int", kept["listed"]),
        root=Digest(str(root)) if root else None,
        facts=facts_from(str(facts)) if facts else None,
        comparison=_comparison(kept["comparison"]),
        earlier=_comparison(kept["earlier"]),
        version=cast("int", kept["version"]),
        reading=str(kept.get("reading", "")),
        source=str(kept.get("source", "")),
    )


def _settings(stored: dict[str, object]) -> AudienceSettings:
    """Read settings back: lists become the tuples they were."""
    given = {
        name: tuple(tuple(item) if isinstance(item, list) else item for item in value)
        if isinstance(value, list)
        else value
        for name, value in stored.items()
    }
    inactive = cast("dict[str, str] | None", stored["inactive"])
    leave_out = cast("list[dict[str, object]]", stored["leave_out"])
    given["tolerance"] = Decimal(str(stored["tolerance"]))
    given["inactive"] = Inactive(**inactive) if inactive else None
    given["leave_out"] = tuple(
        LeaveOut(code=str(item["code"]), rows=cast("int", item["rows"])) for item in leave_out
    )
    return AudienceSettings(**given)  # type: ignore[arg-type]


def _findings(stored: object) -> tuple[Finding, ...]:
    return tuple(finding_from_record(item) for item in cast("list[Mapping[str, object]]", stored))


def _comparison(stored: object) -> AudienceComparison | None:
    return AudienceComparison(**cast("dict[str, int]", stored)) if stored else None  # type: ignore[arg-type]
