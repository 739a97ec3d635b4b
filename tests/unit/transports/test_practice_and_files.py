"""The practice mailbox, files as a transport, and reading what arrived."""

from __future__ import annotations

import asyncio
import smtplib
import time
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from composer.errors import GuardRefused, LedgerError
from composer.model.campaign import Security, TransportKind, TransportSettings
from composer.rendering.jobs import setup
from composer.rendering.message import render_message
from composer.rendering.wireform import build_wire, wire_sha256
from composer.transports.handover import Prepared, without_addresses
from composer.transports.imap import ImapAccount, ImapMailbox
from composer.transports.mailboxes import EmlFiles, MaildirMailbox, collect, header_value
from composer.transports.opening import Surroundings, open_transport
from composer.transports.practice import HOST, practice_server
from tests.faults.small_campaign import context, people, prepared_for
from tests.measured import within

NONCE = "ab" * 16
COMPILED = setup(context())
PERSON = people(1)[0]


def a_test_message() -> Prepared:
    rendered = render_message(COMPILED, PERSON, extra_headers=(("X-Composer-Test", NONCE),))
    wire = build_wire(rendered, COMPILED.context.campaign)
    return Prepared(
        recipient_id=PERSON.id,
        envelope_sender=rendered.envelope_sender,
        envelope_recipient=rendered.envelope_recipient,
        wire=wire,
        digest=rendered.digest,
        wire_sha256=wire_sha256(wire),
    )


async def brink():
    return lambda: None


def hand_over(
    folder: Path, settings: TransportSettings, message: Prepared, *, seeds=(), gate=brink
):
    async def story():
        around = Surroundings(mailbox=folder / "mailbox", folder=folder, seeds=frozenset(seeds))
        async with open_transport(settings, around=around) as transport:
            connection = await transport.connect()
            try:
                return await connection.hand_over(message, brink=gate)
            finally:
                await connection.close()

    return asyncio.run(story())


PRACTICE = TransportSettings(kind=TransportKind.PRACTICE)
EML = TransportSettings(kind=TransportKind.EML, directory="out")


def test_a_message_lands_whole_in_the_practice_mailbox_after_trace_lines(tmp_path):
    message = prepared_for(COMPILED, PERSON)
    answer = hand_over(tmp_path, PRACTICE, message)
    assert answer.code == 250
    (path,) = (tmp_path / "mailbox" / "new").iterdir()
    content = path.read_bytes()
    assert content.startswith(b"Return-Path: <notices@example.test>\r\nDelivered-To: ")
    assert header_value(content, "Delivered-To") == PERSON.address
    assert content.endswith(message.wire)


def test_only_tests_to_seeds_land_in_the_seeds_folder(tmp_path):
    hand_over(tmp_path, PRACTICE, prepared_for(COMPILED, PERSON), seeds=[PERSON.address])
    hand_over(tmp_path, PRACTICE, a_test_message())
    assert len(list((tmp_path / "mailbox" / "new").iterdir())) == 2
    hand_over(tmp_path, PRACTICE, a_test_message(), seeds=[PERSON.address.upper()])
    assert len(list((tmp_path / "mailbox" / ".Seeds" / "new").iterdir())) == 1


def test_the_practice_server_takes_one_recipient_for_each_message(tmp_path):
    def two(port: int) -> dict[str, tuple[int, bytes]]:
        with smtplib.SMTP(HOST, port) as client:
            return client.sendmail(
                "a@example.test", ["b@example.test", "c@example.test"], "Subject: x\r\n\r\nx\r\n"
            )

    async def story():
        async with practice_server(tmp_path, seeds=frozenset()) as port:
            return await asyncio.to_thread(two, port)

    assert list(asyncio.run(story())) == ["c@example.test"]


def test_files_are_whole_and_named_without_an_address(tmp_path):
    message = prepared_for(COMPILED, PERSON)
    hand_over(tmp_path, EML, message)
    (path,) = (tmp_path / "out").iterdir()
    assert path.name == f"{PERSON.id}.eml"
    assert path.read_bytes().endswith(message.wire)
    assert path.read_bytes().count(b"\r\nDate: ") + path.read_bytes().startswith(b"Date: ") == 1


def test_a_file_is_never_written_over(tmp_path):
    for _time in range(2):
        hand_over(tmp_path, EML, prepared_for(COMPILED, PERSON))
    names = sorted(path.name for path in (tmp_path / "out").iterdir())
    assert names == [f"{PERSON.id}-2.eml", f"{PERSON.id}.eml"]


def test_a_brink_that_is_refused_leaves_no_file(tmp_path):
    async def refused():
        raise LedgerError("disk full")

    with pytest.raises(LedgerError):
        hand_over(tmp_path, EML, prepared_for(COMPILED, PERSON), gate=refused)
    assert list((tmp_path / "out").iterdir()) == []


@pytest.mark.parametrize("settings", [PRACTICE, EML])
def test_the_guard_stands_before_every_transport(settings, tmp_path):
    wrong = replace(prepared_for(COMPILED, PERSON), envelope_recipient="other@example.test")
    with pytest.raises(GuardRefused):
        hand_over(tmp_path, settings, wrong)
    assert not list(tmp_path.rglob("*.eml"))
    assert not [path for path in tmp_path.rglob("*") if path.is_file()]


# --- reading what arrived --------------------------------------------------------------------


