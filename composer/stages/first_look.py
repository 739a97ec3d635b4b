"""What the window's frame shows, and can do, before the workspace is open: read within an instant.

Guards rule 7 there: a send that runs is seen and can be stopped at once, while the program is still
being read. So it imports next to nothing.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from composer import paths
from composer.delivery.stopping import request_stop
from composer.model.identifiers import CampaignId
from composer.stages.progress import read_progress
from composer.store.quick_look import quick_look

SENDS = "sends"


@dataclass(frozen=True, slots=True, kw_only=True)
class FirstLook:
    """What is known at once; `only` is the name of the one campaign there is, if it is one."""

    path: Path
    is_practice: bool
    only: str = ""
    running: tuple[CampaignId, ...] = ()


def first_look(path: Path) -> FirstLook | None:
    """Look at a workspace; None where there is none, nobody works in it, or it cannot be read."""
    found = quick_look(paths.workspace_database(path)) if paths.holds_workspace(path) else None
    if found is None:
        return None
    running = [
        CampaignId(campaign_id)
        for campaign_id, _name in found.campaigns
        if read_progress(_send_folder(path, campaign_id)).running
    ]
    return FirstLook(
        path=path,
        is_practice=found.is_practice,
        only=found.campaigns[0][1] if len(found.campaigns) == 1 else "",
        running=tuple(running),
    )


def stop_at_once(look: FirstLook) -> None:
    """Stop what runs; who did it is written down as soon as the workspace knows who is here."""
    for campaign_id in look.running:
        request_stop(_send_folder(look.path, campaign_id), by="")


def _send_folder(path: Path, campaign_id: str) -> Path:
    return path / SENDS / campaign_id
