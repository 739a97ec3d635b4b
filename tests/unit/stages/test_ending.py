"""After a stop: ended for good, or corrected for exactly those who had not got it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from composer.cli.main import run_command_line
from composer.delivery.ledger import planned
from composer.delivery.stopping import request_stop
from composer.errors import Blocked, LedgerError
from composer.folder.audience_source import with_audience_settings
from composer.model.ending import SendGlance
from composer.model.identifiers import CampaignId
from composer.model.moves import Kind, Move
from composer.model.person import Person, Role
from composer.model.resuming import NOTHING_NEEDED, ResumeNeeds
from composer.model.states import Counts
from composer.model.states import RecipientState as S
from composer.stages import ending, standing
from composer.stages.audience_findings import audience_findings
from composer.stages.audience_words import decision_sentences
from composer.stages.authorship import authors
from composer.stages.content import load_content
from composer.stages.desk import Desk
from composer.stages.dispatching import open_ledger
from composer.stages.ended import corrects, counts_of, require_not_corrected, together
from composer.stages.revising import save_files
from composer.store.ledger import SqliteLedger
from composer.workspace import Workspace
from tests.conftest import home_environment

SETTINGS = """name = "News"
purpose = "service"
from = "Acme <notices@acme.co>"
locale = "en"
layout = "notice"
[audience]
file = "audience.csv"
expected = 8
rule = "all customers"
[transport]
kind = "practice"
"""
NAMES = ("ann", "bob", "cem", "dan", "eve", "fay", "gus", "hal")
PEOPLE = "email,locale\n" + "".join(f"{name}@acme.co,\n" for name in NAMES)


@dataclass(frozen=True)
class Made:
    workspace: Workspace
    campaign: CampaignId
    ana: Person

    @property
    def desk(self) -> Desk:
        return self.workspace._desk

    def names(self, campaign: CampaignId) -> list[str]:
        found = self.desk.recipients.recipients(campaign)
        return sorted(one.address.partition("@")[0] for one in found)

    def told(self, campaign: CampaignId) -> list[str]:
        found = audience_findings(self.desk, load_content(self.desk, campaign))
        return [item.code for item in found if item.blocks or item.code.startswith("correction.")]

    def ledger(self, campaign: CampaignId) -> AbstractContextManager[SqliteLedger]:
        return open_ledger(self.desk, load_content(self.desk, campaign))

    def begin(self, campaign: CampaignId, **states: S) -> None:
        """Bring a campaign's people into these states; whoever is not named waits."""
        content = load_content(self.desk, campaign)
        by_name = {
            one.address.partition("@")[0]: one.id
            for one in self.desk.recipients.recipients(campaign)
        }
        pace = replace(content.campaign.pace, per_domain=())
        with self.ledger(campaign) as ledger:
            key = content.record.ledger_key.encode()
            people = planned(self.desk.recipients.recipients(campaign), pace=pace, ledger_key=key)
            ledger.plan("a" * 64, people, batches=(100,))
            ledger.claim(Kind.AUDIENCE, group=1, limits={0: 100}, now_s=0)
            moves = []
            for name, recipient_id in by_name.items():
                wanted = states.get(name, S.PLANNED)
                if wanted not in {S.PLANNED, S.DEFERRED}:
                    moves.append(Move(recipient_id=recipient_id, to=S.BRINK))
                moves.append(Move(recipient_id=recipient_id, to=wanted))
            ledger.apply(moves)
        request_stop(self.desk.send_folder(campaign), by=self.ana.public_key)

    def stopped(self) -> None:
        self.begin(self.campaign, ann=S.ACCEPTED, bob=S.REFUSED, cem=S.UNKNOWN, dan=S.DEFERRED)

    def shorten(self, folder: Path) -> None:
        """Take the last two people off the list."""
        fewer = folder / "fewer.csv"
        fewer.write_text("email,locale\n" + "".join(f"{name}@acme.co,\n" for name in NAMES[:6]))
        settings = load_content(self.desk, self.campaign).campaign.audience
        change = self.workspace.audiences.change_settings
        change(self.campaign, replace(settings, expected=6), by=self.ana)
        self.workspace.replace_audience(self.campaign, fewer, by=self.ana)


