"""Leaks and attached files through the real command line: what `composer check` says of them."""

from __future__ import annotations

from pathlib import Path

from tests.flow.conftest import (  # fmt: skip
    FEW,
    Practice,
    change_cell,
    make_practice,
    read_rows,
    write_rows,
)
from tests.unit.checks import attached_files as made

ALARMS = {
    "attachment.holds_address",
    "attachment.holds_id",
    "attachment.not_own",
    "attachment.unused",
    "attachment.used_twice",
    "content.foreign_address",
    "content.foreign_id",
}


def test_hidden_addresses_and_ids_stop_the_campaign(tmp_path: Path) -> None:
    practice = make_practice(tmp_path, people=FEW)
    folder = practice.export(tmp_path / "out")
    rows = read_rows(folder)
    address, account = rows[5][rows[0].index("email")], rows[6][rows[0].index("account")]
    change_cell(folder, "product", address.encode().hex(), row=1)
    change_cell(folder, "product", account[:4] + "\u200b" + account[4:], row=2)
    change_cell(folder, "product", address.replace("@", " at "), row=4)
    message = folder / "message.md"
    body = message.read_text("utf-8") + f"\n![{address.replace('@', '&#64;')}](files/a.png)\n"
    message.write_text(body, encoding="utf-8")
    (folder / "files").mkdir(exist_ok=True)
    (folder / "files" / "a.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    (folder / "files" / "terms.pdf").write_bytes(made.pdf("Terms", account))
    settings = folder / "campaign.toml"
    settings.write_text(settings.read_text("utf-8") + '\n[[attachments]]\npath = "files/terms.pdf"\n', encoding="utf-8")  # fmt: skip
    practice.bring_back(folder)
    answer = practice.run("check", practice.campaign, code=1)
    assert {"content.foreign_address", "content.foreign_id", "attachment.holds_id", "attachment.not_scanned"} <= set(answer.findings)  # fmt: skip
    found = answer.record["findings"]
    rows_found = {item["where"].get("row") for item in found if item["code"].startswith("content.foreign")}  # fmt: skip
    assert {2, 3, 5} <= rows_found
    practice.run("seal", practice.campaign, by=practice.author, code=1)
    assert practice.message_count() == 0


def test_files_of_their_own_are_looked_into(tmp_path: Path) -> None:
    practice = make_practice(tmp_path, people=FEW)
    folder = practice.export(tmp_path / "out")
    rows = read_rows(folder)
    accounts = [row[rows[0].index("account")] for row in rows]
    (folder / "files").mkdir(exist_ok=True)
    for number, account in enumerate(accounts[1:], start=1):
        (folder / "files" / f"s{number}.pdf").write_bytes(made.pdf(f"Statement of {account}"))
    names = ["statement", *(f"s{number}.pdf" for number in range(1, len(rows)))]
    write_rows(folder, [[*row, name] for row, name in zip(rows, names, strict=True)])
    settings = folder / "campaign.toml"
    settings.write_text(settings.read_text("utf-8") + '\n[[attachments]]\ncolumn = "statement"\n', encoding="utf-8")  # fmt: skip
    practice.bring_back(folder)
    answer = practice.run("check", practice.campaign)
    assert not [code for code in answer.findings if code in ALARMS]
    names[1], names[2] = names[2], names[1]
    write_rows(folder, [[*row, name] for row, name in zip(rows, names, strict=True)])
    practice.bring_back(folder)
    answer = practice.run("check", practice.campaign, code=1)
    assert [code for code in answer.findings if code.startswith("content.foreign")] == ["content.foreign_id"] * 2  # fmt: skip


def test_the_example_gives_no_alarm(practice: Practice) -> None:
    answer = practice.run("check", practice.campaign)
    assert not [code for code in answer.findings if code in ALARMS]
