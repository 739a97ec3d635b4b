"""Measure how long a program takes from its start until its window is painted.

The screen is an Xvfb of its own whose picture lies in a file: it is looked at each few
milliseconds, and nothing is asked of the program. *Painted* is a window with a ground and things on
it: several colours over most of the window, and not only a plain ground.

    python3 packaging/first_paint.py build/program/composer/composer

prints it for any command, with the processor's time beside it, which other work disturbs less.
"""

from __future__ import annotations

import contextlib
import mmap
import os
import statistics
import struct
import subprocess
import sys
import tempfile
import time
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

WIDTH, HEIGHT, BYTES = 1280, 800, 4
LONGEST_S, LOOK_EVERY_S = 180.0, 0.005
STARTS = 7
COLOURS_OF_A_PAGE, LEAST_PAINTED = 6, 0.5
STEP = 4099 * BYTES  # a prime of pixels: the samples stand in no column


@dataclass(frozen=True, slots=True)
class Screen:
    """A private screen: the display's name and its picture."""

    display: str
    picture: mmap.mmap

    def colours(self) -> tuple[int, float]:
        """Count the colours among sampled pixels, and give the share that is not bare screen."""
        size = WIDTH * HEIGHT * BYTES
        start = len(self.picture) - size
        found = [self.picture[at : at + BYTES] for at in range(start, start + size, STEP)]
        bare = found.count(b"\0\0\0\0") + found.count(b"\0\0\0\xff")
        return len(set(found)), 1 - bare / len(found)

    def png(self) -> bytes:
        """Give the picture as a PNG file."""
        start = len(self.picture) - WIDTH * HEIGHT * BYTES
        lines = bytearray()
        for row in range(HEIGHT):
            at = start + row * WIDTH * BYTES
            pixels = self.picture[at : at + WIDTH * BYTES]
            line = bytearray(3 * WIDTH)
            line[0::3], line[1::3], line[2::3] = pixels[2::4], pixels[1::4], pixels[0::4]
            lines += b"\0" + line
        head = struct.pack(">IIBBBBB", WIDTH, HEIGHT, 8, 2, 0, 0, 0)
        parts = ((b"IHDR", head), (b"IDAT", zlib.compress(bytes(lines))), (b"IEND", b""))
        return b"\x89PNG\r\n\x1a\n" + b"".join(
            struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
            for kind, body in parts
        )

    def is_painted(self) -> bool:
        """Whether a window with something on it covers most of the screen."""
        colours, painted = self.colours()
        return colours >= COLOURS_OF_A_PAGE and painted >= LEAST_PAINTED


@contextlib.contextmanager
def screen() -> Iterator[Screen]:
    """Run a private screen without a window manager; windows stand in its corner."""
    with tempfile.TemporaryDirectory(prefix="composer-screen-") as folder:
        command = ["Xvfb", "-displayfd", "1", "-screen", "0", f"{WIDTH}x{HEIGHT}x24"]
        command += ["-fbdir", folder, "-nolisten", "tcp", "-noreset", "-dpi", "96"]
        with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL) as server:
            assert server.stdout is not None
            display = f":{server.stdout.readline().decode('ascii').strip()}"
            with (Path(folder) / "Xvfb_screen0").open("rb") as file:
                picture = mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ)
            try:
                yield Screen(display, picture)
            finally:
                picture.close()
                server.terminate()


@dataclass(frozen=True, slots=True)
class Start:
    """One start: seconds until the first paint, and the processor's time of the program itself."""

    wall_s: float
    cpu_s: float


def first_paint(command: Sequence[str], shown: Screen) -> Start:
    """Start a program, wait for its window's first paint, and kill it.

    Raises:
        TimeoutError: nothing was painted in three minutes.
    """
    while shown.is_painted():  # a former window is still going
        time.sleep(LOOK_EVERY_S)
    began = time.monotonic()
    process = subprocess.Popen(
        command,
        env={**os.environ, "DISPLAY": shown.display},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )
    try:
        while not shown.is_painted():
            if time.monotonic() - began > LONGEST_S:
                raise TimeoutError("no window was painted")
            time.sleep(LOOK_EVERY_S)
        wall_s = time.monotonic() - began
    finally:
        process.kill()
        _pid, process.returncode, used = os.wait4(process.pid, 0)
    return Start(wall_s, used.ru_utime + used.ru_stime)


def warm_starts(command: Sequence[str], shown: Screen) -> list[Start]:
    """Start a program once to warm everything up, then several times."""
    first_paint(command, shown)
    return [first_paint(command, shown) for _ in range(STARTS)]


def wall_words(starts: Sequence[Start]) -> str:
    """Say how soon the window was painted, by the clock."""
    wall = [start.wall_s for start in starts]
    return f"painted after {statistics.median(wall):.2f} s (best {min(wall):.2f})"


def main() -> int:
    """Measure the command that was given."""
    with screen() as shown:
        starts = warm_starts(sys.argv[1:], shown)
    cpu = [start.cpu_s for start in starts]
    spent = f"processor {statistics.median(cpu):.2f} s (best {min(cpu):.2f})"
    print(f"{wall_words(starts)}, {spent}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
