"""Read a hostile file in a process of its own, limited in memory and time.

What comes back is JSON, never anything that could be run: a library that a file takes over speaks
for nobody. A process that dies, or takes too much, is one problem of the file.
"""

from __future__ import annotations

import gc
import multiprocessing
import os
import signal
from collections.abc import Callable, Generator, Iterator
from contextlib import closing
from dataclasses import dataclass
from multiprocessing.connection import Connection
from typing import Any

import orjson

from composer.confinement.limits import Limits, confinement_here
from composer.confinement.patience import Patience
from composer.confinement.undisturbed import start_undisturbed

Answer = list[Any]
Job = Callable[[dict[str, Any]], Iterator[Answer]]
TOO_HEAVY: Answer = ["problem", "audience.too_heavy", {}]
WAITING: Answer = ["waiting"]

_LOOK_EVERY_S = 0.1
_START_S = 60.0
_LONGEST_ANSWER = 64 * 1024 * 1024
_SPAWN = multiprocessing.get_context("spawn")


class Refusal(Exception):
    """What a job raises when a file cannot be read: a finding's code and its values."""

    def __init__(self, code: str, **values: str | int) -> None:
        super().__init__(code)
        self.code = code
        self.values = values


@dataclass(frozen=True, slots=True, kw_only=True)
class Allowance:
    """What reading one file may take: bytes above the process's start, seconds of computing."""

    memory_bytes: int
    cpu_s: float


def answers(
    job: Job, request: dict[str, Any], *, allowance: Allowance
) -> Generator[Answer, None, None]:
    """Give a job's answers as they come, and `WAITING` every now and then while there is none.

    The last one is a problem or none: a job that fails answers `["problem", code, values]`. The
    process is ended with the generator.
    """
    near, far = _SPAWN.Pipe(duplex=False)
    process = _SPAWN.Process(target=_serve, args=(far, job, request, allowance), daemon=True)
    start_undisturbed(process)
    far.close()
    try:
        yield from _received(near, process.pid or 0, allowance)
    finally:
        process.kill()
        process.join()
        process.close()
        near.close()


def first_answer(job: Job, request: dict[str, Any], *, allowance: Allowance) -> Answer:
    """Give a job's first answer, and end it."""
    with closing(answers(job, request, allowance=allowance)) as stream:
        return next((answer for answer in stream if answer != WAITING), TOO_HEAVY)


def _received(near: Connection, worker: int, allowance: Allowance) -> Iterator[Answer]:
    confinement, limits = confinement_here(), _limits(allowance)
    patience = Patience(lambda: confinement.computed_s(worker))
    may_compute_s = _START_S
    while True:
        if not near.poll(_LOOK_EVERY_S):
            patience.look()
            if confinement.has_exceeded(worker, limits) or patience.is_over(
                may_compute_s, share=1.0
            ):
                yield TOO_HEAVY
                return
            yield WAITING
            continue
        try:
            answer: Answer = orjson.loads(near.recv_bytes(_LONGEST_ANSWER))
        except (EOFError, OSError, ValueError):
            yield TOO_HEAVY
            return
        if answer == ["done"]:
            return
        patience.renew()
        may_compute_s = allowance.cpu_s
        if answer != ["started"]:
            yield answer


def _limits(allowance: Allowance) -> Limits:
    return Limits(memory_bytes=allowance.memory_bytes)


def _serve(far: Connection, job: Job, request: dict[str, Any], allowance: Allowance) -> None:
    """Do the job in the process that was started for it."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the reader decides when this ends
    os.dup2(os.open(os.devnull, os.O_WRONLY), 2)  # a library that gives up writes to nobody
    gc.disable()  # rows hold no circles, and there are millions of cells
    confinement = confinement_here()
    try:
        far.send_bytes(orjson.dumps(["started"]))
        confinement.confine(_limits(allowance))
        confinement.allow_cpu(allowance.cpu_s)
        for answer in _attempted(job, request):
            far.send_bytes(orjson.dumps(answer))
        far.send_bytes(orjson.dumps(["done"]))
    except (OSError, MemoryError):
        return


def _attempted(job: Job, request: dict[str, Any]) -> Iterator[Answer]:
    try:
        yield from job(request)
    except Refusal as refusal:
        yield ["problem", refusal.code, refusal.values]
    except (MemoryError, RecursionError):
        yield TOO_HEAVY
    except Exception:  # noqa: BLE001 - whatever a library raises over a damaged file
        yield ["problem", "audience.damaged", {}]
