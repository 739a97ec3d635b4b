"""What was done is taken back in order, and forgotten with the list."""

from __future__ import annotations

from composer.gui.audience.steps import MOST_STEPS, Step, Steps


def step(name):
    return Step(label=name, do=lambda: name, undo=lambda: f"not {name}")


def test_steps_go_back_and_forth_in_order():
    steps = Steps()
    for name in ("one", "two"):
        steps.done(step(name))
    assert steps.undo().undo() == "not two"
    assert steps.undo().undo() == "not one"
    assert steps.undo() is None
    assert steps.redo().do() == "one"


def test_a_new_step_ends_what_could_be_done_again():
    steps = Steps()
    steps.done(step("one"))
    steps.undo()
    steps.done(step("two"))
    assert steps.redo() is None


def test_only_so_many_are_kept_and_none_of_another_list():
    steps = Steps()
    for number in range(MOST_STEPS + 5):
        steps.done(step(str(number)))
    for _turn in range(MOST_STEPS):
        assert steps.undo() is not None
    assert steps.undo() is None
    steps.forget()
    assert steps.redo() is None
