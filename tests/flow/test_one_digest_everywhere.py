"""One person's message has one fingerprint: in every step, for every transport, and altered in none.

The digest is computed anew from the bytes of each step by the guard's own decoders, which share no
code with what made them. Then each step is altered in turn, and the difference is seen.
"""

from __future__ import annotations

import base64
import dataclasses
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing, suppress

import pytest

from composer.errors import GuardRefused
from composer.model.campaign import TransportKind, TransportSettings
from composer.model.identifiers import CampaignId
from composer.model.overview import Preview
from composer.rendering.compile import compile_message
from composer.rendering.jobs import Finished, render_one
from composer.stages.content import load_content
from composer.wire.guard import Intended, WireForm, guard_handover, inspect
from tests.flow.conftest import FEW, Practice, make_practice, on_the_wire
from tests.flow.test_whole_flow import to_addresses, without_trace

DATE = b"Date: Fri, 01 Nov 2019 12:00:00 +0000\r\n"


@dataclasses.dataclass(frozen=True)
class Sent:
    """A campaign whose first batch has left, and one of those who got it."""

    practice: Practice
    preview: Preview
    received: bytes
    stored: tuple[str, str]
    by_sendgrid: Finished

    def digest_of(self, content: bytes, form: WireForm = "eml") -> str:
        """Compute the digest from finished bytes alone; envelope addresses are as handed over."""
        rendered = self.preview.rendered
        return inspect(content, form=form).digest(
            envelope_sender=rendered.envelope_sender,
            envelope_recipient=rendered.envelope_recipient,
        )


@pytest.fixture(scope="module")
def sent(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Sent]:
    folder = tmp_path_factory.mktemp("sent")
    practice = make_practice(folder, people=FEW)
    practice.released(folder)
    practice.run("send", practice.campaign, by=practice.author, code=1)  # the first batch
    message = min(practice.messages())
    (address,) = to_addresses(message)
    with practice.here() as workspace:
        campaign, desk = CampaignId(practice.campaign), workspace._desk
        content = load_content(desk, campaign)
        preview = next(
            made
            for person in desk.recipients.recipients(campaign)
            if on_the_wire(person.address) == address
            and (made := workspace.preview(campaign, person.address))
        )
        proof = desk.proofs.latest(campaign)
        assert proof is not None
        line = desk.checks.digest_of(proof.binding, preview.recipient.id)
        assert line is not None
        context = content.context()
        account = TransportSettings(kind=TransportKind.SENDGRID)
        elsewhere = dataclasses.replace(
            context, campaign=dataclasses.replace(context.campaign, transport=account)
        )
        yield Sent(
            practice=practice,
            preview=preview,
            received=message,
            stored=(line.digest, line.wire_sha256),
            by_sendgrid=render_one(compile_message(elsewhere), preview.recipient),
        )


def test_every_step_has_the_same_digest(sent: Sent) -> None:
    digest = sent.preview.rendered.digest
    printed = sent.practice.run(
        "render", sent.practice.campaign, "--recipient", sent.preview.recipient.address
    ).record
    assert sent.digest_of(sent.preview.wire) == digest, "preview"
    assert sent.digest_of(sent.preview.eml) == digest, "what Preview saves"
    assert printed["digest"] == digest, "render"
    assert sent.digest_of(base64.b64decode(printed["content_base64"])) == digest, "what it printed"
    assert sent.stored == (digest, printed["wire_sha256"]), "the check of everybody"
    assert sent.digest_of(without_trace(sent.received)) == digest, "the practice mailbox"
    assert sent.by_sendgrid.rendered.digest == digest, "rendered for SendGrid"
    assert sent.digest_of(sent.by_sendgrid.wire, "sendgrid") == digest, "SendGrid's request"


def later(content: bytes) -> bytes:
    """Change one letter of a link near the end, which every step holds."""
    at = content.rindex(b"seed.test")
    return content[:at] + b"sEed.test" + content[at + 9 :]


def subject(content: bytes) -> bytes:
    at = content.lower().index(b"subject") + 12
    return content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]


STEPS: dict[str, tuple[Callable[[Sent], bytes], WireForm]] = {
    "preview": (lambda sent: sent.preview.wire, "eml"),
    "practice mailbox": (lambda sent: without_trace(sent.received), "eml"),
    "SendGrid": (lambda sent: sent.by_sendgrid.wire, "sendgrid"),
}


@pytest.mark.parametrize("step", STEPS)
@pytest.mark.parametrize("alter", [later, subject])
def test_one_letter_altered_in_any_step_is_another_digest_and_never_leaves(
    step: str, alter: Callable[[bytes], bytes], sent: Sent
) -> None:
    take, form = STEPS[step]
    content, rendered = take(sent), sent.preview.rendered
    with suppress(GuardRefused):  # perhaps it cannot even be read in one way
        assert sent.digest_of(alter(content), form) != rendered.digest
    whole = _noted(sent, content)
    guard_handover(_dated(content, form), intended=whole, form=form)
    with pytest.raises(GuardRefused) as refused:
        guard_handover(_dated(alter(content), form), intended=whole, form=form)
    assert refused.value.rule


def test_a_digest_altered_in_the_stored_check_stops_the_send(sent: Sent) -> None:
    practice, before = sent.practice, sent.practice.message_count()
    practice.run("resume", practice.campaign, by=practice.author)
    with closing(sqlite3.connect(practice.run.workspace / "workspace.db")) as database:
        names = database.execute(
            "SELECT name FROM sqlite_master WHERE type = 'table' AND name LIKE 'check!_%' ESCAPE '!'"
        )
        (table,) = [name for (name,) in names if name.count("_") == 2]
        with database:
            database.execute(f"UPDATE {table} SET digest = zeroblob(32)")
    answer = practice.run("send", practice.campaign, by=practice.author, code=1)
    assert set(answer.findings) & {"send.digest_differs", "send.held"}, answer.findings
    assert practice.message_count() == before


def _noted(sent: Sent, content: bytes) -> Intended:
    """What the proof would say about these very bytes."""
    rendered = sent.preview.rendered
    known = {
        sent.preview.wire: sent.preview.wire_sha256,
        sent.by_sendgrid.wire: sent.by_sendgrid.wire_sha256,
    }
    return Intended(
        envelope_sender=rendered.envelope_sender,
        envelope_recipient=rendered.envelope_recipient,
        digest=rendered.digest,
        wire_sha256=known[content],
    )


def _dated(content: bytes, form: WireForm) -> bytes:
    return DATE + content if form == "eml" else content