@pytest.fixture(scope="module")
def team(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Workspace, Person]]:
    folder = tmp_path_factory.mktemp("ending")
    (folder / "home").mkdir()
    with pytest.MonkeyPatch.context() as patched:
        for name, value in home_environment(folder / "home").items():
            patched.setenv(name, value)
        workspace = Workspace.create(folder / "workspace", practice=True)
        roles = frozenset({Role.OWNER, Role.AUTHOR, Role.SENDER})
        ana = workspace.add_person(name="Ana", email="ana@acme.co", roles=roles, by=None)
        yield workspace, ana
        workspace.close()


@pytest.fixture
def made(team: tuple[Workspace, Person], tmp_path: Path) -> Made:
    """A campaign of its own for each test, in the one workspace."""
    workspace, ana = team
    folder = tmp_path / "campaign"
    folder.mkdir()
    message = "---\nsubject: Hello\n---\nGood morning.\n"
    for name, text in (
        ("campaign.toml", SETTINGS), ("message.md", message), ("audience.csv", PEOPLE),
    ):  # fmt: skip
        (folder / name).write_text(text, encoding="utf-8")
    taken = workspace.import_folder(folder, by=ana)
    assert taken.id, taken.findings
    return Made(workspace, CampaignId(taken.id), ana)


def test_an_end_leaves_out_whoever_waits_and_nobody_else(made: Made) -> None:
    made.stopped()
    plan = made.workspace.after_stop.plan(made.campaign)
    assert (plan.people, plan.done, plan.unclear) == (5, 2, 1)
    end = made.workspace.after_stop.end_here
    assert end(made.campaign, people=5, reason="wrong date", by=made.ana) == 5
    status = made.workspace.status(made.campaign)
    assert status.counts == Counts(accepted=1, refused=1, unknown=1, cancelled=5)
    assert status.counts.total == 8
    assert status.ended is not None
    assert (status.ended.by, status.ended.people, status.ended.reason) == ("Ana", 5, "wrong date")
    assert (status.stopped_by, status.held_because) == ("", "")
    assert "Ana ended it for good: 5 people were left out." in " ".join(
        decision_sentences(made.desk, load_content(made.desk, made.campaign))
    )


@pytest.mark.parametrize("act", ["end_here", "correct"])
def test_the_reason_of_an_end_is_recorded_without_addresses(made: Made, act: str) -> None:
    made.stopped()
    said = "ann@acme.co wrote to me @ noon"
    getattr(made.workspace.after_stop, act)(made.campaign, people=5, reason=said, by=made.ana)
    ended = made.workspace.status(made.campaign).ended
    assert ended is not None
    assert ended.reason == "… wrote to me (at) noon"


@pytest.mark.long
def test_nothing_is_ended_before_the_number_was_said(made: Made) -> None:
    made.stopped()
    for number in (0, 4, 6):
        with pytest.raises(Blocked) as told:
            made.workspace.after_stop.end_here(made.campaign, people=number, by=made.ana)
        assert [item.code for item in told.value.findings] == ["send.other_number"]
        assert "5" in told.value.findings[0].text
    assert made.workspace.status(made.campaign).ended is None


def test_an_end_is_final(made: Made) -> None:
    made.stopped()
    made.workspace.after_stop.end_here(made.campaign, people=5, by=made.ana)
    for again in (
        lambda: made.workspace.resume(made.campaign, by=made.ana, reason="sorry"),
        lambda: made.workspace.after_stop.end_here(made.campaign, people=5, by=made.ana),
        lambda: made.workspace.after_stop.correct(made.campaign, people=5, by=made.ana),
    ):
        with pytest.raises(Blocked) as told:
            again()
        assert [item.code for item in told.value.findings] == ["send.ended"]
    with made.ledger(made.campaign) as ledger, pytest.raises(LedgerError):
        ledger.lift_hold(by="somebody", reason="sorry")


