"""Build the one-folder program with PyInstaller and see that it is whole; `dev.py package` runs it.

The folder is `build/program/composer`. It is refused unless its source fingerprint is that of this
checkout, each locked distribution of this system is in it, and it starts.
"""

from __future__ import annotations

import compileall
import importlib.metadata
import os
import py_compile
import re
import shutil
import subprocess
import sys
from pathlib import Path

from icons import draw_icons

from composer import __version__, paths
from composer.proofs.fingerprint import locked_versions, source_digest

ROOT = Path(__file__).resolve().parents[1]
BUILD = ROOT / "build"
PROGRAM = BUILD / "program" / "composer"
INSIDE = PROGRAM / "_internal"
EXECUTABLE = PROGRAM / ("composer.exe" if os.name == "nt" else "composer")
BUILDERS = {"setuptools"}
MIB = 1024 * 1024


def main() -> int:
    """Build, check, and say how large it is."""
    shutil.rmtree(PROGRAM, ignore_errors=True)
    draw_icons(BUILD / "icons")
    command = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level", "WARN"]
    command += ["--distpath", str(PROGRAM.parent), "--workpath", str(BUILD / "work")]
    subprocess.run([*command, str(ROOT / "packaging" / "composer.spec")], cwd=ROOT, check=True)
    compile_sources()
    problems = find_problems()
    for problem in problems:
        print(f"FAILED {problem}")
    if problems:
        return 1
    print(f"{PROGRAM.relative_to(ROOT)}: {size_mib(PROGRAM):.0f} MiB")
    print(f"source fingerprint {shipped_source()}")
    return 0


def compile_sources() -> None:
    """Compile our own modules; each is compared with its source's hash when it is imported.

    Installed, the folder cannot be written to, and no time of a file decides which code runs.
    """
    checked = py_compile.PycInvalidationMode.CHECKED_HASH
    compileall.compile_dir(
        INSIDE / "composer", quiet=1, invalidation_mode=checked, stripdir=str(INSIDE)
    )


def shipped_source() -> str:
    """Give the source fingerprint of what was built."""
    lock = (INSIDE / "packaging" / "requirements.lock").read_text(encoding="utf-8")
    return source_digest(INSIDE / "composer", INSIDE / "templates", locked_versions(lock))


def checkout_source() -> str:
    """Give the source fingerprint of this checkout."""
    locked = locked_versions(paths.lock_file().read_text(encoding="utf-8"))
    return source_digest(paths.PACKAGE, paths.templates(), locked)


def find_problems() -> list[str]:
    """Find what is missing or other than in the checkout."""
    problems = [
        f"{name} is not in the build" for name in sorted(installed() - shipped_distributions())
    ]
    if shipped_source() != checkout_source():
        problems.append("the sources are not those of the checkout")
    said = subprocess.run(
        [str(EXECUTABLE), "--version"], capture_output=True, text=True, check=False
    )
    if said.stdout.strip() != f"composer {__version__}":
        problems.append(f"the program does not start: {said.stdout}{said.stderr}")
    return problems


def installed() -> set[str]:
    """Name the locked distributions of this system, but not those that only build others."""
    locked = dict(locked_versions(paths.lock_file().read_text(encoding="utf-8")))
    here = {normal(item.name) for item in importlib.metadata.distributions()}
    return here & set(locked) - BUILDERS


def shipped_distributions() -> set[str]:
    """Name the distributions whose notes are in the build."""
    found = importlib.metadata.distributions(path=[str(INSIDE)])
    return {normal(item.name) for item in found}


def normal(name: str) -> str:
    """Write a distribution's name as locks do."""
    return re.sub(r"[-_.]+", "-", name).lower()


def size_mib(folder: Path) -> float:
    """Add up a folder's files; what is linked counts once."""
    files = (path for path in folder.rglob("*") if path.is_file() and not path.is_symlink())
    return sum(path.stat().st_size for path in files) / MIB


if __name__ == "__main__":
    sys.exit(main())
