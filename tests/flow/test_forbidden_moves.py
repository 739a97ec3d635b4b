"""Every forbidden move before and during a send: refused with a reason, and nothing left.

Tests that leave their campaign as it was share one; each of those is made once for the file.
"""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from composer.errors import Blocked
from composer.proofs.manifest import read_manifest
from composer.proofs.permit import plan_test
from composer.stages.content import load_content
from composer.stages.seeds import load_seeds
from tests.flow.command_line import ROOT, CommandLine
from tests.flow.conftest import (
    FEW,
    Practice,
    change_cell,
    export_changed,
    make_practice,
    read_rows,
    wait_for,
)


def refused(practice: Practice, *codes: str) -> None:
    """Sending is refused, for these reasons among others, and the mailbox stays empty."""
    answer = practice.run("send", practice.campaign, by=practice.author, code=1)
    assert set(codes) <= set(answer.findings), answer.findings
    assert practice.messages() == []


@pytest.fixture(scope="module")
def fresh(tmp_path_factory: pytest.TempPathFactory) -> Practice:
    """A campaign that nobody has sealed."""
    return make_practice(tmp_path_factory.mktemp("fresh"), people=FEW)


@pytest.fixture(scope="module")
def sealed(tmp_path_factory: pytest.TempPathFactory) -> Practice:
    """A campaign that is sealed and not tested."""
    practice = make_practice(tmp_path_factory.mktemp("sealed"), people=FEW)
    practice.seal()
    return practice


@pytest.fixture(scope="module")
def tested(tmp_path_factory: pytest.TempPathFactory) -> Practice:
    """A campaign that is tested; its kinds were shown to nobody."""
    practice = make_practice(tmp_path_factory.mktemp("tested"), people=FEW)
    practice.tested()
    return practice


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> tuple[Practice, Path]:
    """A campaign that may be sent, and the folder that it is made from."""
    folder = tmp_path_factory.mktemp("ready")
    practice = make_practice(folder, people=FEW)
    practice.bring_back(practice.export(folder / "original"))
    practice.released(folder)
    return practice, folder / "original"


def test_sending_without_a_seal_is_refused(fresh: Practice) -> None:
    refused(fresh, "send.not_sealed")


def test_sending_without_a_test_is_refused(sealed: Practice) -> None:
    refused(sealed, "send.not_tested")


def test_sending_without_an_approval_is_refused(tested: Practice) -> None:
    refused(tested, "send.not_approved")


def test_an_approval_by_the_author_is_refused(tested: Practice, tmp_path: Path) -> None:
    tested.run("review", tested.campaign, "--out", tmp_path / "review", by=tested.author)
    answer = tested.run("approve", tested.campaign, by=tested.author, code=1)
    assert "signoff.author" in answer.findings
    refused(tested, "send.not_approved")


def test_an_approval_of_what_was_never_shown_is_refused(tested: Practice) -> None:
    answer = tested.run("approve", tested.campaign, by=tested.reviewer, code=1)
    assert "signoff.not_shown" in answer.findings
    refused(tested, "send.not_approved")


def test_a_rejection_blocks_the_send(released: Practice) -> None:
    released.run("reject", released.campaign, "--comment", "Wrong date", by=released.reviewer)
    refused(released, "send.rejected")


def append_a_letter(folder: Path, name: str) -> None:
    path = folder / name
    path.write_bytes(path.read_bytes().rstrip(b"\n") + b" x\n")


def in_settings(old: str, new: str) -> Callable[[Path], None]:
    def change(folder: Path) -> None:
        path = folder / "campaign.toml"
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), encoding="utf-8")

    return change


def in_catalogue(folder: Path) -> None:
    path = folder / "translations" / "de.po"
    lines = path.read_text("utf-8").splitlines(keepends=True)
    at = next(at for at, line in enumerate(lines) if line.startswith('msgstr "') and len(line) > 20)
    lines[at] = lines[at].rstrip().removesuffix('"') + '."\n'
    path.write_text("".join(lines), encoding="utf-8")


CHANGES: dict[str, Callable[[Path], None]] = {
    "body": lambda folder: append_a_letter(folder, "message.md"),
    "translation": in_catalogue,
    "audience row": lambda folder: change_cell(folder, "balance", "77.01"),
    "sender": in_settings('from = "', 'from = "X '),
    "pace": in_settings("per_second = ", "per_second = 1"),
    "policy": in_settings("expires_hours = 72", "expires_hours = 71"),
    "transport": in_settings('kind = "practice"', 'kind = "eml"\ndirectory = "out"'),
}


