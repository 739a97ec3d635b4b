"""How fast a message is made, proved and checked, beside the obvious way, in one run.

Run it on a quiet machine: `.venv/bin/python -m tests.bench.pipeline`. It prints ratios; they, not
the seconds, are what is compared from machine to machine. Results are kept in docs/benchmarks.md.
"""

from __future__ import annotations

import resource
import time
from collections.abc import Callable
from dataclasses import replace
from email.message import EmailMessage
from email.policy import SMTP

from composer.audience.read import read_audience
from composer.checks.everybody import CheckContext, check_chunk, set_up_check
from composer.folder.example import EXAMPLE_DOMAIN, example_audience, example_tree
from composer.folder.load import parse_tree
from composer.model.identifiers import RecipientId
from composer.model.message import RenderContext
from composer.model.recipient import Recipient
from composer.rendering.compile import compile_message
from composer.rendering.message import render_message
from composer.rendering.wireform import build_wire
from composer.wire.audience_index import index_audience

PEOPLE = 2000


def main() -> None:
    context, people = example()
    compiled = compile_message(context)
    rendered = [render_message(compiled, person) for person in people]
    size = len(build_wire(rendered[0], context.campaign))
    settings = context.campaign.audience
    index = index_audience(people, ids=settings.ids, contacts=settings.contacts)
    state = set_up_check(CheckContext(rendering=context, index=index))
    print(f"one message: {len(rendered[0].html)} bytes of HTML, {size} bytes on the wire")
    naive = rate(lambda: [as_email_message(message) for message in rendered[:300]], 300)
    build = rate(lambda: [build_wire(message, context.campaign) for message in rendered], PEOPLE)
    whole = rate(
        lambda: [build_wire(render_message(compiled, one), context.campaign) for one in people],
        PEOPLE,
    )
    checked = rate(lambda: check_chunk(state, tuple(people)), PEOPLE)
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    print(f"EmailMessage per message, build only      {naive:8.0f}/s")
    print(f"build only                                {build:8.0f}/s  {build / naive:5.1f} x")
    print(f"render + build                            {whole:8.0f}/s  {whole / naive:5.1f} x")
    print(f"render + build + guard + scan + digests   {checked:8.0f}/s  {checked / naive:5.1f} x")
    print(f"largest memory of this process            {memory:8d} MiB")


def example() -> tuple[RenderContext, list[Recipient]]:
    """Give the example with a body about as long as a real newsletter's."""
    parsed = parse_tree(example_tree(EXAMPLE_DOMAIN))
    assert parsed.campaign is not None
    assert parsed.message is not None
    read = read_audience(
        example_audience(EXAMPLE_DOMAIN), settings=parsed.campaign.audience, file="audience.csv"
    )
    context = RenderContext(
        campaign=parsed.campaign,
        message=replace(parsed.message, files=parsed.message.files),
        message_seed="0" * 32,
        columns=read.columns,
    )
    people = [
        Recipient(
            id=RecipientId(f"{row.row:032x}"),
            row=row.row,
            address=row.address,
            locale=row.locale,
            fields=row.fields,
            token=f"{row.row:032x}",
            salt="",
        )
        for row in read.rows[:PEOPLE]
    ]
    return context, people


def as_email_message(message) -> bytes:
    """Build the same message the obvious way."""
    built = EmailMessage(policy=SMTP)
    for name, value in message.headers:
        built[name] = value
    built.set_content(message.text)
    built.add_alternative(message.html, subtype="html")
    for attachment in message.attachments:
        main, _slash, sub = attachment.content_type.partition("/")
        built.add_attachment(
            attachment.content, maintype=main, subtype=sub, filename=attachment.name
        )
    return built.as_bytes()


def rate(work: Callable[[], object], count: int) -> float:
    begun = time.process_time()
    work()
    return count / (time.process_time() - begun)


if __name__ == "__main__":
    main()
