"""2019-11-01 again: the tool is changed under pressure and puts a whole batch into one To line.

Each test runs a really changed program as a process of its own. The guard stops it; with the guard
taken out, too, the receipts of the test do; with their comparison taken out as well, the program's
fingerprint does, because what was tested and signed was another program. Each layer alone suffices:
the one above it is gone for certain, because what it would have stopped is seen to happen.
"""

from __future__ import annotations

from pathlib import Path

from composer.model.identifiers import CampaignId
from tests.flow.conftest import FEW, Practice
from tests.mutants.programs import Change, changed_program
from tests.mutants.steps import Told, steps_of

ALL_INTO_ONE = """\
    everybody = b",\\r\\n ".join(
        dict.fromkeys(item.recipient.address.encode() for item in items)
    )
    return tuple(_prepared(compiled, item, everybody).told for item in items)
"""
REWRITTEN = """\
    wire = build_wire(rendered, compiled.context.campaign)
    head, _to, rest = wire.partition(b"\\r\\nTo: ")
    rest = rest.partition(b"\\r\\n")[2]
    wire = head + b"\\r\\nTo: " + everybody + b"\\r\\n" + rest
"""
SOURCE = "delivery/source.py"
ONE_TO_FOR_ALL: tuple[Change, ...] = (
    (SOURCE, "    return tuple(_prepared(compiled, item).told for item in items)\n", ALL_INTO_ONE),
    (SOURCE, "(compiled: CompiledMessage, item: RenderItem) ->", "(compiled, item, everybody) ->"),
    (SOURCE, "    wire = build_wire(rendered, compiled.context.campaign)\n", REWRITTEN),
)
NO_GUARD: tuple[Change, ...] = (
    (
        "transports/smtp.py",
        '        guard_handover(final, intended=intended, form="eml")\n',
        "",
    ),
    (
        "transports/smtp.py",
        "        guard_envelope(mail, rcpt, intended=intended)\n",
        "",
    ),
)
NO_COMPARISON: tuple[Change, ...] = (
    (
        "proofs/receipts.py",
        "    ours = _without_added(received",
        "    return []\n    ours = _without_added(received",
    ),
)


def take(practice: Practice, folder: Path, changes: tuple[Change, ...], *steps: str) -> Told:
    """Let a changed program take steps of the same campaign."""
    program = changed_program(folder / "program", changes)
    words = (practice.campaign, practice.author, *steps)
    return steps_of(program, practice.run.workspace, words)


def addresses_in_to(message: bytes) -> int:
    head = message.partition(b"\r\n\r\n")[0].replace(b"\r\n ", b" ")
    (to,) = [line for line in head.split(b"\r\n") if line.startswith(b"To:")]
    return to.count(b"@")


def holds_the_fault(messages: list[bytes]) -> bool:
    return any(addresses_in_to(message) > 1 for message in messages)


def test_the_guard_stops_a_batch_in_one_to(small: Practice, tmp_path: Path) -> None:
    told = take(small, tmp_path, ONE_TO_FOR_ALL, "seal", "test", "send")
    assert told["0 seal"] == []
    assert "send.guard_refused" in told["1 test"]
    assert "test.receipt_missing" in told["2 send"]
    assert small.seed_messages() == small.messages() == []


def test_without_the_guard_the_receipts_stop_it(small: Practice, tmp_path: Path) -> None:
    told = take(small, tmp_path, (*ONE_TO_FOR_ALL, *NO_GUARD), "seal", "test", "send")
    assert holds_the_fault(small.seed_messages()), "nothing else stopped it"
    assert "different To" in told["receipts"], told
    assert "test.receipt_different" in told["1 test"]
    assert "test.receipt_different" in told["2 send"]
    assert small.messages() == []


def test_without_guard_and_receipts_the_fingerprint_stops_it(
    small: Practice, tmp_path: Path
) -> None:
    """Sealed, tested, signed and begun by the true program; then, mid-send, the tool is changed."""
    campaign = CampaignId(small.campaign)
    proof = small.released(tmp_path)
    with small.here() as workspace:
        author = workspace.resolve_person(small.author)
        begun = workspace.send(campaign, by=author)
        assert "send.batch_hold" in [item.code for item in begun.findings]
        workspace.resume(campaign, by=author)
    sent = small.message_count()
    assert 0 < sent < FEW

    faults = (*ONE_TO_FOR_ALL, *NO_GUARD, *NO_COMPARISON)
    told = take(small, tmp_path, faults, "send", "seal", "test", "send")
    assert told["0 send"] == ["send.proof_changed"]
    assert told["1 seal"] == told["2 test"] == []
    assert holds_the_fault(small.seed_messages()), "nothing else stopped it"
    assert told["3 send"] == ["send.not_approved"], "what was signed is another program's proof"
    assert small.message_count() == sent

    with small.here() as workspace:
        assert workspace.status(campaign).proof == proof, "the true program's proof still counts"
        assert workspace.send(campaign, by=author).finished
    assert small.message_count() == FEW
    assert not holds_the_fault(small.messages())
