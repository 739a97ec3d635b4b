"""How fast one finished message is made and checked, beside the obvious way, in one run.

Run it on a quiet machine: `.venv/bin/python -m tests.bench.message`. All lines take turns over the
same rounds of recipients, each of whom is new to every cache; CPU time, best round. What is
compared from machine to machine is the ratios; results are kept in docs/benchmarks.md.
"""

from __future__ import annotations

import json
import time
from collections.abc import Callable, Sequence
from email.message import EmailMessage
from email.policy import SMTP

import jinja2
from markupsafe import Markup
from sendgrid.helpers import mail as sendgrid

from composer.checks.everybody import CheckContext, CheckState, check_chunk, set_up_check
from composer.model.campaign import TransportKind
from composer.model.message import RenderContext
from composer.model.recipient import Recipient
from composer.model.rendered import message_digest
from composer.rendering.files import MessageFiles
from composer.rendering.filters import make_filters
from composer.rendering.message import render_message
from composer.rendering.sources import locale_sources
from composer.rendering.text_layout import finish_text
from composer.rendering.wireform import build_wire
from composer.wire.audience_index import index_audience
from composer.wire.guard import Intended, guard_made
from tests.bench.facts_message import bench_context, bench_people

ROUNDS = 40
PEOPLE = 50
AUDIENCE = 50_000
Line = Callable[[Sequence[Recipient]], object]


def main() -> None:
    smtp, provider = (Measured(kind) for kind in (TransportKind.SMTP, TransportKind.SENDGRID))
    lines: dict[str, Line] = {
        "naive: plain Jinja": each(smtp.naive_parts),
        "naive: plain Jinja + EmailMessage": each(smtp.naive_email),
        "naive: plain Jinja + Mail helper + json": each(provider.naive_json),
        "naive SendGrid + the same guard, scan, digests": each(provider.naive_json_checked),
        "render": each(lambda one: render_message(smtp.state.compiled, one)),
        "render + build": each(smtp.built),
        "SMTP: render + build + guard + scan + digests": smtp.checked,
        "SendGrid: render + build + guard + scan + digests": provider.checked,
    }
    best = measure(lines)
    one = next(bench_people(0, 1))
    made = render_message(smtp.state.compiled, one)
    wire = build_wire(made, smtp.context.campaign)
    print(
        f"{len(made.html.encode())} bytes of HTML, {len(made.text.encode())} of text, {len(wire)} on the wire"
    )
    for name, seconds in best.items():
        print(f"{name:52}{seconds * 1e6:8.0f} us{1 / seconds:9.0f}/s")
    names = list(best)
    print(
        f"SMTP     {best[names[1]] / best[names[6]]:5.2f} x render + EmailMessage, nothing checked"
    )
    print(
        f"SendGrid {best[names[3]] / best[names[7]]:5.2f} x render + Mail helper + json, same guard"
    )


