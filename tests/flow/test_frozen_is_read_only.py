"""A frozen campaign is read-only until somebody opens it for a change, whatever a page forgets.

Every method of the library that acts for a person is found by looking, and is either refused here
with a sentence, nothing being stored, or named in `LEFT_OPEN` with the reason. A new one is neither
and fails. The window's pages are typed into and pressed in `tests/gui/test_frozen_pages.py`.
"""

from __future__ import annotations

import inspect
import sqlite3
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, replace
from decimal import Decimal
from pathlib import Path

import pytest

from composer.errors import Blocked, UsageError
from composer.folder.write import edit_settings
from composer.model.campaign import TransportKind, TransportSettings
from composer.model.identifiers import CampaignId
from composer.model.person import Person
from composer.model.translation import Translated
from composer.stages.accounts import with_transport
from composer.translation.exchange.model import ExchangeFormat
from composer.workspace import Workspace
from tests.flow.command_line import ROOT
from tests.flow.conftest import Practice

CODES = {"campaign.frozen", "exchange.frozen"}
LOCALE = "de"
PLAN = "2031-01-01 09:00 Europe/Berlin"
SPARE = "files/spare.txt"
FOLDER = TransportSettings(kind=TransportKind.EML, directory="out")
PRACTICE = TransportSettings(kind=TransportKind.PRACTICE)
LAYOUT = ROOT / "templates" / "notice.html"

TEAM = "the team's own; a campaign is bound to what it was when it was frozen, and says so"
GATE = "what a frozen campaign is there for"
BESIDE = "waits beside the campaign until it is taken over, which is refused"
ABOUT = "says something about the campaign and changes none of its messages"
STOCK = "the team's words and do-not-write list, which every campaign shares"
ANEW = "names the campaign it replaces, file by file; the window brings in new campaigns only"
MAKES = "makes another campaign and leaves every one that is there as it is"
KEEPS = "frozen campaigns keep the brand they were signed with"

LEFT_OPEN: dict[str, str] = {
    "accounts.forget_key": TEAM,
    "accounts.remove": TEAM,
    "accounts.save": TEAM,
    "add_person": TEAM,
    "privacy.erase": "takes a person out, which alone is free; the row stays until the send ended",
    "privacy.purge": "of a send that has ended; another one is refused",
    "privacy.set_rule": TEAM,
    "add_seed": TEAM,
    "admit": TEAM,
    "cosign": TEAM,
    "correct_clock": TEAM,
    "make_recovery": TEAM,
    "revoke_keys": TEAM,
    "set_policy": TEAM,
    "sign_lists_again": TEAM,
    "test_mailboxes.add": TEAM,
    "test_mailboxes.remove": TEAM,
    "after_stop.correct": GATE,
    "bounces.ask_service": GATE,
    "bounces.read_mailbox": GATE,
    "bounces.read_path": GATE,
    "incident.follow_up": GATE,
    "incident.write_pack": GATE,
    "after_stop.end_here": GATE,
    "approval_findings": GATE,
    "approve": GATE,
    "ask_by_mail": GATE,
    "ask_in_own_process": GATE,
    "attest": GATE,
    "clear_difference": GATE,
    "clearance_findings": GATE,
    "evidence": GATE,
    "freeze_and_test": GATE,
    "passing.export_approval": GATE,
    "passing.export_proof": GATE,
    "passing.import_approval": GATE,
    "record_asked": GATE,
    "record_shown": GATE,
    "report": GATE,
    "reject": GATE,
    "resume": GATE,
    "review": GATE,
    "review_material": GATE,
    "revoke": GATE,
    "run_test": GATE,
    "seal": GATE,
    "send": GATE,
    "settle": GATE,
    "shelf.archive": ABOUT,
    "shelf.bring_back": ABOUT,
    "shelf.delete": "of one that was never tested, signed or sent; any other is refused",
    "shown": GATE,
    "start_sending": GATE,
    "stop": GATE,
    "take_pasted_receipt": GATE,
    "take_receipts": GATE,
    "test": GATE,
    "unseal": GATE,
    "audiences.bring_back": BESIDE,
    "audiences.discard": BESIDE,
    "audiences.fix_cell": BESIDE,
    "audiences.fix_row": BESIDE,
    "audiences.leave_out": BESIDE,
    "audiences.read": BESIDE,
    "audiences.read_again": BESIDE,
    "audiences.take_back": BESIDE,
    "authoring.say_text_still_fits": ABOUT,
    "exchange.export": ABOUT,
    "editing.take": ABOUT,
    "export_folder": ABOUT,
    "translating.comment": ABOUT,
    "translating.remove_comment": ABOUT,
    "memory.bring_back": STOCK,
    "memory.forget": STOCK,
    "memory.import_terms": STOCK,
    "memory.import_tmx": STOCK,
    "memory.rebuild": STOCK,
    "memory.remove_term": STOCK,
    "memory.save_term": STOCK,
    "suppressions.add": STOCK,
    "suppressions.import_file": STOCK,
    "suppressions.remove": STOCK,
    "suppressions.sync": STOCK,
    "import_folder": ANEW,
    "new_campaigns.begin": MAKES,
    "new_campaigns.copy": MAKES,
    "authoring.save_brand": KEEPS,
}


