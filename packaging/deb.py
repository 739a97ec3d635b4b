"""Make a Debian package of the one-folder build: `python3 dev.py package deb` runs this.

The program goes to `/usr/lib/composer` as it was built; beside it come a desktop entry, icons, the
kinds of file that it opens and a short manual page. What Qt needs of the system, and no more, is a
dependency. The system's own triggers see to menus and icons; only a program that is running keeps
itself from being exchanged or removed.
"""

from __future__ import annotations

import argparse
import gzip
import os
import shutil
import subprocess
import sys
from pathlib import Path

from build import BUILD, PROGRAM, ROOT
from icons import SIZES, SOURCES

from composer import __version__

DEBIAN = ROOT / "packaging" / "debian"
STAGE = BUILD / "deb"
BELOW_PYTHON = ("libc6 (>= 2.36)", "libstdc++6", "libgcc-s1", "zlib1g")
KINDS_OF_ICON = {
    "composer": "apps",
    "composer-proof": "mimetypes",
    "composer-approval": "mimetypes",
}


def main() -> int:
    """Stage the files, write the notes, and pack them."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n", 1)[0])
    parser.add_argument("--depends", nargs="+", required=True, metavar="PACKAGE")
    parser.add_argument("--fonts", nargs="+", required=True, metavar="PACKAGE")
    options = parser.parse_args()
    architecture = said_by("dpkg", "--print-architecture")
    shutil.rmtree(STAGE, ignore_errors=True)
    stage_program()
    stage_icons()
    write_control(
        VERSION=__version__,
        ARCHITECTURE=architecture,
        DEPENDS=", ".join([*BELOW_PYTHON, *options.depends]),
        FONTS=", ".join(options.fonts),
    )
    package = BUILD / f"composer-mail_{__version__}_{architecture}.deb"
    os.environ.setdefault("SOURCE_DATE_EPOCH", last_change())
    # zstd, which Debian reads from 12 on: xz takes several times as long to make and to unpack.
    pack = ["dpkg-deb", "--root-owner-group", "-Zzstd", "-z9", "--build", str(STAGE), str(package)]
    subprocess.run(pack, check=True, stdout=subprocess.DEVNULL)
    print(f"{package.relative_to(ROOT)}: {package.stat().st_size / 1024 / 1024:.0f} MiB")
    return 0


def stage_program() -> None:
    """Put the program, its start command and what desktops read in their places."""
    library = STAGE / "usr" / "lib" / "composer"
    shutil.copytree(PROGRAM, library, symlinks=True)
    (STAGE / "usr" / "bin").mkdir(parents=True)
    (STAGE / "usr" / "bin" / "composer").symlink_to("../lib/composer/composer")
    share = STAGE / "usr" / "share"
    put(DEBIAN / "composer.desktop", share / "applications" / "composer.desktop")
    put(DEBIAN / "composer.xml", share / "mime" / "packages" / "composer.xml")
    put(DEBIAN / "copyright", share / "doc" / "composer-mail" / "copyright")
    manual = share / "man" / "man1" / "composer.1.gz"
    manual.parent.mkdir(parents=True)
    manual.write_bytes(gzip.compress((DEBIAN / "composer.1").read_bytes(), mtime=0))


def stage_icons() -> None:
    """Put each icon into the theme that every other theme falls back to."""
    drawn = BUILD / "icons"
    theme = STAGE / "usr" / "share" / "icons" / "hicolor"
    for name, kind in KINDS_OF_ICON.items():
        put(SOURCES / f"{name}.svg", theme / "scalable" / kind / f"{name}.svg")
        for size in SIZES:
            put(drawn / str(size) / f"{name}.png", theme / f"{size}x{size}" / kind / f"{name}.png")


def write_control(**values: str) -> None:
    """Write the package's notes, with the size of what was staged."""
    files = [path for path in STAGE.rglob("*") if path.is_file() and not path.is_symlink()]
    values["SIZE_KIB"] = str(sum(path.stat().st_size for path in files) // 1024)
    text = (DEBIAN / "control").read_text(encoding="utf-8")
    for name, value in values.items():
        text = text.replace(f"@{name}@", value)
    control = STAGE / "DEBIAN" / "control"
    control.parent.mkdir()
    control.write_text(text, encoding="utf-8")
    put(DEBIAN / "prerm", control.with_name("prerm"))
    control.with_name("prerm").chmod(0o755)
    for path in STAGE.rglob("*"):
        if path.is_dir():
            path.chmod(0o755)
        elif not path.is_symlink():
            path.chmod(0o755 if os.access(path, os.X_OK) else 0o644)


def put(source: Path, target: Path) -> None:
    """Copy one file, with the folders it needs."""
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)


def last_change() -> str:
    """Give the moment of the last commit, so that the same sources give the same times."""
    return said_by("git", "-C", str(ROOT), "log", "-1", "--format=%ct")


def said_by(*command: str) -> str:
    """Run a program and give what it printed."""
    done = subprocess.run(command, capture_output=True, text=True, check=True)
    return done.stdout.strip()


if __name__ == "__main__":
    sys.exit(main())