@pytest.mark.long
def test_no_new_proof_writes_to_whoever_was_left_out(made: Made) -> None:
    made.stopped()
    made.workspace.after_stop.end_here(made.campaign, people=5, by=made.ana)
    content = load_content(made.desk, made.campaign)
    key = content.record.ledger_key.encode()
    with made.ledger(made.campaign) as ledger:
        people = planned(
            made.desk.recipients.recipients(made.campaign),
            pace=content.campaign.pace,
            ledger_key=key,
        )
        ledger.plan("b" * 64, people, batches=(100,))
        assert ledger.counts().cancelled == 5
        assert ledger.claim(Kind.AUDIENCE, group=1, limits={0: 100}, now_s=0) == ()
        assert ledger.find_chain_findings() == []


@pytest.mark.long
def test_an_end_stands_in_journal_and_log_by_name(made: Made) -> None:
    made.stopped()
    made.workspace.after_stop.end_here(made.campaign, people=5, reason="old", by=made.ana)
    with made.ledger(made.campaign) as ledger:
        hold = ledger.hold
    assert hold is not None
    assert (hold.code, hold.by) == ("send.ended", made.ana.public_key)
    entry = [one for one in made.desk.audit.entries() if one.action == "send.end_here"][-1]
    assert entry.person == made.ana.public_key
    assert json.loads(entry.details) == {"campaign": made.campaign, "people": 5}


@pytest.mark.long
def test_only_a_sender_or_the_owner_may_end_it(made: Made) -> None:
    made.stopped()
    roles = frozenset({Role.REVIEWER, Role.AUTHOR})
    ben = made.workspace.add_person(name="Ben", email="ben@acme.co", roles=roles, by=made.ana)
    for act in (made.workspace.after_stop.end_here, made.workspace.after_stop.correct):
        with pytest.raises(Blocked) as told:
            act(made.campaign, people=5, by=ben)
        assert told.value.findings[0].code == "people.role_needed"


@pytest.mark.long
def test_who_turns_out_not_to_have_it_after_the_end_is_left_out_too(made: Made) -> None:
    made.stopped()
    made.workspace.after_stop.end_here(made.campaign, people=5, by=made.ana)
    said = "the log says rejected"
    made.workspace.settle(made.campaign, "cem@acme.co", sent=False, evidence=said, by=made.ana)
    assert made.workspace.status(made.campaign).counts == Counts(accepted=1, refused=1, cancelled=6)


def test_a_correction_lists_exactly_those_who_had_not_got_it(made: Made) -> None:
    made.stopped()
    linked = made.workspace.after_stop.correct(made.campaign, people=5, by=made.ana)
    assert made.names(linked.id) == ["dan", "eve", "fay", "gus", "hal"]
    assert made.told(linked.id) == []
    assert corrects(made.desk, linked.id) == made.campaign
    other = made.workspace.content(linked.id)
    assert (other.campaign.name, other.campaign.audience.expected) == ("News, corrected", 5)
    assert "“\u2068News\u2069”" in other.linked[0] or "“News”" in other.linked[0]
    status = made.workspace.status(linked.id)
    assert not status.proof
    assert status.approvals == ()
    assert made.ana.public_key in authors(made.desk, linked.id)


@pytest.mark.long
def test_two_campaigns_add_up_to_one_audience(made: Made) -> None:
    made.stopped()
    linked = made.workspace.after_stop.correct(made.campaign, people=5, by=made.ana)
    made.begin(linked.id, dan=S.ACCEPTED, eve=S.ACCEPTED, fay=S.UNKNOWN)
    ended = made.workspace.status(made.campaign).ended
    assert ended is not None
    assert ended.linked_name == "News, corrected"
    assert ended.together == Counts(accepted=3, refused=1, unknown=2, planned=2)
    assert ended.together.total == 8


@pytest.mark.long
def test_a_correction_of_a_correction_adds_up_too(made: Made) -> None:
    made.stopped()
    second = made.workspace.after_stop.correct(made.campaign, people=5, by=made.ana)
    made.begin(second.id, dan=S.ACCEPTED)
    third = made.workspace.after_stop.correct(second.id, people=4, by=made.ana)
    made.begin(third.id, eve=S.ACCEPTED, fay=S.REFUSED)
    assert made.names(third.id) == ["eve", "fay", "gus", "hal"]
    assert counts_of(made.desk, made.campaign) == Counts(
        accepted=3, refused=2, unknown=1, planned=2
    )