@dataclass(frozen=True)
class Hand:
    """Somebody who tries to change a frozen campaign."""

    workspace: Workspace
    campaign: CampaignId
    by: Person
    folder: Path

    def unit(self) -> Translated:
        line = self.workspace.translating.units(self.campaign, LOCALE)[0]
        return Translated(locale=LOCALE, source=line.source, target=f"{line.target}!")

    def settings_with(self, plan: str) -> str:
        source = self.workspace.content(self.campaign).settings_source.encode()
        return edit_settings(source, {"pace.planned": plan}).decode()

    def settings_of(self, transport: TransportSettings) -> str:
        source = self.workspace.content(self.campaign).settings_source.encode()
        return with_transport(source, transport).decode()

    def list(self) -> Path:
        path = self.folder / "list.csv"
        path.write_text("email,locale\nx@seed.test,en\n", encoding="utf-8")
        return path

    def take_file(self) -> None:
        sent = self.workspace.exchange.export(
            self.campaign, LOCALE, ExchangeFormat.PO, by=self.by
        ).content
        last = sent.rindex(b'"\n')
        changed = sent[:last] + b"!" + sent[last:]
        comparison = self.workspace.exchange.compare(self.campaign, LOCALE, changed, file="x.po")
        chosen = [line.number for line in comparison.lines]
        assert chosen
        self.workspace.exchange.take(comparison, chosen, by=self.by)


REFUSED: dict[str, Callable[[Hand], object]] = {
    "accept_warning": lambda hand: hand.workspace.accept_warning(
        hand.campaign, "x", "It may stay.", by=hand.by
    ),
    "withdraw_acceptance": lambda hand: hand.workspace.withdraw_acceptance(
        hand.campaign, "x", by=hand.by
    ),
    "rename": lambda hand: hand.workspace.rename(hand.campaign, "Another", by=hand.by),
    "replace_audience": lambda hand: hand.workspace.replace_audience(
        hand.campaign, hand.list(), by=hand.by
    ),
    "save_message": lambda hand: hand.workspace.save_message(
        hand.campaign,
        replace(hand.workspace.authoring.draft(hand.campaign), subject="Another"),
        by=hand.by,
    ),
    "accounts.choose": lambda hand: hand.workspace.accounts.choose(
        hand.campaign, FOLDER, by=hand.by
    ),
    "accounts.undo": lambda hand: hand.workspace.accounts.undo(
        hand.campaign, hand.settings_of(FOLDER), PRACTICE, by=hand.by
    ),
    "audiences.change_settings": lambda hand: hand.workspace.audiences.change_settings(
        hand.campaign,
        replace(hand.workspace.audiences.settings(hand.campaign), segment="locale = de"),
        by=hand.by,
    ),
    "audiences.set_contract": lambda hand: hand.workspace.audiences.set_contract(
        hand.campaign, expected=1, tolerance=Decimal(0), rule="x", agreed="x", by=hand.by
    ),
    "audiences.take_over": lambda hand: hand.workspace.audiences.take_over(
        hand.campaign, by=hand.by
    ),
    "authoring.add_file": lambda hand: hand.workspace.authoring.add_file(
        hand.campaign, "a.txt", b"x", by=hand.by
    ),
    "authoring.add_layout": lambda hand: hand.workspace.authoring.add_layout(
        hand.campaign, "own.html", LAYOUT.read_bytes(), by=hand.by
    ),
    "authoring.remove_file": lambda hand: hand.workspace.authoring.remove_file(
        hand.campaign, SPARE, by=hand.by
    ),
    "exchange.take": Hand.take_file,
    "later.bring_back": lambda hand: hand.workspace.later.bring_back(hand.campaign, by=hand.by),
    "later.send_later": lambda hand: hand.workspace.later.send_later(
        hand.campaign, [LOCALE], by=hand.by
    ),
    "memory.fill": lambda hand: hand.workspace.memory.fill(hand.campaign, LOCALE, by=hand.by),
    "planning.plan": lambda hand: hand.workspace.planning.plan(hand.campaign, PLAN, by=hand.by),
    "planning.undo": lambda hand: hand.workspace.planning.undo(
        hand.campaign,
        hand.settings_with(PLAN),
        "",
        by=hand.by,
    ),
    "translating.add_locale": lambda hand: hand.workspace.translating.add_locale(
        hand.campaign, "nl", by=hand.by
    ),
    "translating.copy_source": lambda hand: hand.workspace.translating.copy_source(
        hand.campaign, LOCALE, [hand.unit().source], by=hand.by
    ),
    "translating.remove_locale": lambda hand: hand.workspace.translating.remove_locale(
        hand.campaign, LOCALE, by=hand.by
    ),
    "translating.review": lambda hand: hand.workspace.translating.review(
        hand.campaign, LOCALE, [hand.unit().source], by=hand.by
    ),
    "translating.save": lambda hand: hand.workspace.translating.save(
        hand.campaign, hand.unit(), by=hand.by
    ),
    "translating.save_many": lambda hand: hand.workspace.translating.save_many(
        hand.campaign, [hand.unit()], by=hand.by
    ),
    "translating.save_typed": lambda hand: hand.workspace.translating.save_typed(
        hand.campaign, [hand.unit()], by=hand.by
    ),
    "translating.send_back": lambda hand: hand.workspace.translating.send_back(
        hand.campaign, LOCALE, hand.unit().source, "Not so.", by=hand.by
    ),
    "translating.state_fallback": lambda hand: hand.workspace.translating.state_fallback(
        hand.campaign, "it", LOCALE, by=hand.by
    ),
    "translating.want_reader": lambda hand: hand.workspace.translating.want_reader(
        hand.campaign, LOCALE, wanted=True, by=hand.by
    ),
}


