"""Honest mail of many kinds, with people whose addresses and ids are alike: nothing is stopped.

The ids lie close together, so that a number which is somebody's id by chance is met: as an order
number, an amount, a postcode. Staff are in the audience, support@ stands in the footer.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from composer.checks.everybody import CheckContext, check_chunk, set_up_check
from composer.model.campaign import AttachmentSettings, AudienceSettings, Mailbox
from composer.model.identifiers import RecipientId
from composer.model.message import Catalogue, CatalogueEntry, Layout, RenderContext
from composer.model.recipient import Recipient
from composer.wire.audience_index import index_audience
from tests.flow import seeded
from tests.unit.checks import attached_files as made
from tests.unit.checks.test_attachments import looked

PEOPLE = 30
FIRST = (
    "Anna",
    "Jörg",
    "Chloé",
    "O’Neil",
    "Nguyễn",
    "Eve",
    "Max",
    "Íris",
    "Kenji",
    "Li",
    "Ng",
    "Dot",
)
LAST = (
    "Schmidt",
    "van der Berg",
    "D'Angelo",
    "Black",
    "Müller-Lüdenscheidt",
    "García",
    "Sato",
    "Point",
)
HOSTS = (
    "firm.example",
    "gmail.example",
    "example.com",
    "example.org",
    "haus.example",
    "co.example",
)
CITIES = ("1010 Wien", "10115 Berlin", "75008 Paris", "London SW1A 2AA", "Zürich", "東京都千代田区")
STAFF = ("support", "info", "anna", "team", "anna.schmidt", "news", "max", "press", "staff")


@dataclass(frozen=True)
class Ids:
    """One way in which an organisation numbers people."""

    name: str
    made: Callable[[int], str]


NUMBERINGS = (
    Ids("letters and digits", lambda n: f"AC-{104000 + n}"),
    Ids("digits", lambda n: str(204000 + n)),
    Ids("digits of several lengths", lambda n: str(9_900 + n)),
    Ids("many letters", lambda n: f"{chr(65 + n % 26)}{chr(65 + n // 26 % 26)}{100000 + n * 37}"),
    Ids("like a post code", lambda n: f"{10000 + n}"),
    Ids("several lengths with letters", lambda n: f"C{n * 97 + 5}"),
    Ids("random", lambda n: f"{(n * 2654435761) % 2**32:08x}-{n:04x}"),
    Ids("words", lambda n: f"{LAST[n % 4].split()[0].lower()}{1900 + n}"),
)  # fmt: skip

FOOTER = (
    '<img alt="Example" src="data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUl'
    'EQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==">'
    '<hr><p style="color:#336699">Example Ltd, 12 High Street, London EC1A 1BB · '
    '<a href="mailto:support@example.com?subject=Question">support@example.com</a> · '
    '<a href="https://www.example.com/legal-notice">example.com</a> · Tel. +44 20 4000 1234 · '
    "IBAN GB33 BUKB 2020 1555 5555 55 · VAT GB 204 0123 45</p>"
)
BODIES = {
    "newsletter": """# News from the team, 21 November 2026

Dear {{ name }},

