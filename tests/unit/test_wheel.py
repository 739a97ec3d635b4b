"""The wheel: installed alone, it has its layouts, resources and lock, and the example."""

from __future__ import annotations

import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]

PROBE = """
import sys
sys.path.insert(0, sys.argv[1])
from composer import i18n, paths
from composer.folder.example import example_tree
assert str(paths.PACKAGE).startswith(sys.argv[1]), paths.PACKAGE
assert (paths.templates() / "notice.html").is_file()
assert "jinja2==" in paths.lock_file().read_text()
i18n.use_language("ar_EG")
assert i18n._("Cancel") != "Cancel"
print(len(example_tree("exchange.example")))
"""


@pytest.fixture(scope="module")
def unpacked(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    command = [sys.executable, "-m", "hatchling", "build", "--target", "wheel"]
    subprocess.run(
        [*command, "--directory", str(folder)], cwd=ROOT, check=True, capture_output=True
    )
    (wheel,) = folder.glob("*.whl")
    with zipfile.ZipFile(wheel) as archive:
        archive.extractall(folder / "site")
    return folder / "site"


def test_the_program_finds_its_own_files_in_an_installed_wheel(unpacked: Path) -> None:
    command = [sys.executable, "-I", "-c", PROBE, str(unpacked)]
    answer = subprocess.run(command, capture_output=True, text=True, check=False, cwd=unpacked)
    assert answer.stderr == ""
    assert int(answer.stdout) == sum(
        1 for path in (ROOT / "resources" / "example").rglob("*") if path.is_file()
    )


def test_the_wheel_holds_every_module_and_none_of_the_tests(unpacked: Path) -> None:
    modules = {
        path.relative_to(ROOT)
        for path in (ROOT / "composer").rglob("*.py")
        if "__pycache__" not in path.parts
    }
    packed = {path.relative_to(unpacked) for path in (unpacked / "composer").rglob("*.py")}
    assert modules == packed
    assert {path.name.partition("-")[0] for path in unpacked.iterdir()} == {"composer"}
