"""Jobs for the tests of the worker pool: functions of a module, as spawned processes need them."""

from __future__ import annotations

import os
import time

from composer.errors import RenderError
from composer.rendering.worker import begin_item


def remember(context: str) -> str:
    return context


def fail_to_start(context: str) -> str:
    raise RenderError("No.", code="render.failed", field=context)


def echo(state: str, item: object) -> tuple[str, object, int]:
    return state, item, os.getpid()


def double(_state: str, chunk: tuple[int, ...]) -> tuple[int, ...]:
    for number in chunk:
        begin_item()
        time.sleep(0.001 * (number % 3))
    return tuple(2 * number for number in chunk)


def fail_at_seven(_state: str, chunk: tuple[int, ...]) -> tuple[int, ...]:
    if 7 in chunk:
        raise RenderError("Seven.", code="render.wrong_kind", part="body", field="seven")
    return chunk


def spin(_state: str, _item: object) -> None:
    while True:
        pass


def linger(_state: str, chunk: tuple[float, ...]) -> int:
    for seconds in chunk:
        begin_item()
        time.sleep(seconds)
    return len(chunk)


def compute(_state: str, chunk: tuple[float, ...]) -> int:
    for seconds in chunk:
        begin_item()
        until = time.process_time() + seconds
        while time.process_time() < until:
            pass
    return len(chunk)


def devour(_state: str, size: int) -> int:
    return len(bytearray(size))


def die(_state: object, _item: object) -> None:
    os._exit(1)


def answer_at_length(_state: str, size: int) -> bytes:
    return bytes(size)


def empty(_context: None) -> dict[str, tuple[object, ...]]:
    return {}


def keep(state: dict[str, tuple[object, ...]], item: object) -> None:
    state["kept"] = (*state.get("kept", ()), item)


def kept(state: dict[str, tuple[object, ...]], _chunk: object) -> tuple[object, int]:
    time.sleep(0.01)
    return state.get("kept"), os.getpid()
