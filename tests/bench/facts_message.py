"""The message that the benchmarks measure: 15 KB of HTML, 4 KB of text, 22 KB on the wire.

Subject, 12 columns, two conditions and a repeat of three, as in a notice that a company sends to
its customers. The letter is filled up to its size with plain paragraphs. People are made by
number, so that any count of different recipients exists without a file.
"""

from __future__ import annotations

from collections.abc import Iterator

from composer.model.campaign import (
    AudienceSettings,
    Campaign,
    Mailbox,
    Purpose,
    TransportKind,
    TransportSettings,
)
from composer.model.identifiers import RecipientId
from composer.model.message import Layout, Message, RenderContext
from composer.model.recipient import Recipient

COLUMNS = (
    "email", "first_name", "last_name", "company", "account", "city", "plan", "balance", "due",
    "seats", "month", "reference",
)  # fmt: skip
FIRST = ("Ann", "Ben", "Chloé", "Dmitri", "Eve", "Francesco", "Grace", "Jürgen", "Íris", "Kenji")
LAST = ("Black", "Müller", "O'Hara", "García", "Smith", "Sørensen", "Tanaka", "Weiss", "Young")
CITIES = ("Wien", "Zürich", "London", "Paris", "Tōkyō", "Lisboa", "Praha", "Genève")
PLANS = ("basic", "silver", "gold")
SUBJECT = "{{ first_name }}, your statement for {{ month }} is ready"
PARAGRAPH = (
    "From next month the index weights follow the new free float rules. The change was announced "
    "in spring, discussed with the members of the committee and published together with the "
    "calculation of three example portfolios. Nothing has to be done where a portfolio follows "
    "the index by contract; elsewhere the table below tells what changes."
)
BODY = """# Your statement for {{ month }}

Dear {{ first_name }} {{ last_name }},

the account **{{ account }}** of {{ company }} in {{ city }} holds {{ balance }} EUR on {{ due }}. Your plan is *{{ plan }}* with {{ seats }} seats. We wrote to {{ email }} because it is listed with reference {{ reference }}.

{% if plan == "gold" %}
As a gold member you are invited to the [spring meeting](https://example.com/spring?ref={{ reference }}).
{% else %}
Thank you for your trust in {{ month }}.
{% endif %}

{% if seats|int > 50 %}
More than fifty seats: [ask for a larger plan](https://example.com/plans).
{% endif %}

| Quarter | Weight |
| --- | ---: |
{% for n in range(1, 4) %}
| Quarter {{ n }} | {{ n }}.5 |
{% endfor %}

FILLING
"""
ROW = (
    '<tr><td style="padding:8px 24px;font-family:Arial,Helvetica,sans-serif;font-size:14px;'
    'line-height:21px;color:#1b1f24"><a href="https://example.com/topics/{n}" '
    'style="color:#0b57d0;text-decoration:underline">Topic {n} of our guide</a></td></tr>\n'
)
LAYOUT = """<!DOCTYPE html>
<html lang="{{ lang }}" dir="{{ dir }}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width,initial-scale=1">
<title>{{ subject }}</title>
<!-- no base styles -->
</head>
<body style="margin:0;padding:0;background:#f4f5f7">
<div style="display:none">{{ preheader }}</div>
<table role="presentation" width="100%" cellpadding="0" cellspacing="0" border="0"><tbody>
<tr><td style="padding:24px;font-family:Arial,Helvetica,sans-serif;font-size:16px;line-height:24px">
{{ body }}
</td></tr>
ROWS<tr><td style="padding:24px;font-size:12px;color:#626b77">
<p>Example Exchange, 1 Market Street. <a href="mailto:support@example.com">support@example.com</a></p>
<p><a href="{{ unsubscribe_url }}">Unsubscribe</a></p>
</td></tr>
</tbody></table>
</body>
</html>
"""


def bench_context(kind: TransportKind, *, paragraphs: int = 7, rows: int = 46) -> RenderContext:
    """Give the message, for one way of sending."""
    filling = "\n\n".join(
        f"{n}. {PARAGRAPH}".replace(". ", ": ", 1) for n in range(1, paragraphs + 1)
    )
    layout = LAYOUT.replace("ROWS", "".join(ROW.format(n=n) for n in range(rows)))
    return RenderContext(
        campaign=Campaign(
            name="Statement",
            purpose=Purpose.SERVICE,
            sender=Mailbox(name="Example Exchange", address="notices@example.com"),
            reply_to=Mailbox(name="", address="support@example.com"),
            locale="en",
            layout="bench",
            unsubscribe="https://example.com/u/{{ token }}",
            audience=AudienceSettings(file="audience.csv", ids=("account", "reference")),
            transport=TransportSettings(kind=kind, bounce="bounces+{id}@example.com"),
        ),
        message=Message(
            locale="en",
            subject=SUBJECT,
            preheader="Balance and plan of {{ company }}",
            body=BODY.replace("FILLING", filling),
            text_override=None,
            layout=Layout(name="bench", html=layout),
        ),
        message_seed="0" * 32,
        columns=COLUMNS,
    )


def bench_people(start: int, count: int) -> Iterator[Recipient]:
    """Make recipients by number: no two alike, names and places as often as in real lists."""
    for number in range(start, start + count):
        first, last = FIRST[number % 10], LAST[number // 10 % 9]
        address = f"user{number}@example{number % 50}.org"
        cells = (
            address, first, last, f"{last} & Partners {number % 997}", f"AC-{number:07}",
            CITIES[number % 8], PLANS[number % 3], f"{number % 90_000}.{number % 100:02}",
            f"2026-{number % 12 + 1:02}-{number % 28 + 1:02}", str(number % 120 + 1),
            f"month {number % 12 + 1}", f"R{number * 7919 % 100_000_000:08}",
        )  # fmt: skip
        yield Recipient(
            id=RecipientId(f"{number:032x}"),
            row=number + 2,
            address=address,
            locale="en",
            fields=tuple(zip(COLUMNS, cells, strict=True)),
            token=f"{number:032x}",
            salt="",
        )
