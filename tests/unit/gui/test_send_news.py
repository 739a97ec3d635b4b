"""What is said about sends, from two looks at them."""

from __future__ import annotations

import itertools
from dataclasses import replace

import pytest

from composer.gui.pages.groups import GROUPS, group_of, sum_words
from composer.gui.send_news import news_between, news_now, running_words
from composer.model.ending import SendGlance
from composer.model.states import Counts, RecipientState
from composer.records.stop_words import stop_words

RUNNING = SendGlance(
    campaign_id="c",
    name="News",
    running=True,
    counts=Counts(accepted=310, unknown=1, planned=1689),
)
AT_REST = replace(RUNNING, running=False)


@pytest.mark.parametrize(
    ("now", "said", "notice", "urgent"),
    [
        (replace(AT_REST, is_over=True), "“News” is done.", True, False),
        (replace(AT_REST, is_stopped=True, stopped_by="Ana"), "stopped by Ana", False, False),
        (replace(AT_REST, is_stopped=True), "“News” was stopped.", False, False),
        (replace(AT_REST, cause="Nothing works."), "has stopped. Nothing works.", True, True),
        (replace(AT_REST, cause="x", planned_stop=True), "as planned", True, False),
        (AT_REST, "the program ended", True, True),
    ],
)
def test_an_end_and_every_stop_that_nobody_pressed_is_a_notice(
    now: SendGlance, said: str, notice: bool, urgent: bool
) -> None:
    (news,) = news_between((RUNNING,), (now,))
    assert said in news.title
    assert (news.notice, news.urgent) == (notice, urgent)
    assert news_between((now,), (now,)) == ()


def test_a_window_that_is_opened_says_what_rests_and_nothing_of_what_is_over() -> None:
    rests = replace(AT_REST, is_stopped=True, stopped_by="Ana")
    (news,) = news_between(None, (rests, replace(AT_REST, campaign_id="d", is_over=True), RUNNING))
    assert news.campaign_id == "c"
    assert not news.notice
    assert news.text.startswith("310 people have it. 1 is unclear. 1,689 people do not.")


def test_a_run_that_began_and_ended_between_two_looks_is_told() -> None:
    (news,) = news_between((), (replace(AT_REST, is_over=True),))
    assert news.notice


def test_what_was_told_of_a_send_is_said_as_it_is_now() -> None:
    rests = replace(AT_REST, is_stopped=True, stopped_by="Ana")
    (told,) = news_between((RUNNING,), (rests,))
    decided = replace(rests, counts=Counts(accepted=311, planned=1689))
    assert "1 is unclear" in told.text
    assert "unclear" not in news_now(told, (decided,)).text
    assert news_now(told, (replace(decided, is_over=True),)).title == "“News” is done."
    assert news_now(told, ()) is told


def test_what_runs_is_said_with_how_far_it_is() -> None:
    assert running_words(RUNNING) == "“News” is being sent: 310 of 2,000."


def test_whoever_is_at_the_brink_is_said_to_be_waited_for() -> None:
    assert "2 are being handed over" in stop_words(Counts(accepted=3, brink=2, held=5))


def test_six_groups_add_up_to_the_audience_in_every_state() -> None:
    states = [state.value for state in RecipientState]
    for few in itertools.product((0, 1, 1204), repeat=3):
        for some in itertools.combinations(states, 3):
            counts = Counts(**dict(zip(some, few, strict=True)))
            assert sum(group.count(counts) for group in GROUPS) == counts.total
            left, _equals, total = sum_words(counts).partition(" = ")
            figures = [int(item.replace(",", "")) for item in left.split(" + ")]
            assert sum(figures) == int(total.split()[0].replace(",", "")) == counts.total
    for state in RecipientState:
        assert group_of(state).count(Counts(**{state.value: 7})) == 7
