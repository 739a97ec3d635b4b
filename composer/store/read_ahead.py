"""Read ahead of whoever works on what was read: the database reads while Python computes."""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from contextlib import suppress
from queue import Empty, Full, Queue
from typing import TypeVar

T = TypeVar("T")

_LOOK_EVERY_S = 0.1


def read_ahead(items: Iterable[T], *, most: int) -> Iterator[T]:
    """Give items that a thread reads meanwhile, at most so many ahead; what it raises is raised.

    The thread has ended when this ends, so whoever gave the items may close what they come from.
    """
    queue: Queue[list[T]] = Queue(most)  # one item each; an empty list is the end
    is_over = threading.Event()
    errors: list[BaseException] = []

    def put(item: list[T]) -> None:
        while not is_over.is_set():
            with suppress(Full):
                queue.put(item, timeout=_LOOK_EVERY_S)
                return

    def read() -> None:
        try:
            for item in items:
                put([item])
                if is_over.is_set():
                    return
        except BaseException as error:  # noqa: BLE001 - it is raised where the items are used
            errors.append(error)
        put([])

    thread = threading.Thread(target=read, name="reading ahead", daemon=True)
    thread.start()
    try:
        while item := queue.get():
            yield item[0]
        if errors:
            raise errors[0]
    finally:
        is_over.set()
        with suppress(Empty):
            while True:
                queue.get_nowait()
        thread.join()