class Measured:
    """One way of sending, ready to be measured."""

    def __init__(self, kind: TransportKind) -> None:
        self.context: RenderContext = bench_context(kind)
        settings = self.context.campaign.audience
        index = index_audience(bench_people(0, AUDIENCE), ids=settings.ids, contacts=())
        self.state: CheckState = set_up_check(CheckContext(rendering=self.context, index=index))
        self._naive = NaiveTemplates(self.context)

    def built(self, one: Recipient) -> bytes:
        return build_wire(render_message(self.state.compiled, one), self.context.campaign)

    def checked(self, people: Sequence[Recipient]) -> None:
        found = check_chunk(self.state, people)
        assert found.messages == len(people)
        assert not found.findings, found.findings[0]

    def naive_parts(self, one: Recipient) -> tuple[str, str, str]:
        return self._naive.render(one)

    def naive_email(self, one: Recipient) -> bytes:
        subject, html, text = self._naive.render(one)
        message = EmailMessage(policy=SMTP)
        for name, value in self._headers(one, subject):
            message[name] = value
        message.set_content(text)
        message.add_alternative(html, subtype="html")
        return message.as_bytes()

    def naive_json(self, one: Recipient) -> bytes:
        return self._helper_json(one, self._naive.render(one))

    def _helper_json(self, one: Recipient, parts: tuple[str, str, str]) -> bytes:
        subject, html, text = parts
        mail = sendgrid.Mail(
            from_email=sendgrid.From("notices@example.com", "Example Exchange"),
            subject=subject,
            plain_text_content=text,
            html_content=html,
        )
        person = sendgrid.Personalization()
        person.add_to(sendgrid.To(one.address))
        person.add_custom_arg(sendgrid.CustomArg("composer_id", one.id))
        mail.add_personalization(person)
        mail.reply_to = sendgrid.ReplyTo("support@example.com")
        for name, value in reversed(self._headers(one, subject)):  # the helper turns them
            if name not in {"From", "To", "Reply-To", "Subject"}:
                mail.add_header(sendgrid.Header(name, value))
        tracking = sendgrid.TrackingSettings()
        tracking.click_tracking = sendgrid.ClickTracking(enable=False, enable_text=False)
        tracking.open_tracking = sendgrid.OpenTracking(enable=False)
        tracking.subscription_tracking = sendgrid.SubscriptionTracking(enable=False)
        tracking.ganalytics = sendgrid.Ganalytics(enable=False)
        mail.tracking_settings = tracking
        return json.dumps(mail.get()).encode()

    def naive_json_checked(self, one: Recipient) -> None:
        """Pass the helper's request through the guard and the scan, with digests of its own."""
        parts = self._naive.render(one)
        wire = self._helper_json(one, parts)
        intended = Intended(
            envelope_sender="notices@example.com",
            envelope_recipient=one.address,
            digest=message_digest(
                envelope_sender="notices@example.com",
                envelope_recipient=one.address,
                headers=self._headers(one, parts[0]),
                text=parts[2],
                html=parts[1],
                attachments=(),
            ),
            wire_sha256="",
        )
        decoded, _sha256 = guard_made(wire, intended=intended, form="sendgrid")
        assert not self.state.scanner.find_leaks(decoded, one)

    def _headers(self, one: Recipient, subject: str) -> list[tuple[str, str]]:
        return [
            ("From", "Example Exchange <notices@example.com>"),
            ("To", one.address),
            ("Reply-To", "support@example.com"),
            ("Subject", subject),
            ("Message-ID", f"<{one.id}@example.com>"),
            ("Content-Language", "en"),
            ("List-Unsubscribe", f"<https://example.com/u/{one.token}>"),
            ("List-Unsubscribe-Post", "List-Unsubscribe=One-Click"),
        ]


class NaiveTemplates:
    """The same templates in a plain Jinja environment: no sandbox, no checks, same text layout."""

    def __init__(self, context: RenderContext) -> None:
        sources = locale_sources(context, "en", files=MessageFiles(()))
        self._subject, self._preheader, self._text = (
            _plain(source, html=False)
            for source in (sources.subject, sources.preheader, sources.text)
        )
        self._above = _plain(sources.layout_above, html=False)
        self._layout_text = _plain(sources.layout_text, html=False)
        self._body, self._layout = (
            _plain(item, html=True) for item in (sources.html, sources.layout)
        )

    def render(self, one: Recipient) -> tuple[str, str, str]:
        """Give subject, HTML and text."""
        values = {
            **dict(one.fields),
            "token": one.token,
            "unsubscribe_url": f"https://example.com/u/{one.token}",
            "lang": "en",
            "dir": "ltr",
        }
        values["subject"] = subject = self._subject.render(values)
        values["preheader"] = self._preheader.render(values)
        values["body"] = Markup(self._body.render(values))
        above, below = self._above.render(values), self._layout_text.render(values)
        text = f"{above}\n{self._text.render(values)}\n\n{below}"
        return subject, self._layout.render(values), finish_text(text).strip("\n") + "\n"


def _plain(source: str, *, html: bool) -> jinja2.Template:
    environment = jinja2.Environment(autoescape=html)
    environment.filters.update(make_filters("en"))
    return environment.from_string(source)


def each(work: Callable[[Recipient], object]) -> Line:
    """Do something for each recipient."""

    def line(people: Sequence[Recipient]) -> None:
        for one in people:
            work(one)

    return line


def measure(lines: dict[str, Line]) -> dict[str, float]:
    """Give each line's best CPU seconds for one message; the first round only warms up."""
    best: dict[str, float] = {}
    for turn in range(ROUNDS + 1):
        for place, (name, line) in enumerate(lines.items()):
            start = (turn * len(lines) + place) * PEOPLE
            people = tuple(bench_people(start, PEOPLE))
            begun = time.process_time()
            line(people)
            spent = (time.process_time() - begun) / PEOPLE
            if turn:
                best[name] = min(spent, best.get(name, spent))
    return best


if __name__ == "__main__":
    main()
