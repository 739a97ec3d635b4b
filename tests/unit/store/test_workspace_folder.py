from __future__ import annotations

import os
import shutil
from dataclasses import replace
from pathlib import Path

import pytest

from composer.errors import WorkspaceError
from composer.store import places
from composer.store.audit import AuditLog
from composer.store.places import PlaceRegistry, place_of
from composer.store.workspace_folder import WorkspaceFolder, create_workspace, open_workspace


@pytest.fixture
def opened():
    """Open or create workspaces; all are closed at the end."""
    folders: list[WorkspaceFolder] = []

    def remember(folder: WorkspaceFolder) -> WorkspaceFolder:
        folders.append(folder)
        return folder

    yield remember
    for folder in folders:
        folder.database.close()


def code(folder: WorkspaceFolder) -> str | None:
    found = folder.find_copy()
    return found.code if found else None


def act(folder: WorkspaceFolder, times: int = 1) -> None:
    log = AuditLog(folder.database, after_append=folder.remember_head)
    for _ in range(times):
        log.append(person="key", action="act", details={})


@pytest.mark.parametrize("practice", [True, False])
def test_a_workspace_is_made_and_opened_again(tmp_path: Path, opened, *, practice: bool) -> None:
    made = opened(create_workspace(tmp_path / "deep" / "ws", practice=practice))
    again = opened(open_workspace(tmp_path / "deep" / "ws"))
    assert (again.id, again.is_practice) == (made.id, practice)
    assert len(bytes.fromhex(made.id)) == 16
    assert code(made) is None
    assert code(again) is None
    for folder in (made.files_dir, made.keys_dir, made.mailbox_dir, made.sends_dir):
        assert folder.parent == made.path
        assert folder.stat().st_mode & 0o777 == 0o700
    assert made.path.stat().st_mode & 0o777 == 0o700
    files = [path for path in made.path.iterdir() if path.is_file()]
    assert {path.stat().st_mode & 0o777 for path in files} == {0o600}


def test_a_folder_that_holds_something_is_refused(tmp_path: Path, opened) -> None:
    (tmp_path / "ws").mkdir()
    (tmp_path / "ws" / "letter.txt").write_text("mine")
    with pytest.raises(WorkspaceError):
        create_workspace(tmp_path / "ws", practice=True)
    assert [path.name for path in (tmp_path / "ws").iterdir()] == ["letter.txt"]
    opened(create_workspace(tmp_path / "other", practice=True))
    with pytest.raises(WorkspaceError):
        create_workspace(tmp_path / "other", practice=False)
    assert opened(open_workspace(tmp_path / "other")).is_practice


def test_a_folder_named_like_ours_with_files_in_it_is_refused(tmp_path: Path) -> None:
    (tmp_path / "ws" / "files").mkdir(parents=True)
    (tmp_path / "ws" / "files" / "mine.txt").write_text("mine")
    with pytest.raises(WorkspaceError):
        create_workspace(tmp_path / "ws", practice=True)


def test_an_interrupted_creation_can_be_repeated(tmp_path: Path, opened) -> None:
    (tmp_path / "ws" / "files").mkdir(parents=True)
    (tmp_path / "ws" / "new-workspace.db").write_bytes(b"half")
    (tmp_path / "ws" / "workspace.db.lock").write_bytes(b"")
    with pytest.raises(WorkspaceError):
        open_workspace(tmp_path / "ws")
    assert code(opened(create_workspace(tmp_path / "ws", practice=False))) is None
    assert not list((tmp_path / "ws").glob("new-*"))


def test_an_empty_or_absent_folder_is_no_workspace(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "absent"):
        with pytest.raises(WorkspaceError):
            open_workspace(path)
    assert not (tmp_path / "absent").exists()


def test_a_copied_workspace_is_noticed_and_the_first_is_not(tmp_path: Path, opened) -> None:
    first = opened(create_workspace(tmp_path / "first", practice=True))
    act(first)
    shutil.copytree(first.path, tmp_path / "second")
    second = opened(open_workspace(tmp_path / "second"))
    assert second.id == first.id
    found = second.find_copy()
    assert found is not None
    assert found.blocks
    assert found.code == "workspace.copied"
    assert str(first.path) in found.text
    assert code(first) is None
    assert code(opened(open_workspace(tmp_path / "second"))) == "workspace.copied"
    assert code(opened(open_workspace(tmp_path / "first"))) is None


def test_a_copy_is_noticed_without_the_registry_too(
    tmp_path: Path, opened, state_folder: Path
) -> None:
    first = opened(create_workspace(tmp_path / "first", practice=True))
    shutil.copytree(first.path, tmp_path / "second")
    shutil.rmtree(state_folder)
    assert code(opened(open_workspace(tmp_path / "second"))) == "workspace.copied"
    act(opened(open_workspace(tmp_path / "second")))
    assert code(opened(open_workspace(tmp_path / "second"))) == "workspace.copied"


def test_a_copy_with_the_same_file_is_noticed(tmp_path: Path, opened) -> None:
    first = opened(create_workspace(tmp_path / "first", practice=True))
    first.database.close()
    (tmp_path / "second").mkdir()
    os.link(first.path / "workspace.db", tmp_path / "second" / "workspace.db")
    assert code(opened(open_workspace(tmp_path / "second"))) == "workspace.copied"


