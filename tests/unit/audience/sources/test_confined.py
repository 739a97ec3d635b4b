import os
import time

import pytest

from composer.audience.sources import confined
from composer.audience.sources.confined import TOO_HEAVY, WAITING, Allowance, Refusal, answers

ENOUGH = Allowance(memory_bytes=128 * 1024 * 1024, cpu_s=20.0)


def compute_for_ever(_request):
    while True:
        pass
    yield []


def take_all_memory(_request):
    yield ["rows", len(b"x" * 1024 * 1024 * 1024)]


def die(_request):
    os._exit(3)
    yield []


def refuse(request):
    yield ["rows", request["number"]]
    raise Refusal("audience.damaged", number=1)


def fail(_request):
    yield ["rows"]
    raise KeyError("whatever a library raises")


def compute_before_it_begins(_far, _job, _request, _allowance):
    while True:
        pass


def stand_still(_far, _job, _request, _allowance):
    time.sleep(600)


def told(job, allowance=ENOUGH):
    return [
        answer for answer in answers(job, {"number": 7}, allowance=allowance) if answer != WAITING
    ]


def test_answers_come_one_by_one_and_a_refusal_is_the_last():
    assert told(refuse) == [["rows", 7], ["problem", "audience.damaged", {"number": 1}]]


def test_whatever_is_raised_over_a_file_is_a_problem_of_the_file():
    assert told(fail) == [["rows"], ["problem", "audience.damaged", {}]]


def test_too_much_memory_time_or_a_sudden_death_end_the_reading():
    assert told(take_all_memory) == [TOO_HEAVY]
    assert told(die) == [TOO_HEAVY]
    begun = time.monotonic()
    assert told(compute_for_ever, Allowance(memory_bytes=ENOUGH.memory_bytes, cpu_s=0.5)) == [
        TOO_HEAVY
    ]
    assert time.monotonic() - begun < 60


@pytest.mark.parametrize("served", [compute_before_it_begins, stand_still])
def test_a_reader_that_does_not_even_begin_is_given_up(served, monkeypatch):
    monkeypatch.setattr(confined, "_serve", served)
    monkeypatch.setattr(confined, "_START_S", 0.5)
    monkeypatch.setattr("composer.confinement.patience.STALLED_S", 1.0)
    begun = time.monotonic()
    assert told(refuse) == [TOO_HEAVY]
    assert time.monotonic() - begun < 45


def test_while_nothing_comes_the_reader_may_do_something_else_or_leave():
    stream = answers(compute_for_ever, {}, allowance=ENOUGH)
    assert next(stream) == WAITING
    begun = time.monotonic()
    stream.close()
    assert time.monotonic() - begun < 10  # at once; the process is killed