@pytest.mark.long
def test_whoever_may_have_it_cannot_come_into_the_correction(made: Made, tmp_path: Path) -> None:
    made.stopped()
    linked = made.workspace.after_stop.correct(made.campaign, people=5, by=made.ana)
    everybody = tmp_path / "everybody.csv"
    everybody.write_text(PEOPLE + "new@acme.co,\n")
    made.workspace.replace_audience(linked.id, everybody, by=made.ana)
    assert made.names(linked.id) == ["dan", "eve", "fay", "gus", "hal"]


@pytest.mark.long
def test_whoever_was_put_into_it_past_the_list_stops_it(made: Made, tmp_path: Path) -> None:
    made.stopped()
    linked = made.workspace.after_stop.correct(made.campaign, people=5, by=made.ana)
    settings = load_content(made.desk, linked.id).campaign.audience
    change = made.workspace.audiences.change_settings
    change(linked.id, replace(settings, corrects="", expected=8), by=made.ana)
    everybody = tmp_path / "everybody.csv"
    everybody.write_text(PEOPLE)
    made.workspace.replace_audience(linked.id, everybody, by=made.ana)
    assert len(made.names(linked.id)) == 8
    settings = load_content(made.desk, linked.id).campaign.audience
    tree = made.desk.campaigns.tree(linked.id)
    changed = with_audience_settings(
        tree["campaign.toml"], settings, replace(settings, corrects=made.campaign)
    )
    save_files(made.desk, linked.id, {"campaign.toml": changed}, by=made.ana)
    assert "correction.not_held" in made.told(linked.id)


def test_an_older_copy_of_the_record_cannot_go_on_beside_its_correction(made: Made) -> None:
    made.stopped()
    path = made.desk.send_folder(made.campaign) / "ledger.db"
    before = path.read_bytes()
    linked = made.workspace.after_stop.correct(made.campaign, people=5, by=made.ana)
    for name in ("ledger.db-wal", "ledger.db-shm"):
        path.with_name(name).unlink(missing_ok=True)
    path.write_bytes(before)
    with pytest.raises(Blocked) as told:
        made.workspace.resume(made.campaign, by=made.ana, reason="restored")
    assert [item.code for item in told.value.findings] == ["correction.exists"]
    with pytest.raises(Blocked):
        require_not_corrected(made.desk, made.campaign)
    assert "correction.not_ended" in made.told(linked.id)


