"""The owners' signed lists as one file, for a computer that has none or older ones.

It is as trustworthy as any file: nothing of it counts before the chain was verified from the first
owner's key, which the reader knows already or compares by words.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NoReturn

from composer.errors import SignatureRefused
from composer.i18n import _
from composer.proofs.canonical import LARGEST_DOCUMENT_BYTES, JsonValue, canonical_bytes
from composer.signoff.owner_changes import LIST_KINDS, newest_head, pin_of, read_headed
from composer.signoff.owner_lists import Trust, chain_of
from composer.signoff.pins import Pin
from composer.signoff.roster import claimed_owner, verify_rosters
from composer.signoff.statement_reading import Fields, text_of
from composer.signoff.statements import ListHead, StatementKind

LARGEST_ROSTER_FILE = LARGEST_DOCUMENT_BYTES
_TYPE = "composer team 1"
_WORKSPACE = re.compile(r"[0-9a-f]{32}", re.ASCII)
_FIELDS = {
    StatementKind.ROSTER: "rosters",
    StatementKind.POLICY: "policies",
    StatementKind.SEEDS: "seeds",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class TeamFile:
    """What a file holds: all versions of each list, and what waits for a second signature."""

    workspace: str
    lists: dict[StatementKind, tuple[bytes, ...]]
    proposals: tuple[bytes, ...] = ()

    @property
    def owner_key(self) -> str:
        """The first owner's key as the file names it; raises SignatureRefused."""
        return claimed_owner(self.lists[StatementKind.ROSTER][0])

    def pin(self, kind: StatementKind) -> Pin:
        """Give where a list stands in this file."""
        return pin_of(self.lists[kind])


def write_team_file(team: TeamFile) -> bytes:
    """Write the file."""
    return canonical_bytes(
        {
            "type": _TYPE,
            "workspace": team.workspace,
            **{_FIELDS[kind]: _texts(team.lists[kind]) for kind in LIST_KINDS},
            "proposals": _texts(team.proposals),
        }
    )


def read_team_file(content: bytes) -> TeamFile:
    """Read the file; nothing of it is verified yet.

    Raises:
        SignatureRefused: it is no file of this kind.
    """
    fields = Fields(content)
    if fields.text("type") != _TYPE:
        _refuse()
    workspace = fields.text("workspace")
    lists = {kind: _envelopes(fields, _FIELDS[kind]) for kind in LIST_KINDS}
    proposals = _envelopes(fields, "proposals")
    fields.require_read()
    if _WORKSPACE.fullmatch(workspace) is None or not lists[StatementKind.ROSTER]:
        _refuse()
    return TeamFile(workspace=workspace, lists=lists, proposals=proposals)


def verify_team_file(team: TeamFile, *, owner_key: str) -> tuple[ListHead, ...]:
    """Verify every list from the first owner's key on, and give the newest head of each.

    Raises:
        SignatureRefused: a signature, a version or a workspace does not fit.
    """
    trust = Trust(workspace=team.workspace, owner_key=owner_key)
    roster = verify_rosters(team.lists[StatementKind.ROSTER], trust=trust)
    for kind in (StatementKind.POLICY, StatementKind.SEEDS):
        chain_of(team.lists[kind], kind, read_headed, trust.under(roster))
    found = [newest_head(envelopes) for envelopes in team.lists.values()]
    return tuple(item[0] for item in found if item is not None)


def _texts(envelopes: Sequence[bytes]) -> list[JsonValue]:
    return [envelope.decode("utf-8") for envelope in envelopes]


def _envelopes(fields: Fields, key: str) -> tuple[bytes, ...]:
    return tuple(text_of(item).encode("utf-8") for item in fields.items(key))


def _refuse() -> NoReturn:
    raise SignatureRefused(
        _("This is not a file with a team's signed lists."),
        advice=_("Ask the owner for it: composer people roster export FILE"),
    )