def acts(workspace: Workspace) -> set[str]:
    """Name everything that a window or a command can do for a person, part by part."""
    parts = {"": workspace} | {
        f"{name}.": part
        for name, part in vars(workspace).items()
        if not name.startswith("_") and type(part).__module__.startswith("composer.")
    }
    return {
        f"{before}{name}"
        for before, part in parts.items()
        for name, member in inspect.getmembers(type(part), inspect.isfunction)
        if not name.startswith("_") and "by" in inspect.signature(member).parameters
    }


def stored(folder: Path) -> dict[str, object]:
    """Give everything that a workspace holds: every row, every file."""
    with closing(sqlite3.connect(folder / "workspace.db")) as database:
        rows = "\n".join(database.iterdump())
    files = {
        str(path.relative_to(folder)): path.read_bytes()
        for path in folder.rglob("*")
        if path.is_file() and not path.name.startswith(("workspace.db", "clock"))
    }
    return {"rows": rows, **files}


def test_nothing_that_acts_for_a_person_is_forgotten(small: Practice) -> None:
    with small.here() as workspace:
        found = acts(workspace)
    assert REFUSED.keys() & LEFT_OPEN.keys() == set()
    assert found == REFUSED.keys() | LEFT_OPEN.keys()


def test_every_change_of_a_frozen_campaign_is_refused_and_stores_nothing(
    small: Practice, tmp_path: Path
) -> None:
    campaign, failures = CampaignId(small.campaign), []
    with small.here() as workspace:
        author = workspace.resolve_person(small.author)
        added = workspace.authoring.add_file(campaign, "spare.txt", b"x", by=author)
        assert added == SPARE
    small.seal()
    with small.here() as workspace:
        hand = Hand(workspace=workspace, campaign=campaign, by=author, folder=tmp_path)
        workspace.audiences.read(campaign, hand.list(), by=author)
        proof = workspace.status(campaign).proof
        for name, change in REFUSED.items():
            if name == "later.send_later":  # asks for no other list to wait
                workspace.audiences.discard(campaign, by=author)
            before = stored(small.run.workspace)
            try:
                change(hand)
            except Blocked as blocked:
                said = blocked.findings
                if not {item.code for item in said} <= CODES:
                    failures.append(f"{name}: {said}")
                assert all(item.text and item.advice for item in said)
            except UsageError:  # it is asked of what `send_later` has done, which is refused
                if name != "later.bring_back":
                    raise
            else:
                failures.append(f"{name} was done")
            after = stored(small.run.workspace)
            if name == "exchange.take":  # it wrote the file that it then tried to bring back
                continue
            if after != before:
                failures.append(f"{name} has stored something")
        assert failures == [], "\n".join(failures)
        assert workspace.status(campaign).proof == proof
        assert workspace.content(campaign).frozen


def test_what_was_opened_for_a_change_can_be_changed_and_undoing_it_freezes_nothing_anew(
    small: Practice,
) -> None:
    small.seal()
    campaign = CampaignId(small.campaign)
    with small.here() as workspace:
        author = workspace.resolve_person(small.author)
        name = workspace.content(campaign).campaign.name
        workspace.unseal(campaign, by=author)
        workspace.rename(campaign, "Another", by=author)
        workspace.rename(campaign, name, by=author)
        assert not workspace.content(campaign).frozen, "whoever opened it goes on"
    with small.here() as workspace, pytest.raises(Blocked):
        workspace.rename(campaign, "Another", by=author)


def test_an_older_version_that_counts_again_can_be_opened_too(small: Practice) -> None:
    first = small.seal()
    campaign = CampaignId(small.campaign)
    with small.here() as workspace:
        author = workspace.resolve_person(small.author)
        name = workspace.content(campaign).campaign.name
        workspace.unseal(campaign, by=author)
        workspace.rename(campaign, "Another", by=author)
        workspace.seal(campaign, by=author)
        workspace.unseal(campaign, by=author)
        workspace.rename(campaign, name, by=author)
        assert workspace.status(campaign).proof == first
        assert workspace.content(campaign).frozen
        workspace.unseal(campaign, by=author)
        assert not workspace.content(campaign).frozen
        workspace.rename(campaign, "A third", by=author)
