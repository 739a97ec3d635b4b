"""A campaign that is open in another window, and what is taken when that one is closed."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from composer.gui.session import Session


class Editing:
    """Gives whatever is asked for, and remembers what is held."""

    def __init__(self) -> None:
        self.held = set()

    def take(self, campaign, *, by):
        self.held.add(campaign)
        return ""

    def leave(self, campaign) -> None:
        self.held.discard(campaign)


@pytest.mark.parametrize("goes_on", ["campaign", None])
def test_what_was_taken_after_it_was_left_here_is_let_go(goes_on):
    editing, reloaded = Editing(), []

    def ask(job, *, owner, then):
        found = job(None)
        window.campaign_id = goes_on  # while it was asked, somebody went back to the list
        then(found)

    window = SimpleNamespace(
        workspace=SimpleNamespace(editing=editing),
        person=None,
        campaign_id="campaign",
        ask=ask,
        reload=lambda: reloaded.append(True),
    )
    Session._try_again(window, "campaign")
    assert editing.held == ({"campaign"} if goes_on else set())
    assert bool(reloaded) is bool(goes_on)
