"""The fingerprint changes with the code that renders and sends, and with nothing else."""

import importlib.metadata
import shutil

import pytest

from composer import paths
from composer.proofs.fingerprint import (
    installation_digest,
    locked_versions,
    program_fingerprint,
    source_digest,
)
from tests.measured import within

LOCKED = (("jinja2", "3.1.6"), ("rfc8785", "0.1.4"))


@pytest.fixture
def copied(tmp_path):
    package, templates = tmp_path / "composer", tmp_path / "templates"
    (package / "wire").mkdir(parents=True)
    (package / "gui").mkdir()
    templates.mkdir()
    (package / "__init__.py").write_text("")
    (package / "wire" / "guard.py").write_text("one = 1\n")
    (package / "gui" / "page.py").write_text("window = 1\n")
    (templates / "notice.html").write_text("<p>{{ body }}</p>")
    return package, templates


def test_one_changed_byte_of_a_source_changes_it(copied):
    before = source_digest(*copied, LOCKED)
    (copied[0] / "wire" / "guard.py").write_text("one = 2\n")
    assert source_digest(*copied, LOCKED) != before


def test_a_new_or_renamed_source_changes_it(copied):
    before = source_digest(*copied, LOCKED)
    (copied[0] / "wire" / "more.py").write_text("")
    added = source_digest(*copied, LOCKED)
    (copied[0] / "wire" / "more.py").rename(copied[0] / "more.py")
    assert len({before, added, source_digest(*copied, LOCKED)}) == 3


def test_a_changed_layout_or_locked_version_changes_it(copied):
    before = source_digest(*copied, LOCKED)
    other = source_digest(*copied, (("jinja2", "3.1.7"), ("rfc8785", "0.1.4")))
    (copied[1] / "notice.html").write_text("<p>{{ body }}!</p>")
    assert len({before, other, source_digest(*copied, LOCKED)}) == 3


def test_the_window_and_compiled_files_do_not_change_it(copied):
    before = source_digest(*copied, LOCKED)
    (copied[0] / "gui" / "page.py").write_text("window = 2\n")
    (copied[0] / "wire" / "guard.cpython-311.pyc").write_bytes(b"x")
    assert source_digest(*copied, LOCKED) == before


def test_the_same_sources_in_another_folder_have_the_same_one(copied, tmp_path):
    shutil.copytree(copied[0], tmp_path / "b" / "composer")
    shutil.copytree(copied[1], tmp_path / "b" / "templates")
    moved = tmp_path / "b" / "composer", tmp_path / "b" / "templates"
    assert source_digest(*moved, LOCKED) == source_digest(*copied, LOCKED)


def test_a_patched_file_of_an_installed_distribution_changes_the_installation(
    tmp_path, monkeypatch
):
    info = tmp_path / "tiny-1.0.dist-info"
    info.mkdir()
    (tmp_path / "tiny.py").write_text("x = 1\n")
    (info / "METADATA").write_text("Metadata-Version: 2.1\nName: tiny\nVersion: 1.0\n")
    (info / "RECORD").write_text(
        "tiny.py,,\n../bin/tiny,,\n__pycache__/tiny.cpython-311.pyc,,\ntiny-1.0.dist-info/METADATA,,\n"
        "tiny-1.0.dist-info/RECORD,,\n"
    )
    monkeypatch.syspath_prepend(str(tmp_path))
    locked = (("tiny", "1.0"),)
    before = installation_digest(locked)
    assert installation_digest(locked) == before
    (tmp_path / "tiny.py").write_text("x = 2\n")
    patched = installation_digest(locked)
    (tmp_path / "tiny.py").unlink()
    assert len({before, patched, installation_digest(locked)}) == 3


def test_a_patched_executable_of_a_frozen_build_changes_the_installation(tmp_path, monkeypatch):
    program = tmp_path / "composer"
    program.write_bytes(b"with the modules of distributions in it")
    monkeypatch.setattr("sys.frozen", True, raising=False)
    monkeypatch.setattr("sys.executable", str(program))
    before = installation_digest(())
    assert installation_digest(()) == before
    program.write_bytes(b"with other modules")
    assert installation_digest(()) != before


def test_a_distribution_that_is_not_installed_is_named_absent():
    assert installation_digest((("no-such-distribution-here", "1"),)) != installation_digest(())


def test_the_windows_library_is_left_out():
    assert installation_digest((("pyside6-essentials", "6"),)) == installation_digest(())


def test_every_locked_distribution_is_read():
    locked = dict(locked_versions(paths.lock_file().read_text(encoding="utf-8")))
    assert locked["jinja2"] == importlib.metadata.version("jinja2")
    assert {"sqlalchemy", "cryptography", "pywin32-ctypes", "tzdata"} <= set(locked)


def test_this_program_is_fingerprinted_once_and_quickly():
    first = program_fingerprint()
    assert within(0.01, program_fingerprint) is first