def test_a_program_cut_off_after_the_end_makes_the_correction_when_asked_again(
    made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    made.stopped()

    def cut_off(*_arguments: object, **_named: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(ending, "_make", cut_off)
        with pytest.raises(KeyboardInterrupt):
            made.workspace.after_stop.correct(made.campaign, people=5, by=made.ana)
    ended = made.workspace.status(made.campaign).ended
    assert ended is not None
    assert (ended.linked_name, ended.together) == ("", None)
    linked = made.workspace.after_stop.correct(made.campaign, people=5, by=made.ana)
    assert linked.id == ended.linked
    assert made.names(linked.id) == ["dan", "eve", "fay", "gus", "hal"]


def test_a_correction_that_was_cut_off_is_made_for_whoever_is_still_on_the_list(
    made: Made, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    made.stopped()
    with monkeypatch.context() as patched:
        patched.delattr(ending, "_make")
        with pytest.raises(NameError):
            made.workspace.after_stop.correct(made.campaign, people=5, by=made.ana)
    made.shorten(tmp_path)
    linked = made.workspace.after_stop.correct(made.campaign, people=5, by=made.ana)
    assert made.names(linked.id) == ["dan", "eve", "fay"]
    assert made.told(linked.id) == ["correction.fewer"]


@pytest.mark.long
def test_a_list_that_lost_people_since_is_corrected_by_nobody(made: Made, tmp_path: Path) -> None:
    made.stopped()
    made.shorten(tmp_path)
    with pytest.raises(Blocked) as told:
        made.workspace.after_stop.correct(made.campaign, people=5, by=made.ana)
    assert told.value.findings[0].code in {"correction.list_changed", "audience.wrong_count"}
    assert made.workspace.status(made.campaign).ended is None


def test_several_unclear_ones_are_decided_in_one_step_or_not_at_all(made: Made) -> None:
    made.begin(made.campaign, ann=S.ACCEPTED, bob=S.UNKNOWN, cem=S.UNKNOWN)
    settle, said = made.workspace.settle, "both answered that it came"
    with pytest.raises(Blocked):
        settle(made.campaign, "bob@acme.co", "ann@acme.co", sent=True, evidence=said, by=made.ana)
    assert made.workspace.status(made.campaign).counts.unknown == 2
    settle(made.campaign, "bob@acme.co", "cem@acme.co", sent=True, evidence=said, by=made.ana)
    assert made.workspace.status(made.campaign).counts.accepted == 3


def test_who_is_counted_twice_over_two_campaigns_is_counted_where_they_are_now() -> None:
    first = Counts(accepted=310, unknown=1, cancelled=1689)
    second = Counts(accepted=1000, held=600, suppressed=9)
    assert together(first, second) == Counts(
        accepted=1310, unknown=1, held=600, suppressed=9, cancelled=80
    )


def test_a_glance_says_what_rests_and_is_read_anew_when_it_changed(made: Made) -> None:
    def glance() -> SendGlance:
        return next(one for one in made.workspace.glances() if one.campaign_id == made.campaign)

    assert made.campaign not in {one.campaign_id for one in made.workspace.glances()}
    made.stopped()
    seen = glance()
    assert (seen.running, seen.is_stopped, seen.stopped_by) == (False, True, "Ana")
    assert seen.counts == Counts(accepted=1, refused=1, unknown=1, held=5)
    assert not seen.is_over
    made.workspace.after_stop.end_here(made.campaign, people=5, by=made.ana)
    assert glance().is_over
    assert glance().counts.cancelled == 5


def test_the_log_names_people_by_row_and_never_by_address(made: Made) -> None:
    made.stopped()
    said = "ann@acme.co wrote that it came"
    made.workspace.settle(made.campaign, "cem@acme.co", sent=True, evidence=said, by=made.ana)
    made.workspace.after_stop.end_here(made.campaign, people=5, by=made.ana)
    lines = [line.words for line in made.workspace.send_log(made.campaign)]
    assert "@" not in " ".join(lines)
    assert any("Row 2: Handed over" in words for words in lines)
    assert "ended it for good: 5 people" in lines[0]
    assert any("settled an unclear message as handed over" in words for words in lines)
    assert len(made.workspace.send_log(made.campaign, limit=2)) == 2


def test_the_command_line_ends_only_with_the_number_and_lists_what_is_unclear(
    made: Made, capsys: pytest.CaptureFixture[str]
) -> None:
    def run(*words: str) -> tuple[int, dict[str, object]]:
        shared = ["--workspace", str(made.workspace.path), "--as", "ana@acme.co", "--json"]
        code = run_command_line([*shared, *words], open_window=_never, open_file=_never)
        return code, json.loads(capsys.readouterr().out.splitlines()[-1])

    made.stopped()
    code, told = run("unclear", made.campaign)
    assert (code, told["count"]) == (0, 1)
    assert "cem@acme.co" in str(told["unclear"])
    code, told = run("end", made.campaign)
    assert code == 1
    assert "send.other_number" in str(told)
    code, told = run("correct", made.campaign, "--people", "5", "--reason", "wrong date")
    assert (code, told["people"]) == (0, 5)
    linked = told["id"]
    code, told = run("status", made.campaign)
    ended = told["ended"]
    assert isinstance(ended, dict)
    assert (ended["linked"], ended["people"], ended["reason"]) == (linked, 5, "wrong date")
    assert sum(ended["together"].values()) == 8


def test_a_send_that_broke_off_without_a_hold_still_says_what_going_on_needs(
    made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A hold was lifted under another version, and that version was taken back."""
    asked = ResumeNeeds(uncleared=1)
    monkeypatch.setattr(standing, "resume_needs", lambda *_about: asked)
    assert made.workspace.status(made.campaign).needs == NOTHING_NEEDED
    made.begin(made.campaign, ann=S.ACCEPTED)
    assert made.workspace.status(made.campaign).needs == asked


def _never(*_arguments: object) -> int:
    raise AssertionError("no window was asked for")
