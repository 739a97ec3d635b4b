"""How the window opens a proof file: with the keys of this computer, in a thread of its own."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from composer.stages.own_keys import keys_for
from composer.stages.proof_opening import ProofDesk, open_proof, read_limited
from composer.stages.proof_words import require_readable
from composer.store.own_reviews import OwnReviews

if TYPE_CHECKING:
    from composer.workspace import Workspace


class ProofOpening:
    """One file and whoever opens it; `close` closes the workspace whose keys were asked for.

    An open workspace can be given in place of a path; it stays open.
    """

    def __init__(
        self, file: Path, workspace: Path | Workspace, *, as_email: str | None = None
    ) -> None:
        self._file = file
        self._workspace = workspace
        self._as_email = as_email
        self._opened: Workspace | None = None

    def desk(self) -> ProofDesk:
        """Open the file; blocking. Raises what `open_proof` raises."""
        workspace = self._keys_workspace()
        keys = keys_for(workspace.passing.keys_here() if workspace else (), email=self._as_email)
        return require_readable(
            open_proof(read_limited(self._file), keys=keys, reviews=OwnReviews())
        )

    def close(self) -> None:
        """Close what was opened for the keys."""
        if self._opened is not None:
            self._opened.close()
            self._opened = None

    def _keys_workspace(self) -> Workspace | None:
        from composer.workspace import Workspace  # noqa: PLC0415 - most of the program

        if not isinstance(self._workspace, Path):
            return self._workspace
        if self._opened is None and Workspace.exists(self._workspace):
            self._opened = Workspace.open(self._workspace)
        return self._opened
