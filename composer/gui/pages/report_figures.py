"""The figures of the Report page, counted from the very rows that the saved report holds.

Reading is streaming: a row is counted and forgotten. *Handed over* is what is known; nothing here
says that anything was delivered.
"""

from __future__ import annotations

import csv
import tempfile
from collections import Counter
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from composer.gui.numbers import number
from composer.gui.pages import groups
from composer.gui.pages.send_phase import Phase, name_of, send_phase
from composer.gui.times import full_moment
from composer.i18n import _, isolate_ltr, ngettext, place
from composer.model.identifiers import CampaignId
from composer.model.overview import PersonHere, Status
from composer.model.states import RecipientState

if TYPE_CHECKING:
    from composer.workspace import Workspace

HANDED_OVER = RecipientState.ACCEPTED.value
OVER = frozenset(
    state.value
    for group in (groups.HANDED_OVER, groups.REFUSED, groups.UNCLEAR)
    for state in group.states
)
MOST_DOMAINS = 8


@dataclass(frozen=True, slots=True, kw_only=True)
class Share:
    """One language or domain: how many people, and to how many it was handed over."""

    name: str
    people: int
    handed_over: int


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchEnd:
    """When the last message of a batch was done, and how many of it were handed over.

    Each frozen version has a first batch: `proof` says of which one it is, where there are several.
    """

    batch: int
    people: int
    at: datetime
    handed_over: int = 0
    proof: str = ""

    @property
    def name(self) -> str:
        """Its number, and of which version it is where that is in question."""
        version = f" · {isolate_ltr(self.proof[:8])}" if self.proof else ""
        return f"{number(self.batch)}{version}"

    @property
    def share(self) -> Share:
        """How many of the batch have it."""
        return Share(name=self.name, people=self.people, handed_over=self.handed_over)


@dataclass(frozen=True, slots=True, kw_only=True)
class Figures:
    """What the page shows besides the counts; most people first."""

    locales: tuple[Share, ...]
    domains: tuple[Share, ...]
    batches: tuple[BatchEnd, ...]


def read_figures(workspace: Workspace, campaign: CampaignId, *, source: str) -> Figures:
    """Count the rows of the report; `source` is the language of rows that name none. Blocking."""
    with tempfile.TemporaryDirectory(prefix="composer-report-") as folder:
        file = Path(folder) / "report.csv"
        workspace.report(campaign, "csv", file)
        return count_rows(file, source=source)


def count_rows(file: Path, *, source: str) -> Figures:
    """Count a report's rows by language, domain and batch."""
    people: dict[str, Counter[str]] = {"locale": Counter(), "domain": Counter()}
    done: dict[str, Counter[str]] = {"locale": Counter(), "domain": Counter()}
    batches: Counter[tuple[str, int]] = Counter()
    taken: Counter[tuple[str, int]] = Counter()
    ends: dict[tuple[str, int], datetime] = {}
    with file.open(encoding="utf-8-sig", newline="") as stream:
        for line in csv.DictReader(stream):
            domain = line["address"].rpartition("@")[2]
            names = {"locale": line["locale"] or source, "domain": domain}
            for kind, name in names.items():
                people[kind][name] += 1
                done[kind][name] += line["state"] == HANDED_OVER
            if line["batch"] and line["state"] in OVER:  # a planned row has a time and batch too
                key = line["proof"], int(line["batch"])
                at = datetime.fromisoformat(line["at"])
                batches[key] += 1
                taken[key] += line["state"] == HANDED_OVER
                ends[key] = max(at, ends.get(key, at))
    several = len({proof for proof, _batch in batches}) > 1
    return Figures(
        locales=_shares(people["locale"], done["locale"]),
        domains=_shares(people["domain"], done["domain"]),
        batches=tuple(
            BatchEnd(
                batch=key[1],
                people=batches[key],
                at=ends[key],
                handed_over=taken[key],
                proof=key[0] if several else "",
            )
            for key in sorted(batches, key=lambda key: ends[key])
        ),
    )


def _shares(people: Counter[str], done: Counter[str]) -> tuple[Share, ...]:
    return tuple(
        Share(name=name, people=count, handed_over=done[name])
        for name, count in people.most_common()
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class Moment:
    """One line of the timeline."""

    icon: str
    tint: str
    when: str
    what: str


def timeline(
    status: Status, figures: Figures | None, people: tuple[PersonHere, ...]
) -> tuple[Moment, ...]:
    """Tell what happened when, oldest first."""
    moments: list[tuple[datetime, str, str, str]] = []
    if status.sealed_at is not None:
        words = place(_("Frozen by {person}"), person=name_of(people, status.sealed_by))
        moments.append((status.sealed_at, "lock", "muted", words))
    for line in status.approvals:
        words = _("{person} approved") if line.counts else _("{person} decided; it does not count")
        if line.decision == "rejection":
            words = _("{person} found something wrong")
        moments.append((line.at, "signature", "muted", place(words, person=line.name)))
    progress = status.progress
    if progress.started_at is not None:
        moments.append((progress.started_at, "send", "accent", _("Sending began")))
    for end in figures.batches if figures else ():
        words = ngettext(
            "Batch {batch}: {count} person", "Batch {batch}: {count} people", end.people
        )
        text = place(words, batch=end.name, count=number(end.people))
        moments.append((end.at, "circle-check", "done", text))
    if progress.ended_at is not None:
        moments.append((progress.ended_at, "square", "muted", _end_words(status)))
    ordered = sorted(moments, key=lambda moment: moment[0])
    return tuple(
        Moment(icon=icon, tint=tint, when=full_moment(at), what=text)
        for at, icon, tint, text in ordered
    )


def _end_words(status: Status) -> str:
    if send_phase(status) is Phase.DONE:
        return _("Sending ended")
    if status.held_because:
        return place(_("Stopped: {cause}"), cause=status.held_because)
    return _("Sending was stopped") if status.stopped_by else _("Sending ended")
