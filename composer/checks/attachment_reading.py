"""Has the texts of attached files read in confined processes, one file's text at a time.

A process reads some files one after the other; one that takes too much or dies costs the file that
it was reading, and a fresh one goes on with the next. Guards rule 11.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from typing import NamedTuple

from composer.audience.sources.confined import WAITING, Allowance, answers
from composer.checks.attachment_text import ITEM_CPU_S, is_readable, read_texts
from composer.model.message import MessageFile

_MOST_FILES = 100
_MOST_BYTES = 32 * 1024 * 1024
_ALLOWANCE = Allowance(memory_bytes=512 * 1024 * 1024, cpu_s=ITEM_CPU_S)


class ReadFile(NamedTuple):
    """What a file says, in pieces, and how many pictures it shows; no texts: it cannot be read."""

    texts: tuple[str, ...] | None
    pictures: int = 0


UNREAD = ReadFile(None)


def texts_of(
    files: Sequence[MessageFile], *, cancelled: Callable[[], bool]
) -> Iterator[tuple[MessageFile, ReadFile]]:
    """Give each file with what was read of it.

    Ends early once `cancelled()` is true.
    """
    for file in files:
        if not is_readable(file.path):
            yield file, UNREAD
    waiting = [file for file in files if is_readable(file.path)]
    while waiting and not cancelled():
        some = _batch(waiting)
        done = 0
        for read in _read(some, cancelled):
            yield some[done], read
            done += 1
        if done < len(some) and not cancelled():
            yield some[done], UNREAD  # it took too much, or the process with it
            done += 1
        waiting = waiting[done:]


def _batch(files: Sequence[MessageFile]) -> list[MessageFile]:
    some: list[MessageFile] = []
    size = 0
    for file in files[:_MOST_FILES]:
        size += len(file.content)
        if some and size > _MOST_BYTES:
            break
        some.append(file)
    return some


def _read(files: Sequence[MessageFile], cancelled: Callable[[], bool]) -> Iterator[ReadFile]:
    """Give what one process reads, in the files' order, as far as it comes."""
    request = {"files": [(file.path, file.content) for file in files]}
    texts: list[str] = []
    with closing(answers(read_texts, request, allowance=_ALLOWANCE)) as stream:
        for answer in stream:
            match answer:
                case ["begin", _]:
                    texts = []
                case ["text", str(text)]:
                    texts.append(text)
                case ["end", _, bool(is_whole), int(pictures)]:
                    yield ReadFile(tuple(texts), pictures) if is_whole else UNREAD
                case _ if answer == WAITING and not cancelled():
                    continue
                case _:
                    return
