"""What this program is, and which frozen campaigns another one froze.

Guards: a change of the program is a change of the message. Whoever starts another version is told
at once which campaigns wait frozen by the former one; their test and approvals count there still,
and nothing was changed in the workspace by starting this one.
"""

from __future__ import annotations

import importlib.metadata
from dataclasses import dataclass

from composer import __version__, paths
from composer.findings import Finding, finding
from composer.proofs.fingerprint import Fingerprint, locked_versions, program_fingerprint
from composer.proofs.manifest import read_manifest
from composer.stages.checking import binding_for, recorded_root
from composer.stages.desk import Desk
from composer.stages.ended import record_of
from composer.store.campaigns import CampaignRecord

LONGEST_LICENCE = 60
_NO_LICENCES = {"OSI Approved", "DFSG approved"}
"""What classifiers say beside a licence."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Distribution:
    """A work of others that the program holds, and the licence that it names."""

    name: str
    version: str
    licence: str


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """Version, fingerprint and what the program is made of."""

    fingerprint: Fingerprint
    distributions: tuple[Distribution, ...]


def about_program() -> About:
    """Say what this program is; blocking, the first time for as long as it takes to read it."""
    locked = locked_versions(paths.lock_file().read_text(encoding="utf-8"))
    names = dict.fromkeys(name for name, _version in locked)  # some are locked for two Pythons
    return About(
        fingerprint=program_fingerprint(),
        distributions=tuple(filter(None, map(_distribution, names))),
    )


def other_program_findings(desk: Desk) -> tuple[Finding, ...]:
    """Name each campaign that waits as another program froze it; one line for each."""
    return tuple(
        finding("workspace.other_program", name=record.name, theirs=theirs or "–", own=__version__)
        for record in desk.campaigns.all()
        if (theirs := _other_program(desk, record)) is not None
    )


def _other_program(desk: Desk, record: CampaignRecord) -> str | None:
    """Give the version of another program that froze what the campaign still is, or None."""
    stored = desk.proofs.latest(record.id)
    if stored is None:
        return None
    program = read_manifest(stored.manifest).section("program")
    theirs = (str(program.get("source", "")), str(program.get("installation", "")))
    own = program_fingerprint()
    if theirs == (own.source, own.installation):
        return None
    revision = desk.campaigns.current_revision(record.id).digest
    root = recorded_root(desk, record.id)
    is_unchanged = binding_for(record.id, revision, root, program=theirs) == stored.binding
    return str(program.get("version", "")) if is_unchanged and _is_open(desk, record) else None


def _is_open(desk: Desk, record: CampaignRecord) -> bool:
    """Whether somebody could still get this campaign."""
    with record_of(desk, record.id) as view:
        return view is None or view.counts(stopped=False).open > 0


def _distribution(name: str) -> Distribution | None:
    """Read what an installed distribution says of itself; None where it is for another system."""
    try:
        notes = importlib.metadata.metadata(name)
    except importlib.metadata.PackageNotFoundError:
        return None
    kinds = [kind for kind in notes.get_all("Classifier") or () if kind.startswith("License ::")]
    classified = {kind.rpartition(" :: ")[2] for kind in kinds} - _NO_LICENCES
    (expression,) = notes.get_all("License-Expression") or ("",)
    (said,) = notes.get_all("License") or ("",)
    licence = expression or ", ".join(sorted(classified)) or said.strip().partition("\n")[0]
    return Distribution(
        name=str(notes["Name"]),
        version=str(notes["Version"]),
        licence=licence[:LONGEST_LICENCE] or "–",
    )


class ProgramNotes:
    """What the program says of itself beside one open workspace."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk

    def other_program_findings(self) -> tuple[Finding, ...]:
        """Name each campaign that waits as another program froze it."""
        return other_program_findings(self._desk)
