"""Rule 11 on a computer with other work: who is blamed for the time has computed."""

from __future__ import annotations

from composer.confinement.patience import STALLED_S, Patience


class Machine:
    """A clock, and what one worker has computed by it; both go on when told to."""

    def __init__(self) -> None:
        self.now_s = 100.0
        self.computed_s = 7.0
        self.patience = Patience(lambda: self.computed_s, clock=lambda: self.now_s)
        self.patience.look()

    def goes_on(self, seconds: float, *, share: float, every_s: float = 0.1) -> None:
        for _ in range(round(seconds / every_s)):
            self.now_s += every_s
            self.computed_s += every_s * share
            self.patience.look()


def test_one_that_computes_all_of_its_time_is_over_when_the_time_is() -> None:
    machine = Machine()
    machine.goes_on(1.4, share=1.0)
    assert not machine.patience.is_over(1.5)
    machine.goes_on(0.2, share=1.0)
    assert machine.patience.is_over(1.5)


def test_one_that_has_half_of_a_processor_is_over_too() -> None:
    machine = Machine()
    machine.goes_on(1.6, share=0.5)
    assert machine.patience.is_over(1.5)
    assert not machine.patience.is_over(1.5, share=1.0)


def test_one_that_the_machine_lets_wait_has_its_time_later() -> None:
    machine = Machine()
    machine.goes_on(10.0, share=0.01)
    assert not machine.patience.is_over(1.5)
    machine.goes_on(0.6, share=1.0)
    assert machine.patience.is_over(1.5)


def test_one_that_never_computes_is_given_up_in_the_end() -> None:
    machine = Machine()
    machine.goes_on(STALLED_S, share=0.0)
    assert not machine.patience.is_over(1.5)
    machine.goes_on(2.0, share=0.0)
    assert machine.patience.is_over(1.5)


def test_a_machine_that_stood_still_counts_for_little_even_if_the_worker_is_charged_for_it() -> (
    None
):
    machine = Machine()
    machine.goes_on(0.2, share=1.0)
    machine.goes_on(60.0, share=1.0, every_s=60.0)
    assert not machine.patience.is_over(0.8)
    machine.goes_on(0.4, share=1.0)
    assert machine.patience.is_over(0.8)


def test_what_is_renewed_begins_anew() -> None:
    machine = Machine()
    machine.goes_on(1.4, share=1.0)
    machine.patience.renew()
    machine.goes_on(1.4, share=1.0)
    assert not machine.patience.is_over(1.5)
