"""Contents by their digest: many at once, each once, whole or not at all."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from composer.errors import WorkspaceError
from composer.store.files import FileStore, write_atomically


def stored(folder: Path) -> dict[str, bytes]:
    return {file.name: file.read_bytes() for file in folder.rglob("*") if file.is_file()}


def test_many_contents_are_stored_at_once_and_the_same_one_once(tmp_path: Path) -> None:
    store = FileStore(tmp_path)
    contents = [b"one", b"two", b"one", b""]
    names = store.put(contents)
    assert names == tuple(hashlib.sha256(content).hexdigest() for content in contents)
    assert stored(tmp_path) == dict(zip(names, contents, strict=True))
    assert [store.get(name) for name in names] == contents
    assert store.put(contents) == names
    assert len(stored(tmp_path)) == 3


def test_a_content_that_was_changed_in_its_place_is_put_right(tmp_path: Path) -> None:
    store = FileStore(tmp_path)
    (name,) = store.put([b"one"])
    (tmp_path / name[:2] / name).write_bytes(b"on")
    with pytest.raises(WorkspaceError):
        store.get(name)
    store.put([b"two", b"one"])
    assert store.get(name) == b"one"


def test_what_cannot_be_written_leaves_no_piece_behind(tmp_path: Path) -> None:
    target = tmp_path / "taken"
    (target / "inside").mkdir(parents=True)
    with pytest.raises(OSError):
        write_atomically(target, b"new")
    assert [item.name for item in tmp_path.iterdir()] == ["taken"]
    assert list(target.iterdir()) == [target / "inside"]