read about *three* things: the 2026 report (v2.4.1), our office at 204 High Street, and what Anna from example.com says.
Visit us at [example.com](https://www.example.com/en/news-letter-20400/?utm=a&id={{ token }}), or write to anna.schmidt@example.com.

1. 10,000 members; 204,033 visits; 12.5 % more than 2025
2. Meet us at the fair, 10:30 at hall 4. Team leads: Anna, Max (Support), Kenji
3. The code `ABC-104` and the file `report_2026-11-21.pdf`

Anna Schmidt, Example Ltd — anna.schmidt | example.com
""",
    "invoice": """Invoice no. {{ order }} of 2026-11-21 for {{ name }} {{ surname }}, {{ city }}

| item | number | price |
| --- | --- | --- |
| AC 20 adapter | 104 | EUR 204 033 |
| Part C-1234 | 10 | 1 204 033,50 |
| {{ order }} | {{ amount }} | {{ phone }} |

Please pay {{ amount }} EUR to IBAN {{ iban }} by 5.12.2026, reference {{ account }}. Phone: 020 4000 1234, fax 20 40 33.
""",
    "invitation": """Hello {{ name }} {{ surname }},

we meet on Friday, 4 December 2026, 18:00 CET, at Example House, 3rd floor, room A 104. Dial in: +43 1 204 033 10, PIN 10 40 33#.
[Yes](https://example.com/rsvp/{{ token }}/yes) [No](https://example.com/rsvp/{{ token }}/no) [Map](https://maps.example/@48.2082,16.3738,17z)
Bring your ticket {{ account }}. Ng, Dot and Point from Sales are there. Parking at level C, place 204.

R.S.V.P. to the team of Example
""",
    "notice": """{% if city %}Your post code is {{ city }}.{% endif %} Your number {{ account }}, {{ name }}, was 10 40 33 before.

Opening hours: 9-17, Mo-Fr; closed 24.12.-6.1. Questions? Ask {{ manager }} or reply. Web page of your firm: {{ website }}.
Version 20.40.33, build 104000, SHA 9f86d081884c7d659a2feaa0c55ad015, UUID 6ba7b810-9dad-11d1-80b4-00c04fd430c8.
Codes: 101 118 101 46; dGhpcyBpcyBmaW5l; 0x1f; &#x41;; %20; = 40; a-b-c-d-e-f; S.O.S.
""",
    "company news": """## What is new at Example

Meet the whole team at example.com, or read what our press office at example.com writes. Experts at example.com answer questions; the team @ example.com, too.
Follow us: Bluesky @example.com, Support: @example.com, Mastodon @news@social.example. Skype: anna.schmidt, example.com. Team 2, example.com.

Eva Schmidt-Bauer, example.com | Max, Press, www.example.com | Info: example.com/info | anna.schmidt_2026.pdf, example.com

* [Read more](https://t.example.com/c/eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiIxMjM0NTY3ODkwIiwibmFtZSI6Ik5ld3MifQ.dozjgNryP4J3jVmNHl0w5N_XgL0n3I9PlFUP0THsR8U?utm_source=news&utm_campaign=2026-11#team)
* [Shop](https://shop.example.com/p/B0CHX1W1XY/ref=sr_1_3?crid=2M096C61O4MLT&qid=1700000000&sprefix=adapter%2Caps%2C204)
* Tracking 1Z 999 AA1 01 2345 6784, ISBN 978-3-16-148410-0, EAN 4006381333931, order 5O4-55O1-AB
* Set-Cookie: a=b; Path=/; commit 4f2c9aa, build 20.40.33-rc.1, `=?` and `*1` are signs; 3 x 4 = 12
""",
    "numbers and signs": """Draw: 50, 49, 48, 51, 52, 57 and 12; 65 66 67 68 69 70. Sizes 32 34 36 38 40 42 44.

Dear {{ name }} — 2026 brings AC | 104, AC + 20 units, "C" "1904", room A = 104, B * 10004, X ~ 20400; see page AC/10.
Pay "at" example.com or 'at' the desk, and/at/or later. From us at example.com, from staff @ example.com and from everybody at example.org.
Our drawing: <img alt="" src="data:image/svg+xml;base64,PHN2ZyB4bWxucz0iaHR0cDovL3d3dy53My5vcmcvMjAwMC9zdmciIHdpZHRoPSI5OTA3Ij48cGF0aCBkPSJNMTAwMDcgOTkxMHoiLz48L3N2Zz4=">

| Mon | Tue | Wed | Thu | Fri | Sat | Sun |
| --- | --- | --- | --- | --- | --- | --- |
| 101 | 118 | 101 | 98 | 108 | 97 | 99 |
| 0x41 | 0x42 | 0x43 | 0x44 | 0x45 | 0x46 | 0x47 |

Files: report_2026_final.pdf, anna_schmidt_cv_v2.docx, team_photo_example.com.png, news_10_42.example.com.zip; ou=people,dc=example,dc=com; that this they will have been with from your.
골뱅이 10% · 艾特我们 @example · שטרודל תפוחים · kukac a hagyma, zavináč s cibulí, snabel-a · ⓿❶❷: ❶ 打开 ❷ 登录 · ⠓⠑⠇⠇⠕ · ✈️ ☎️ 1️⃣0️⃣4️⃣
""",
    "German": """Liebe(r) {{ name }} {{ surname }},

das Team von example.com lädt am 4. Dezember 2026 um 18:00 Uhr ein. Ihre Kundennummer: {{ account }}. Rückfragen an die Kolleginnen (Anna, Max) bei Example.
Rechnung Nr. {{ order }}: 1.204,33 € netto, 204.033 Stück, 19 % USt., IBAN {{ iban }}. Tel. 01 / 204 03 31 0, Durchwahl 104. Öffnungszeiten: Mo.-Fr. 9-17 h.
A-1010 Wien, Stiege 2, Tür 04; Az. 10 Ob 204/33k; PLZ 10 115; U-Bahn U 4, Bus 20 40 33.

Mit freundlichen Grüßen
Anna Schmidt · Presse · example.com · (a) Wien, (b) Graz
""",
    "French": """Bonjour {{ name }},

L’équipe de example.com vous écrit : votre compte {{ account }} est à jour. Montant : 204 033,50 €. Réf. n° {{ order }}. Tél. 01 20 40 33 10 — fax 01 20 40 33 11.
R. S. V. P. avant le 05/12/2026 à 18 h 00, chez Example, 12 rue de l’Arobase, 75008 Paris. Point info : example.com. SIRET 204 033 104 00018, TVA FR 20 403 310 400.
""",
    "Japanese": """{{ surname }} {{ name }} 様

会員番号 {{ account }}。2026年11月21日（土）10時30分。お問い合わせ：support@example.com（株式会社ＡＢＣ）。電話 03-2040-3310。
""",
    "Arabic": """مرحبًا {{ name }}،

رقمك {{ account }}. الموعد ٢١ نوفمبر ٢٠٢٦ الساعة ١٠:٣٠. راسلنا: support@example.com أو اتصل على ٢٠٤٠٣٣٠.
""",
}
SUBJECTS = ("{{ name }}: news 2026", "No. {{ order }} – 204 033 EUR", "Your account {{ account }}")


def person(number: int, ids: Ids) -> Recipient:
    first, last = FIRST[number % len(FIRST)], LAST[number % len(LAST)]
    host = HOSTS[number % len(HOSTS)]
    local = f"{first}.{last}{number}".lower().replace(" ", "").replace("’", "'")
    address = f"{STAFF[number]}@example.com" if number < len(STAFF) else f"{local}@{host}"
    cells = {
        "email": address, "name": first, "surname": last, "account": ids.made(number),
        "order": f"{2026}-{204000 + (number * 7) % PEOPLE}", "amount": f"{number * 1009 % 9000},{number % 90 + 10}",
        "phone": f"+43 664 {100 + number} {204 + number % 90} {10 + number % 90}",
        "iban": f"AT{10 + number % 80} 2040 0000 {1000 + number} {204033 + number:012d}"[:29],
        "city": CITIES[number % len(CITIES)], "website": f"www.{host}", "manager": "boss@example.edu",
        "token": "",
    }  # fmt: skip
    token = f"{number * 7919 + 13:032x}"
    cells["token"] = token
    return Recipient(
        id=RecipientId(f"{number:032x}"), row=number + 2, address=address, locale="en",
        fields=tuple(cells.items()), token=token, salt="00",
    )  # fmt: skip


def context(body: str, subject: str, layout: str, **changes: object) -> RenderContext:
    made = seeded.message(body=body, subject=subject, layout=Layout(name="x", html=layout))
    settings = AudienceSettings(file="a.csv", ids=("account",), contacts=("manager",), locale="")
    rendering = seeded.context(
        made,
        audience=settings,
        sender=Mailbox(name="Example | Team", address="news@example.com"),
        reply_to=Mailbox(name="Support", address="support@example.com"),
        unsubscribe="https://example.com/u/{{ token }}",
        **changes,
    )
    return replace(rendering, columns=tuple(name for name, _ in person(9, NUMBERINGS[0]).fields))


LAYOUTS = {
    path.stem: path.read_text(encoding="utf-8").replace("</body>", FOOTER + "</body>")
    for path in sorted(Path("templates").glob("*.html"))
}


def alarms(rendering: RenderContext, people: tuple[Recipient, ...]) -> list[str]:
    settings = rendering.campaign.audience
    index = index_audience(people, ids=settings.ids, contacts=settings.contacts)
    state = set_up_check(CheckContext(rendering=rendering, index=index))
    found = check_chunk(state, people)
    assert found.messages == len(people)
    stops = ("content.foreign", "guard", "attachment")
    return [
        f"{item.where} {dict(item.values)}"
        for item in found.findings
        if item.code.startswith(stops)
    ]


@pytest.mark.parametrize("ids", NUMBERINGS, ids=lambda ids: ids.name)
@pytest.mark.parametrize("kind", BODIES)
def test_honest_mail_is_not_stopped(kind: str, ids: Ids) -> None:
    people = tuple(person(number, ids) for number in range(PEOPLE))
    place = [*BODIES].index(kind)
    layout = [*LAYOUTS.values()][place % len(LAYOUTS)]
    subject = SUBJECTS[place % len(SUBJECTS)]
    assert alarms(context(BODIES[kind], subject, layout), people)[:3] == []


@pytest.mark.parametrize("name", LAYOUTS)
def test_no_layout_is_stopped_with_staff_in_the_audience(name: str) -> None:
    people = tuple(person(number, NUMBERINGS[0]) for number in range(PEOPLE))
    body = BODIES["newsletter"] + BODIES["notice"]
    assert alarms(context(body, SUBJECTS[0], LAYOUTS[name]), people)[:3] == []


def test_honest_files_are_not_stopped() -> None:
    people = tuple(person(number, NUMBERINGS[0]) for number in range(PEOPLE))
    honest = (
        "Terms of 2026. Meet the team at example.com. Skype: anna.schmidt, example.com.",
        "Eva Schmidt-Bauer, example.com; version 20.40.33; AC 20; EUR 104,000.00; Tel. 20 40 33 10",
    )
    files = {
        "terms.pdf": made.pdf(*honest, title=honest[0]),
        "terms.docx": made.docx(*honest),
        "terms.xlsx": made.xlsx(*honest, numbers=(204, 33, 2026)),
        "terms.csv": "\n".join(honest).encode(),
        "visit.ics": made.calendar(honest[0]),
    }
    attached = [AttachmentSettings(path=f"files/{name}") for name in files]
    assert looked(files, *attached, people=people) == []


def test_honest_translations_are_not_stopped() -> None:
    people = tuple(
        replace(person(number, NUMBERINGS[0]), locale="de" if number % 2 else "en")
        for number in range(PEOPLE)
    )
    target = "Guten Tag {{ name }}, schreiben Sie an support@example.com; Konto 204 033 €, AC 20."
    entry = CatalogueEntry(source="Hello {{ name }}, write to us.", target=target)
    rendering = context("Hello {{ name }}, write to us.\n", "News", LAYOUTS["notice"])
    message = replace(rendering.message, catalogues=(Catalogue(locale="de", entries=(entry,)),))
    assert alarms(replace(rendering, message=message), people)[:3] == []
