"""What answers without a workspace answers at once: most of the program is not even read."""

from __future__ import annotations

import subprocess
import sys

import pytest

LARGE = {"sqlalchemy", "jinja2", "cryptography", "asyncio", "markdown_it", "PySide6"}


@pytest.mark.parametrize("words", [["--version"], ["--help"], ["send"], ["send", "--help"]])
def test_what_needs_no_workspace_imports_none_of_the_large_parts(words: list[str]) -> None:
    program = (
        "import sys\n"
        "from composer.cli.main import run_command_line\n"
        "try:\n"
        f"    run_command_line({words!r}, open_window=None, open_file=None)\n"
        "except SystemExit:\n"
        "    pass\n"
        f"sys.exit(', '.join({LARGE!r} & set(sys.modules)) or 0)\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False)
    assert done.returncode == 0, done.stderr
