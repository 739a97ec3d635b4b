"""What every command is given: the workspace, the person, and where to print.

The workspace, and with it most of the program, is imported when it is first opened: `--version`,
`--help` and a mistyped command answer at once.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

from composer.cli.output import Output
from composer.errors import ComposerError
from composer.model.identifiers import CampaignId
from composer.model.person import Person

if TYPE_CHECKING:
    from composer.stages.own_keys import OwnKey
    from composer.workspace import Workspace


@dataclass(slots=True, kw_only=True)
class Context:
    """The surroundings of one command; the workspace opens when it is first needed."""

    workspace_path: Path
    person_email: str | None
    out: Output
    open_window: Callable[[Path | None, str | None], int]
    open_file: Callable[[Path, Path, str | None], int]
    _workspace: Workspace | None = field(default=None, init=False)

    @property
    def workspace(self) -> Workspace:
        """The open workspace.

        Raises:
            WorkspaceError: there is none at the path, or it cannot be opened.
        """
        if self._workspace is None:
            from composer.workspace import Workspace  # noqa: PLC0415 - most of the program

            self._workspace = Workspace.open(self.workspace_path)
            self._workspace.change_frozen_too()
        return self._workspace

    def open_or_create(self) -> Workspace:
        """Open the workspace, or make an empty one: the first person added owns it."""
        from composer.workspace import Workspace  # noqa: PLC0415 - most of the program

        if self._workspace is None and not Workspace.exists(self.workspace_path):
            self._workspace = Workspace.create(self.workspace_path)
        return self.workspace

    def person(self) -> Person:
        """Who acts: `--as`, else COMPOSER_AS, else the only person with a key here.

        Raises:
            UsageError: nobody, or more than one, could be meant.
        """
        person = self.workspace.resolve_person(self.person_email)
        self.workspace.editing.act_for(person)
        return person

    def person_if_known(self) -> Person | None:
        """Who acts, where the step is open to anybody; None when nobody here is meant.

        Nor does a list of people that cannot be verified keep anybody from stopping a send.
        """
        try:
            return self.person()
        except ComposerError:
            return None

    def keys(self) -> tuple[OwnKey, ...]:
        """Give the keys that open a proof file: those of no workspace, then those of the one here.

        `--as` keeps those of one person.
        """
        from composer.stages.own_keys import keys_for  # noqa: PLC0415 - most of the program
        from composer.workspace import Workspace  # noqa: PLC0415 - as above

        here = self.workspace if Workspace.exists(self.workspace_path) else None
        return keys_for(here.passing.keys_here() if here else (), email=self.person_email)

    def campaign(self, name_or_id: str) -> CampaignId:
        """Find a campaign by its id or unique name."""
        return self.workspace.find_campaign(name_or_id)