def test_a_test_message_is_found_by_its_nonce(tmp_path):
    hand_over(tmp_path, PRACTICE, a_test_message(), seeds=[PERSON.address])
    mailbox = MaildirMailbox(tmp_path / "mailbox" / ".Seeds", since_s=time.time() - 60)
    (found,) = collect([mailbox], wanted={NONCE}, wait_s=0)
    assert (found.seed, found.nonce) == (PERSON.address, NONCE)
    assert found.content.endswith(a_test_message().wire)


def test_the_search_ends_as_soon_as_everything_is_there_or_the_wait_is_over(tmp_path):
    hand_over(tmp_path, EML, a_test_message())
    files = EmlFiles([tmp_path / "out"])
    wanted = {f"hash of {NONCE}"}
    found = within(5, lambda: collect([files], wanted=wanted, key="hash of {}".format, wait_s=30))
    assert len(found) == 1
    assert collect([EmlFiles([tmp_path / "out"])], wanted={"x"}, wait_s=0.1, pause_s=0.02) == ()


def test_messages_before_the_time_are_left_alone(tmp_path):
    hand_over(tmp_path, PRACTICE, a_test_message(), seeds=[PERSON.address])
    mailbox = MaildirMailbox(tmp_path / "mailbox" / ".Seeds", since_s=time.time() + 60)
    assert collect([mailbox], wanted={NONCE}, wait_s=0) == ()


def test_our_own_render_output_is_no_receipt(tmp_path):
    (tmp_path / "rendered.eml").write_bytes(prepared_for(COMPILED, PERSON).wire)
    assert list(EmlFiles([tmp_path / "rendered.eml"]).look()) == []


@pytest.mark.parametrize(
    ("content", "value"),
    [
        (b"X-A: 1\r\nX-Composer-Test: abc\r\n\r\nbody", "abc"),
        (b"x-composer-test:abc\n\nbody", "abc"),
        (b"X-Composer-Test:\r\n abc\r\nTo: x\r\n\r\n", "abc"),
        (b"To: x\r\n\r\nX-Composer-Test: abc\r\n", ""),
        (b"X-Composer-Test: abc", "abc"),
        (b"", ""),
        (b"\xff\xfe: \x00\r\n\r\n", ""),
    ],
)
def test_a_header_is_read_from_whatever_arrives(content, value):
    assert header_value(content, "X-Composer-Test") == value


def test_addresses_are_taken_out_of_answers():
    answer = "550 5.1.1 <bob+x@mail.example.com>: user bob@example.com unknown"
    assert "@" not in without_addresses(answer)
    assert len(without_addresses("x" * 5000)) <= 400


class ImapServer:
    """The few words of an IMAP server that reading needs, on a real socket."""

    def __init__(self, messages: list[bytes], *, user: str) -> None:
        self.messages = messages
        self.user = user
        self.commands: list[str] = []

    async def serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"* OK ready\r\n")
        while line := (await reader.readline()).decode():
            tag, _space, rest = line.strip().partition(" ")
            self.commands.append(rest)
            answer = self.answer(rest)
            writer.write(b"".join([*answer[:-1], f"{tag} {answer[-1].decode()}\r\n".encode()]))
            await writer.drain()
            if rest == "LOGOUT":
                break
        writer.close()

    def answer(self, rest: str) -> list[bytes]:
        if rest.startswith("CAPABILITY"):
            return [b"* CAPABILITY IMAP4rev1\r\n", b"OK done"]
        if rest.startswith("LOGIN"):
            return [b"OK in" if rest.startswith(f'LOGIN "{self.user}"') else b"NO wrong"]
        if rest.startswith("UID SEARCH"):
            ids = " ".join(str(n + 1) for n in range(len(self.messages)))
            return [f"* SEARCH {ids}\r\n".encode(), b"OK done"]
        if rest.startswith("UID FETCH"):
            number = int(rest.split()[2])
            content = self.messages[number - 1]
            head = f"* {number} FETCH (UID {number} BODY[] {{{len(content)}}}\r\n".encode()
            return [head, content, b")\r\n", b"OK done"]
        return [b"OK done"]


@pytest.mark.parametrize("username", ["", "shared"])
def test_an_imap_mailbox_is_read_by_the_seeds_own_address(username, tmp_path):
    content = (
        b"Delivered-To: x@y.example\r\nX-Composer-Test: " + NONCE.encode() + b"\r\n\r\nhello\r\n"
    )
    user = username or "seed@example.test"
    script = ImapServer([content], user=user)

    def read(port: int):
        account = ImapAccount(
            host="127.0.0.1", port=port, security=Security.NONE, seed="seed@example.test",
            username=username, password="p",
        )  # fmt: skip
        mailbox = ImapMailbox(account, since=datetime.now(UTC))
        found = collect([mailbox], wanted={NONCE}, wait_s=0)
        again = list(mailbox.look())
        return found, again

    async def story():
        server = await asyncio.start_server(script.serve, "127.0.0.1", 0)
        async with server:
            return await asyncio.to_thread(read, server.sockets[0].getsockname()[1])

    found, again = asyncio.run(story())
    assert [(item.seed, item.content) for item in found] == [("seed@example.test", content)]
    assert again == []
    assert "EXAMINE INBOX" in script.commands
    assert not any("STORE" in line for line in script.commands)
