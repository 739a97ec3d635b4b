"""The far end of the worker pool: a spawned process that computes for one campaign only.

It confines itself, makes its state once, and then answers one job at a time over a pipe. An item of
a job calls `begin_item`, which the parent's clock listens to. It ends when the pipe closes, so no
worker outlives its parent. Answers are (kind, value): "started", "result" or "error".
"""

from __future__ import annotations

import pickle
import signal
from collections.abc import Callable
from functools import partial
from multiprocessing.connection import Connection
from typing import Any

from composer.confinement.limits import Confinement, Limits, confinement_here
from composer.errors import ComposerError
from composer.rendering.failures import render_error

_items: Any = None


def begin_item() -> None:
    """Tell the parent that the next item of a job begins: its time starts anew.

    Outside a worker this does nothing, so that the same job runs in one process too.
    """
    if _items is not None:
        _items.value += 1


def serve(
    connection: Connection,
    setup: Callable[[Any], Any],
    context: Any,
    limits: Limits,
    items: Any,
) -> None:
    """Answer jobs until the pipe closes or the memory is used up."""
    global _items  # noqa: PLW0603 - a worker serves exactly one pool
    _items = items
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent decides when a worker ends
    confinement = confinement_here()
    confinement.confine(limits)
    try:
        connection.send(("started", None))
        confinement.allow_cpu(limits.setup_s)
        kind, state = _attempted(lambda: setup(context))
        connection.send((kind, state if kind == "error" else None))
        if kind == "result":
            _answer_jobs(connection, state, limits, confinement)
    except (EOFError, OSError):
        return


def _answer_jobs(
    connection: Connection, state: Any, limits: Limits, confinement: Confinement
) -> None:
    while True:
        job, item, cpu_s = connection.recv()
        confinement.allow_cpu(cpu_s)
        begin_item()
        kind, value = _attempted(partial(job, state, item))
        connection.send_bytes(_packed((kind, value), limits))
        if kind == "error" and getattr(value, "code", "") == "render.memory":
            return


def _attempted(compute: Callable[[], Any]) -> tuple[str, Any]:
    try:
        return "result", compute()
    except ComposerError as error:
        return "error", error
    except MemoryError:
        return "error", render_error("render.memory")
    except RecursionError:
        return "error", render_error("render.too_large")


def _packed(answer: tuple[str, Any], limits: Limits) -> bytes:
    try:
        packed = pickle.dumps(answer, protocol=pickle.HIGHEST_PROTOCOL)
    except MemoryError:
        return pickle.dumps(("error", render_error("render.memory")))
    if len(packed) > limits.answer_bytes:
        return pickle.dumps(("error", render_error("render.too_large")))
    return packed