@pytest.mark.parametrize("part", CHANGES)
def test_a_change_voids_the_approval_and_undoing_it_brings_it_back(
    part: str, ready: tuple[Practice, Path], tmp_path: Path
) -> None:
    practice, original = ready
    folder = practice.export(tmp_path / "changed")
    CHANGES[part](folder)
    try:
        practice.bring_back(folder)
        refused(practice, "send.proof_changed")
    finally:
        practice.bring_back(original)
    assert practice.stage() == "send"


def test_a_changed_program_voids_the_approval(ready: tuple[Practice, Path], tmp_path: Path) -> None:
    practice, _original = ready
    changed = tmp_path / "program"
    changed.mkdir()
    for name in ("composer", "templates", "resources", "packaging"):
        shutil.copytree(ROOT / name, changed / name, ignore=shutil.ignore_patterns("__pycache__"))
    source = changed / "composer" / "rendering" / "message.py"
    source.write_bytes(source.read_bytes() + b"\n")
    other = CommandLine(practice.run.workspace, practice.run.environment, changed)
    answer = other("send", practice.campaign, by=practice.author, code=1)
    assert answer.findings == ["send.proof_changed"]
    assert practice.messages() == []
    assert practice.stage() == "send", "the approved program may still send"


def test_another_policy_of_the_owner_voids_the_approval(released: Practice) -> None:
    released.run("policy", "set", "--expires-hours", 71, by=released.author)
    refused(released, "send.proof_changed")


def test_our_own_rendering_is_no_receipt(sealed: Practice, tmp_path: Path) -> None:
    folder = sealed.export(tmp_path / "out")
    rendered = tmp_path / "own.eml"
    address = read_rows(folder)[1][0]
    rendered.write_bytes(sealed.run.raw("render", sealed.campaign, "--recipient", address))
    answer = sealed.run("test", sealed.campaign, "--receipt", rendered, by=sealed.author, code=1)
    assert answer.record["passed"] is False
    refused(sealed, "send.not_tested")


def test_a_receipt_of_another_proof_does_not_count(small: Practice, tmp_path: Path) -> None:
    small.tested()
    received = tmp_path / "received.eml"
    received.write_bytes(small.seed_messages()[0])
    changed = ("campaign.toml", "per_second = ", "per_second = 1")
    small.bring_back(export_changed(small, tmp_path / "changed", *changed))
    small.seal()
    answer = small.run("test", small.campaign, "--receipt", received, by=small.author, code=1)
    assert answer.record["passed"] is False
    refused(small, "send.not_tested")


def test_a_test_permit_cannot_hold_an_address_of_the_audience(tested: Practice) -> None:
    with tested.here() as workspace:
        desk = workspace._desk
        content = load_content(desk, tested.campaign)
        stored = desk.proofs.latest(tested.campaign)
        manifest = read_manifest(stored.manifest)
        people = list(desk.recipients.recipients(tested.campaign))
        variants = [
            person
            for recipient_id, _digest in manifest.variants
            for person in people
            if person.id == recipient_id
        ]
        permit = plan_test(
            variants,
            manifest=manifest,
            seeds=load_seeds(desk),
            message_seed=content.record.message_seed,
        )
    first, *others = permit.messages
    stranger = people[-1]
    for forged in (
        replace(first, seed=stranger.address),
        replace(first, recipient=replace(first.recipient, address=stranger.address)),
        replace(first, seed=stranger.address, recipient=stranger),
        replace(first, recipient=stranger),
    ):
        with pytest.raises(Blocked) as blocked:
            replace(permit, messages=(forged, *others))
        assert blocked.value.findings[0].code == "test.not_a_seed"
    refused(tested, "send.not_approved")


def test_a_copied_or_restored_workspace_sends_nothing(small: Practice, tmp_path: Path) -> None:
    small.released(tmp_path)
    early = tmp_path / "early"
    shutil.copytree(small.run.workspace, early)
    _sends_nothing(CommandLine(early), small)
    assert small.messages() == []

    small.run("send", small.campaign, by=small.author, code=1)
    assert small.message_count() == 10, "the original still sends"
    late = tmp_path / "late"
    shutil.copytree(small.run.workspace, late)
    _sends_nothing(CommandLine(late), small)

    small.run.workspace.rename(tmp_path / "aside")
    early.rename(small.run.workspace)
    _sends_nothing(small.run, small)


