"""What is known of a workspace before it is open: enough for its frame, and to stop a send."""

from __future__ import annotations

import json
import sqlite3
import subprocess
import sys
from datetime import UTC, datetime

import pytest

from composer.delivery.stopping import request_stop, stop_request
from composer.model.campaign import Purpose
from composer.model.new_campaign import FirstWords
from composer.model.person import Role
from composer.stages.first_look import first_look, stop_at_once
from composer.stages.progress import LOCK_FILE
from composer.store.locks import OsLock
from composer.workspace import Workspace

HEAVY = {"sqlalchemy", "jinja2", "cryptography", "asyncio", "markdown_it"}


@pytest.fixture
def made(tmp_path, home):
    workspace = Workspace.create(tmp_path / "w", practice=True)
    yield workspace
    workspace.close()


def with_people(workspace):
    return workspace.add_person(name="Ana", email="ana@example.com", roles=frozenset(Role), by=None)


def begun(workspace, name):
    words = FirstWords(
        name=name,
        purpose=Purpose.SERVICE,
        sender="Example Exchange <notices@example.com>",
        locale="en",
        layout="notice",
    )
    return workspace.new_campaigns.begin(words, by=workspace.people()[0].person)


def test_where_nobody_works_nothing_is_said(made, tmp_path):
    assert first_look(tmp_path / "none") is None
    assert first_look(made.path) is None
    with_people(made)
    look = first_look(made.path)
    assert (look.is_practice, look.only, look.running) == (True, "", ())


def test_what_cannot_be_read_is_left_to_who_opens_it(tmp_path):
    (tmp_path / "workspace.db").write_bytes(b"no database at all" * 100)
    assert first_look(tmp_path) is None
    (tmp_path / "workspace.db").unlink()
    sqlite3.connect(tmp_path / "workspace.db").close()
    assert first_look(tmp_path) is None


def test_one_campaign_is_named_and_of_several_none(made):
    with_people(made)
    begun(made, "Index weighting update")
    assert first_look(made.path).only == "Index weighting update"
    begun(made, "Another")
    assert first_look(made.path).only == ""


def test_a_running_send_is_seen_and_stopped_at_once_and_who_did_it_is_added(made):
    with_people(made)
    campaign = begun(made, "Index weighting update")
    folder = made.path / "sends" / campaign
    folder.mkdir(parents=True)
    line = {"state": "sending", "at": datetime.now(UTC).isoformat()}
    (folder / "progress.jsonl").write_text(json.dumps(line) + "\n")
    assert first_look(made.path).running == ()  # nobody holds its record: it came to its end
    with OsLock(folder / LOCK_FILE):
        look = first_look(made.path)
        assert look.running == (campaign,)
        stop_at_once(look)
    at = stop_request(folder).at
    assert (stop_request(folder).by, bool(at)) == ("", True)
    request_stop(folder, by="the key of Ana")
    request_stop(folder, by="the key of Ben")
    assert (stop_request(folder).by, stop_request(folder).at) == ("the key of Ana", at)


def test_the_frame_is_shown_before_most_of_the_program_is_read():
    program = (
        "import sys, composer.gui.application, composer.gui.first_frame;"
        "print(*{name.partition('.')[0] for name in sys.modules})"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert HEAVY.isdisjoint(done.stdout.split())
