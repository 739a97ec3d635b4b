"""Run the core with Qt absent: import every module but the window, then walk a real flow.

`dev.py check` runs this file in a process of its own. PySide6 and shiboken6 are made impossible to
import first, in the worker processes too: they start by reading this file again.
"""

from __future__ import annotations

import importlib
import json
import os
import pkgutil
import sys
import tempfile
from contextlib import redirect_stdout
from importlib.abc import MetaPathFinder
from io import StringIO
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
QT = ("PySide6", "shiboken6")
LEFT_OUT = ("composer.gui", "composer.store.migrations")  # the window; what only Alembic can run


class QtAbsent(MetaPathFinder):
    """Refuse to find Qt, as on a machine where it is not installed."""

    def find_spec(self, fullname, path, target=None):
        if fullname.partition(".")[0] in QT:
            raise ModuleNotFoundError(f"{fullname} is absent in this check", name=fullname)


sys.meta_path.insert(0, QtAbsent())
if str(ROOT) not in sys.path:
    sys.path.insert(0, str(ROOT))


def import_everything() -> int:
    """Import every module of the package but those left out."""
    import composer

    names = [
        module.name
        for module in pkgutil.walk_packages(
            composer.__path__, "composer.", onerror=lambda _name: None
        )
        if not module.name.startswith(LEFT_OUT)
    ]
    for name in names:
        importlib.import_module(name)
    loaded = sorted(name for name in sys.modules if name.partition(".")[0] in QT)
    assert not loaded, f"Qt was loaded: {loaded}"
    return len(names)


def command(*arguments: str) -> dict:
    """Run one command of the command line and give the last JSON object that it printed."""
    from composer.cli.main import run_command_line

    def no_window(_workspace: Path | None) -> int:
        raise AssertionError("the window was asked for")

    printed = StringIO()
    with redirect_stdout(printed):
        code = run_command_line([*arguments, "--json"], open_window=no_window, open_file=no_window)
    assert code == 0, f"{arguments[0]} ended with {code}: {printed.getvalue()[-2000:]}"
    return json.loads(printed.getvalue().splitlines()[-1])


def walk(folder: Path) -> str:
    """Make the example, check a sample of it and render one recipient's message."""
    demo = command("demo", str(folder), "--no-window")
    chosen = ("--workspace", demo["workspace"], "--as", demo["people"][0]["email"])
    checked = command("check", demo["campaign"], "--sample", "20", *chosen)
    address = checked["variants"]["recipients"][0]
    address = address["recipient"] if isinstance(address, dict) else address
    rendered = command("render", demo["campaign"], "--recipient", address, *chosen)
    return f"{checked['messages']} messages checked, one of {rendered['bytes']} bytes rendered"


def main() -> None:
    """Import and walk; any exception fails the check."""
    with tempfile.TemporaryDirectory() as home:
        os.environ.update(HOME=home, XDG_DATA_HOME=home, XDG_STATE_HOME=home, XDG_CONFIG_HOME=home)
        count = import_everything()
        print(f"{count} modules without Qt; {walk(Path(home) / 'practice')}")


if __name__ == "__main__":
    main()
