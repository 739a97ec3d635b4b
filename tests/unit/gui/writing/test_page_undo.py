"""The history of the Write page: true order, runs of keys as one step, the way back to the stored."""

from __future__ import annotations

from dataclasses import replace

import pytest

from composer.gui.writing.draft_steps import changed_stretch, step_between
from composer.gui.writing.page_undo import MOST_STEPS, RUN_PAUSE_S, TYPING, PageHistory
from composer.model.writing import MessageDraft

STORED = MessageDraft(subject="Old", preheader="", body="One\nTwo", layout="notice", headers=())


class Clock:
    def __init__(self) -> None:
        self.now = 0.0

    def __call__(self) -> float:
        self.now += 0.05
        return self.now


@pytest.fixture
def clock():
    return Clock()


@pytest.fixture
def history(clock):
    return PageHistory(STORED, clock=clock)


def type_in(history, letters, *, field="body"):
    for letter in letters:
        text = getattr(history.draft, field) + letter
        history.record(replace(history.draft, **{field: text}), label="typing", merge=TYPING)


def delete(history, count, *, field="body"):
    for _turn in range(count):
        text = getattr(history.draft, field)[:-1]
        history.record(replace(history.draft, **{field: text}), label="typing", merge=TYPING)


@pytest.mark.parametrize(
    ("before", "after"),
    [("", "x"), ("x", ""), ("aaa", "aa"), ("abab", "ababab"), ("same", "same"), ("😀a", "a😀")],
)
def test_a_step_leads_there_and_back(before, after):
    start, end, new_end = changed_stretch(before, after)
    assert before[:start] + after[start:new_end] + before[end:] == after
    first, second = replace(STORED, body=before), replace(STORED, body=after)
    step = step_between(first, second, label="x")
    assert step.done(first) == second
    assert step.undone(second) == first


def test_keys_in_a_row_are_one_step(history):
    type_in(history, " and three")
    assert history.undo().label == "typing"
    assert history.draft == STORED
    assert history.undo() is None
    history.redo()
    assert history.draft.body == "One\nTwo and three"


def test_a_pause_a_new_line_and_another_field_begin_a_step(history, clock):
    type_in(history, "a")
    clock.now += RUN_PAUSE_S
    type_in(history, "b")
    type_in(history, "\n")
    type_in(history, "c")
    type_in(history, "!", field="subject")
    bodies = []
    while history.undo():
        bodies.append((history.draft.subject, history.draft.body))
    assert bodies == [
        ("Old", "One\nTwoab\nc"),
        ("Old", "One\nTwoab\n"),
        ("Old", "One\nTwoab"),
        ("Old", "One\nTwoa"),
        ("Old", "One\nTwo"),
    ]


def test_steps_of_panels_stand_between_the_typing_in_the_order_they_happened(history):
    type_in(history, "a")
    history.record(replace(history.draft, layout="newsletter"), label="layout")
    type_in(history, "b")
    labels = []
    while step := history.undo():
        labels.append((step.label, history.draft.layout, history.draft.body[-2:]))
    assert labels == [
        ("typing", "newsletter", "oa"),
        ("layout", "notice", "oa"),
        ("typing", "notice", "wo"),
    ]
    assert history.draft == STORED


def test_a_line_being_written_in_a_panel_is_one_step(history):
    for text in ("D", "De", "Desk"):
        history.record(replace(history.draft, sender=text), label="sender", merge="sender")
    history.record(replace(history.draft, reply_to="x"), label="reply", merge="reply")
    history.undo()
    history.undo()
    assert history.draft == STORED


def test_deleting_is_a_run_too_and_what_is_typed_and_deleted_is_no_step(history, clock):
    delete(history, 3)
    assert history.draft.body == "One\n"
    history.undo()
    assert history.draft == STORED
    type_in(history, "ab")
    delete(history, 2)
    assert history.draft == STORED
    assert history.undo() is None


def test_a_tool_is_a_step_of_its_own_with_its_own_name(history):
    type_in(history, "a")
    with history.named("table"):
        type_in(history, "|")
    type_in(history, "b")
    assert [history.undo().label for _turn in range(3)] == ["typing", "table", "typing"]
    assert history.draft == STORED


def test_a_new_step_ends_the_way_forward(history):
    type_in(history, "a")
    history.undo()
    type_in(history, "b")
    assert history.redo() is None
    assert history.redo_label == ""


def test_long_runs_are_cut_at_words(history):
    type_in(history, "word " * 40)
    history.undo()
    assert history.draft.body.endswith("word ")
    assert len(history.draft.body) > len(STORED.body)


def test_the_history_of_a_long_day_stays_small(history):
    history.begin_again(replace(STORED, body="x" * 60_000))
    for number in range(MOST_STEPS + 50):
        history.record(replace(history.draft, subject=str(number)), label="typing")
    assert len(history._done) == MOST_STEPS
    kept = sum(len(change.removed) for step in history._done for change in step.changes)
    assert kept < 20_000