def test_a_renamed_workspace_is_no_copy(tmp_path: Path, opened) -> None:
    first = create_workspace(tmp_path / "first", practice=True)
    act(first)
    first.database.close()
    (tmp_path / "first").rename(tmp_path / "second")
    second = opened(open_workspace(tmp_path / "second"))
    assert code(second) is None
    act(second)
    assert code(opened(open_workspace(tmp_path / "second"))) is None


def test_a_copy_that_took_the_old_name_is_noticed(tmp_path: Path, opened) -> None:
    first = create_workspace(tmp_path / "first", practice=True)
    first.database.close()
    (tmp_path / "first").rename(tmp_path / "second")
    opened(open_workspace(tmp_path / "second"))
    shutil.copytree(tmp_path / "second", tmp_path / "first")
    assert code(opened(open_workspace(tmp_path / "first"))) is not None
    assert code(opened(open_workspace(tmp_path / "second"))) is None


def test_a_link_to_the_folder_is_the_same_place(tmp_path: Path, opened) -> None:
    opened(create_workspace(tmp_path / "first", practice=True))
    (tmp_path / "link").symlink_to(tmp_path / "first", target_is_directory=True)
    assert code(opened(open_workspace(tmp_path / "link"))) is None
    assert code(opened(open_workspace(tmp_path / "first"))) is None


def test_only_the_adopted_place_is_active(tmp_path: Path, opened) -> None:
    first = opened(create_workspace(tmp_path / "first", practice=True))
    shutil.copytree(first.path, tmp_path / "second")
    second = opened(open_workspace(tmp_path / "second"))
    second.adopt()
    assert code(second) is None
    assert code(first) == "workspace.copied"
    act(first, times=3)
    assert code(second) is None
    assert code(opened(open_workspace(tmp_path / "first"))) == "workspace.copied"
    first.adopt()
    assert code(first) is None
    assert code(second) == "workspace.copied"


def test_a_backup_put_back_in_place_is_noticed(tmp_path: Path, opened) -> None:
    first = create_workspace(tmp_path / "first", practice=True)
    act(first, times=2)
    first.database.close()
    shutil.copytree(tmp_path / "first", tmp_path / "backup")
    later = open_workspace(tmp_path / "first")
    act(later, times=2)
    later.database.close()
    for path in tmp_path.joinpath("first").glob("workspace.db*"):
        path.unlink() if path.name != "workspace.db" else None
    # Written into the same file: path and file number stay, only the content is older.
    backup = (tmp_path / "backup" / "workspace.db").read_bytes()
    (tmp_path / "first" / "workspace.db").write_bytes(backup)
    for ending in ("-wal", "-shm"):
        kept = tmp_path / "backup" / f"workspace.db{ending}"
        if kept.exists():
            shutil.copy(kept, tmp_path / "first" / kept.name)
    restored = opened(open_workspace(tmp_path / "first"))
    assert code(restored) == "workspace.restored"
    restored.adopt()
    assert code(restored) is None


def test_another_machine_is_another_place(
    tmp_path: Path, opened, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = opened(create_workspace(tmp_path / "first", practice=True))
    (tmp_path / "machine-id").write_text("b" * 32)
    monkeypatch.setattr(places, "_MACHINE_ID_FILES", (tmp_path / "machine-id",))
    assert code(first) is not None


def test_a_log_written_in_a_copy_does_not_move_the_registry(tmp_path: Path, opened) -> None:
    first = opened(create_workspace(tmp_path / "first", practice=True))
    shutil.copytree(first.path, tmp_path / "second")
    act(opened(open_workspace(tmp_path / "second")), times=5)
    assert code(first) is None


def test_the_registry_goes_forwards_only(tmp_path: Path, opened) -> None:
    first = opened(create_workspace(tmp_path / "first", practice=True))
    act(first, times=3)
    registry = PlaceRegistry()
    known = registry.active(first.id)
    assert known is not None
    assert known.head.number == 3
    registry.remember(first.id, place_of(first.path), head=replace(known.head, number=1))
    assert registry.active(first.id) == known


def test_a_broken_registry_is_told(tmp_path: Path, opened, state_folder: Path) -> None:
    first = opened(create_workspace(tmp_path / "first", practice=True))
    (state_folder / "composer" / "workspaces" / f"{first.id}.json").write_text("{")
    with pytest.raises(WorkspaceError):
        first.find_copy()


def test_the_machine_is_not_named(tmp_path: Path, opened) -> None:
    first = opened(create_workspace(tmp_path / "first", practice=True))
    assert places._machine_identity() not in place_of(first.path).machine


CREATE = """
    import sys
    from pathlib import Path
    from composer.errors import ComposerError
    from composer.store.workspace_folder import create_workspace
    print("ready", flush=True)
    sys.stdin.readline()
    try:
        create_workspace(Path(sys.argv[1]), practice=True).database.close()
    except ComposerError as error:
        print(type(error).__name__)
    else:
        print("made")
"""


def test_of_two_that_make_one_workspace_at_once_one_wins(
    tmp_path: Path, opened, start_python
) -> None:
    makers = [start_python(CREATE, tmp_path / "ws") for _ in range(2)]
    for maker in makers:
        assert maker.stdout.readline() == "ready\n"
    for maker in makers:
        maker.stdin.write("\n")
        maker.stdin.flush()
    answers = sorted(maker.stdout.readline().strip() for maker in makers)
    assert answers[1] == "made"
    assert answers[0] in {"LockHeld", "WorkspaceError"}
    assert code(opened(open_workspace(tmp_path / "ws"))) is None