def _sends_nothing(there: CommandLine, practice: Practice) -> None:
    new = there.workspace / "mailbox" / "new"
    before = len(list(new.iterdir()))
    assert there("resume", practice.campaign, by=practice.author, code=1).findings
    answer = there("send", practice.campaign, by=practice.author, code=1)
    assert set(answer.findings) & {"workspace.copied", "workspace.restored"}, answer.findings
    assert len(list(new.iterdir())) == before


def test_two_processes_cannot_send_one_campaign(small: Practice, tmp_path: Path) -> None:
    _past_the_first_batch(small, tmp_path)
    words = ("send", small.campaign, "--rate", "0.2/s")  # what is asked meanwhile may take long
    with small.run.started(*words, by=small.author) as first:
        wait_for(lambda: small.message_count() > 10)
        second = small.run("send", small.campaign, by=small.author, code=3)
        assert str(first.pid) in second.errors, "it is told who sends"
        assert small.run("resume", small.campaign, by=small.author, code=3).errors
        small.run("stop", small.campaign)
        assert first.wait(300) == 1
    with small.here() as workspace:
        log = Counter(entry.action for entry in workspace._desk.audit.entries())
    assert log["send.start"] == log["send.end"] == 3, "also of the one that was refused"
    counts = small.counts()
    assert sum(counts.values()) == FEW
    assert small.message_count() == counts["accepted"] + counts["unknown"]


def test_stop_means_stop_and_survives_a_restart(small: Practice, tmp_path: Path) -> None:
    _past_the_first_batch(small, tmp_path)
    words = ("send", small.campaign, "--rate", "0.2/s")
    with small.run.started(*words, by=small.author) as sending:
        wait_for(lambda: small.message_count() > 10)
        small.run("stop", small.campaign)
        assert sending.wait(300) == 1
    count = small.message_count()
    answer = small.run("send", small.campaign, by=small.author, code=1)
    assert "send.stopped" in answer.findings
    assert small.message_count() == count
    by_reviewer = small.run("resume", small.campaign, by=small.reviewer, code=1)
    assert "people.role_needed" in by_reviewer.findings
    counts = small.counts()
    assert counts["held"] == FEW - count - counts["unknown"]


def _past_the_first_batch(practice: Practice, folder: Path) -> None:
    practice.released(folder)
    practice.run("send", practice.campaign, by=practice.author, code=1)
    practice.run("resume", practice.campaign, by=practice.author)


def test_a_reimported_folder_is_a_new_campaign_with_every_gate_shut(
    ready: tuple[Practice, Path], tmp_path: Path
) -> None:
    practice, _original = ready
    folder = practice.export(tmp_path / "again")
    known = practice.run("import", folder, by=practice.author, code=1)
    assert "campaign.known" in known.findings
    settings = (folder / "campaign.toml").read_text("utf-8").splitlines(keepends=True)
    (folder / "campaign.toml").write_text(
        "".join(line for line in settings if not line.startswith("id = ")), encoding="utf-8"
    )
    new = practice.run("import", folder, by=practice.author).record["id"]
    assert new != practice.campaign
    answer = practice.run("send", new, by=practice.author, code=1)
    assert "send.not_sealed" in answer.findings
    assert practice.messages() == []


def test_an_empty_first_name_that_would_be_printed_blocks_the_seal(
    small: Practice, tmp_path: Path
) -> None:
    folder = small.export(tmp_path / "empty")
    farewell = "Best wishes to you, {{ first_name }}"
    with (folder / "message.md").open("a", encoding="utf-8") as message:
        message.write(f"\n\n{farewell}\n")
    for catalogue in (folder / "translations").glob("*.po"):
        with catalogue.open("a", encoding="utf-8") as lines:
            lines.write(f'\n\nmsgid "{farewell}"\nmsgstr "x {{{{ first_name }}}}"\n')
    change_cell(folder, "first_name", "  ")
    small.bring_back(folder)
    answer = small.run("seal", small.campaign, by=small.author, code=1)
    assert "content.empty_field" in answer.findings
    refused(small, "send.not_sealed")
