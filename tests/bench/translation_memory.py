"""What a look-up in a translation memory of 100,000 reviewed units costs, nearly alike ones as well.

The memory is filled with made-up sentences: English ones of 4 to 25 words whose frequencies fall as
those of a language do, and as many Japanese ones cut by characters. Measured are the first look-up
of a program that has just opened the workspace, the later ones, and the first one of another
program whose window has made the memory ready: keys, search, judging and the differences of what is
shown. A third of the texts is stored word for word, a third with another number, a third with some
words changed.

    .venv/bin/python -m tests.bench.translation_memory [units]
"""

from __future__ import annotations

import random
import statistics
import sys
import tempfile
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from multiprocessing import get_context
from pathlib import Path

from composer.model.memory import LanguagePair, MemoryUnit
from composer.stages.remembered import find_matches, make_ready
from composer.store.database import Database
from composer.store.translation_memory import KeyedUnit, TranslationMemoryStore
from composer.translation.memory import memory_key

UNITS = 100_000
LOOK_UPS = 60
WORDS = 6_000
AT = datetime(2026, 1, 1, tzinfo=UTC)
KANA = [chr(code) for code in range(0x3042, 0x3090)]
KANJI = [chr(code) for code in range(0x4E00, 0x4E00 + 1500)]


def main() -> int:
    """Print the figures."""
    units = int(sys.argv[1]) if len(sys.argv) > 1 else UNITS
    with tempfile.TemporaryDirectory() as name:
        for locale, texts in (("en", english(units)), ("ja", japanese(units))):
            sources = list(texts)
            path = Path(name) / f"{locale}.db"
            with Database.open(path) as database:
                began = time.perf_counter()
                fill(TranslationMemoryStore(database), sources, locale)
                print(f"{locale}: {units:,} units stored in {time.perf_counter() - began:.1f} s")
            with Database.open(path) as database:
                measure(TranslationMemoryStore(database), sources, locale)
            wanted = list(asked(sources, locale))[2]  # with some words changed
            made = get_context("spawn").Process(target=measure_ready, args=(path, wanted, locale))
            made.start()
            made.join()
    return 0


def fill(store: TranslationMemoryStore, sources: list[str], locale: str) -> None:
    """Store a unit for every source."""
    pair = LanguagePair(source=locale, target="de")
    store.make_anew(
        KeyedUnit(
            unit=MemoryUnit(
                source=source,
                target=f"Übersetzt: {source}",
                pair=pair,
                campaign="c",
                by="ana",
                at=AT + timedelta(seconds=number),
            ),
            exact=key.exact,
            loose=key.loose,
            shape=key.shape,
        )
        for number, source in enumerate(sources)
        for key in [memory_key(source, locale)]
    )


def measure(store: TranslationMemoryStore, sources: list[str], locale: str) -> None:
    """Print what look-ups take."""
    pair = LanguagePair(source=locale, target="de")
    times: list[float] = []
    work: list[float] = []
    found = 0
    for wanted in asked(sources, locale):
        began, own = time.perf_counter(), time.process_time()
        matches = find_matches(store, wanted, pair, name_of=str)
        work.append((time.process_time() - own) * 1000)
        times.append((time.perf_counter() - began) * 1000)
        found += bool(matches)
    print(f"{locale}: {found} of {len(times)} found")
    for name, took in (("by the clock", times), ("work of this process", work)):
        later = took[1:]
        print(
            f"{locale}: {name}: first {took[0]:.0f} ms; then median"
            f" {statistics.median(later):.0f} ms, most {max(later):.0f} ms"
        )


def measure_ready(path: Path, wanted: str, locale: str) -> None:
    """Print the first look-up after what the window does while nobody presses anything."""
    pair = LanguagePair(source=locale, target="de")
    with Database.open(path) as database:
        store = TranslationMemoryStore(database)
        for name, act in (
            ("made ready", lambda: make_ready(store, pair)),
            ("then the first look-up", lambda: find_matches(store, wanted, pair, name_of=str)),
        ):
            began, own = time.perf_counter(), time.process_time()
            act()
            took, work = time.perf_counter() - began, time.process_time() - own
            print(
                f"{locale}: {name}: {took * 1000:.0f} ms by the clock,"
                f" {work * 1000:.0f} of them work of this process",
                flush=True,
            )


def asked(sources: list[str], locale: str) -> Iterator[str]:
    """Give texts to look up."""
    chance = random.Random(7)
    for number in range(LOOK_UPS):
        text = chance.choice(sources)
        if number % 3 == 1:
            yield text.replace("1", "7")
        elif number % 3 == 2:
            pieces = text.split(" ") if locale == "en" else list(text)
            for _change in range(max(len(pieces) // 5, 1)):
                pieces[chance.randrange(len(pieces))] = "neu" if locale == "en" else "新"
            yield (" " if locale == "en" else "").join(pieces)
        else:
            yield text


def english(count: int) -> Iterator[str]:
    """Give made-up sentences."""
    chance = random.Random(1)
    words = ["".join(chance.choices("abcdefghijklmnoprstuw", k=3 + n % 7)) for n in range(WORDS)]
    weights = [1 / (place + 1) for place in range(WORDS)]
    for number in range(count):
        picked = chance.choices(words, weights, k=chance.randint(4, 25))
        yield " ".join([*picked, str(number % 100), "{{ name }}."])


def japanese(count: int) -> Iterator[str]:
    """Give made-up sentences without spaces."""
    chance = random.Random(2)
    for number in range(count):
        length = chance.randint(8, 60)
        signs = [
            chance.choice(KANA if chance.random() < 0.55 else KANJI) for _sign in range(length)
        ]
        yield "".join([*signs, str(number % 100), "{{ name }}。"])


if __name__ == "__main__":
    sys.exit(main())
