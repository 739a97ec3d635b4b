"""Which workspace of this computer writes to a campaign's people: the first that began to.

Guards rule 4 where a campaign was taken to a second workspace: it keeps its id there, and comes
without the record of who has got it. What is remembered lies outside of every workspace.
"""

from __future__ import annotations

from pathlib import Path

from composer import paths
from composer.model.identifiers import CampaignId
from composer.store.files import write_atomically
from composer.store.places import changing, unusable


class SendingWorkspaces:
    """The workspace of each campaign that this user began to send on this computer."""

    def __init__(self, folder: Path | None = None) -> None:
        self._folder = folder or paths.state_folder() / "senders"

    def of(self, campaign_id: CampaignId) -> str:
        """Give the id of the workspace that began to send it; "" where none did.

        Raises:
            WorkspaceError: what is remembered cannot be read.
        """
        try:
            return self._file(campaign_id).read_text(encoding="utf-8", errors="replace").strip()
        except FileNotFoundError:
            return ""
        except OSError as error:
            raise unusable() from error

    def claim(self, campaign_id: CampaignId, workspace_id: str) -> str:
        """Note that a workspace begins to send, unless another did, and give which one it is.

        Of two that ask at the same moment one gets it.

        Raises:
            WorkspaceError: it cannot be remembered; nothing may be sent then.
        """
        with changing(self._folder, "senders.lock"):
            if not self._file(campaign_id).exists():
                write_atomically(self._file(campaign_id), workspace_id.encode("utf-8"))
            return self.of(campaign_id)

    def _file(self, campaign_id: CampaignId) -> Path:
        return self._folder / campaign_id
