"""What stands in attached files: for everybody, for each recipient, and in hostile ones."""

from __future__ import annotations

import time

import pytest

from composer.checks.attachment_reading import texts_of
from composer.checks.attachment_uses import UseCounter, Uses, add_uses
from composer.checks.attachments import (
    files_not_scanned,
    find_in_attachments,
    pictures_not_scanned,
)
from composer.findings import Finding
from composer.model.campaign import AttachmentSettings
from composer.model.message import MessageFile, RenderContext
from composer.model.recipient import Recipient
from composer.wire.audience_index import index_audience
from tests.flow import seeded
from tests.flow.seeded import ACCOUNT, ADDRESS, ANN, EVE, STAFF
from tests.unit.checks import attached_files as made

OWN = AttachmentSettings(column="file")


def never() -> bool:
    return False


def with_file(one: Recipient, name: str) -> Recipient:
    """Give a row that names a file."""
    return seeded.person(
        one.row - 1,
        **{
            **dict(one.fields),
            "file": name,
            "address": one.address,
            "account": dict(one.fields)["account"],
        },
    )  # type: ignore[arg-type]


def looked(
    files: dict[str, bytes],
    *attached: AttachmentSettings,
    people: tuple[Recipient, ...] = seeded.PEOPLE,
) -> list[Finding]:
    """Look into files as the check of everybody does."""
    context = attaching(files, *attached)
    settings = context.campaign.audience
    index = index_audience(people, ids=settings.ids, contacts=settings.contacts)
    return [*find_in_attachments(context, counted(context, people), index, cancelled=never)]


def attaching(files: dict[str, bytes], *attached: AttachmentSettings) -> RenderContext:
    kept = tuple(
        MessageFile(path=f"files/{name}", content=content) for name, content in files.items()
    )
    return seeded.context(seeded.message(files=kept), attachments=attached)


def counted(context: RenderContext, people: tuple[Recipient, ...]) -> Uses:
    """Count in two portions, as two processes would."""
    counter, uses = UseCounter(context), Uses()
    for portion in (people[:2], people[2:]):
        rows = [(one.row, one.address, [value for _, value in one.fields]) for one in portion]
        add_uses(uses, counter.count(rows, seeded.COLUMNS))
    return uses


def rows_with(*names: str) -> tuple[Recipient, ...]:
    """Give Ann's and Eve's rows and more, each naming a file; everybody has rows of their own."""
    return tuple(with_file(one, name) for one, name in zip((ANN, EVE, STAFF), names, strict=False))


def name_for(kind: str) -> str:
    return f"ann.{kind.partition(' ')[0]}"


HOLDING = {
    "pdf": made.pdf,
    "pdf in a link": lambda text: made.pdf("x", link="https://example.com/?u=" + text),
    "pdf in its title": lambda text: made.pdf("x", title=text),
    "pdf in a hidden note": lambda text: made.pdf("x", note=text),
    "pdf in a field": lambda text: made.pdf("x", field=text),
    "docx": made.docx,
    "docx in runs": lambda text: made.docx(text[:4], text[4:]),
    "docx in a link": lambda text: made.docx("x", link="https://example.com/?u=" + text),
    "docx in a footnote": lambda text: made.docx("x", note=text),
    "xlsx": made.xlsx,
    "xlsx in a comment": lambda text: made.xlsx("x", comment=text),
    "odt in spans": lambda text: made.odt(text[:4], text[4:]),
    "docx in the words for a picture": lambda text: made.docx("x", **{"word__d.xml": f'<d descr="{text}"/>'.encode()}),
    "docx in a remark of its XML": lambda text: made.docx("x", **{"word__d.xml": f"<d><!-- {text} --></d>".encode()}),
    "docx in the value of a tag": lambda text: made.docx("x", **{"word__d.xml": f'<d><tag val="{text}"/></d>'.encode()}),
    "docx in a text beside": lambda text: made.docx("x", **{"customXml__a.txt": text.encode()}),
    "docx in the name of a part": lambda text: made.docx("x", **{f"word__{text}.xml": b"<d/>"}),
    "pdf in what it says of itself in XML": lambda text: made.pdf("x") + f"%<x:xmpmeta><a>{text}</a></x:xmpmeta>\n".encode(),
    "csv": lambda text: f"a;b\n1;{text}\n".encode(),
    "txt in UTF-16": lambda text: ("\ufeff" + text).encode("utf-16-le"),
    "txt in Latin-1": lambda text: f"für {text}".encode("latin-1"),
    "ics on a folded line": made.calendar,
    "html": lambda text: f"<p>{text.replace('@', '&#64;')}</p>".encode(),
    "html in base64": lambda text: f"<a href='https://example.com/{__import__('base64').b64encode(text.encode()).decode()}'>x</a>".encode(),
}  # fmt: skip


@pytest.fixture(scope="module")
def everything() -> dict[str, list[Finding]]:
    """Read one file of each kind for each thing that it may hold: once, in one process."""
    files, people = {}, []
    for number, (kind, make) in enumerate(HOLDING.items()):
        for place, text in enumerate((ADDRESS, ACCOUNT, "nothing")):
            name = f"{number}-{place}.{kind.partition(' ')[0]}"
            files[name] = make(f"{text}" if place == 2 else text)
            one = seeded.person(
                1000 + 10 * number + place,
                f"p{number}-{place}@example.org",
                f"AC-7{number:03}{place:02}",
                file=name,
            )
            people.append(one)
    found = looked(files, OWN, people=(EVE, *people))
    return {
        f"{kind} {place}": [
            item for item in found if item.place_of("recipient") == f"p{number}-{place}@example.org"
        ]
        for number, kind in enumerate(HOLDING)
        for place in range(3)
    } | {"all": found}


@pytest.mark.parametrize("kind", HOLDING)
def test_somebody_elses_address_or_id_is_found_in_a_file_of_every_kind(
    everything: dict[str, list[Finding]], kind: str
) -> None:
    address, account, nothing = (everything[f"{kind} {place}"] for place in range(3))
    assert [(item.code, dict(item.values)["found"]) for item in address] == [
        ("content.foreign_address", ADDRESS)
    ]
    assert [(item.code, dict(item.values)["found"]) for item in account] == [
        ("content.foreign_id", "ac104822")
    ]
    assert nothing == []


def test_files_that_say_nothing_of_their_owner_are_one_finding(
    everything: dict[str, list[Finding]],
) -> None:
    found = [item for item in everything["all"] if item.code == "attachment.not_own"]
    assert [dict(item.values)["count"] for item in found] == [len(HOLDING)]
    assert not [item for item in everything["all"] if item.code == "attachment.not_scanned"]


def test_a_file_with_its_owners_id_or_address_is_fine() -> None:
    files = {
        "a.pdf": made.pdf("Account AC-104711, write to support@example.com"),
        "b.docx": made.docx(ADDRESS),
    }
    assert looked(files, OWN, people=rows_with("a.pdf", "b.docx")) == []


def test_files_in_the_wrong_order_are_found() -> None:
    files = {"a.pdf": made.pdf("Account AC-104822"), "b.pdf": made.pdf("Account AC-104711")}
    found = looked(files, OWN, people=rows_with("a.pdf", "b.pdf"))
    assert [(item.code, item.place_of("recipient")) for item in found] == [
        ("content.foreign_id", ANN.address),
        ("content.foreign_id", ADDRESS),
    ]


def test_a_file_of_one_person_that_two_receive_is_found() -> None:
    files = {"a.pdf": made.pdf("Account AC-104711")}
    found = looked(files, OWN, people=rows_with("a.pdf", "a.pdf"))
    assert {item.code for item in found} == {"attachment.used_twice", "attachment.holds_id"}
    twice = dict(found[0].values)
    assert (twice["count"], twice["first"], twice["second"]) == (2, ANN.address, ADDRESS)


def test_a_file_that_nobody_receives_is_found() -> None:
    files = {"a.pdf": made.pdf("AC-104711"), "b.pdf": made.pdf("AC-104822"), "c.pdf": made.pdf("x")}
    found = looked(files, OWN, people=rows_with("a.pdf", "b.pdf"))
    assert [(item.code, dict(item.values)["files"]) for item in found] == [
        ("attachment.unused", "c.pdf")
    ]


def test_a_file_for_everybody_may_hold_nobody() -> None:
    found = looked(
        {"terms.pdf": made.pdf("See", ADDRESS, ACCOUNT, "support@example.com")},
        AttachmentSettings(path="files/terms.pdf"),
    )
    assert [item.code for item in found] == ["attachment.holds_address", "attachment.holds_id"]
    assert all(item.blocks for item in found)


def test_ordinary_numbers_and_words_in_a_file_are_no_ids() -> None:
    rows = (
        seeded.person(1, ANN.address, "november", number="2019"),
        seeded.person(2, ADDRESS, "1250", number="3000"),
    )
    text = "In november 2019 we paid 1250 EUR of 3000 EUR; a1b2c3d4 is a colour"
    assert (
        looked(
            {"terms.txt": text.encode()}, AttachmentSettings(path="files/terms.txt"), people=rows
        )
        == []
    )


def test_hostile_files_are_counted_as_not_looked_into() -> None:
    hostile = made.hostile()
    good = {
        "before.txt": b"AC-104822",
        "middle.pdf": made.pdf("AC-104822"),
        "zuletzt.txt": b"AC-104822",
    }
    begun = time.monotonic()
    found = looked(
        {**hostile, **good},
        *(AttachmentSettings(path=f"files/{name}") for name in (*hostile, *good)),
    )
    assert time.monotonic() - begun < 60
    (told,) = [item for item in found if item.code == "attachment.not_scanned"]
    assert (dict(told.values)["count"], dict(told.values)["total"]) == (
        len(hostile),
        len(hostile) + len(good),
    )
    assert [item.place_of("file") for item in found if item.code == "attachment.holds_id"] == [
        f"files/{name}" for name in sorted(good)
    ]


def test_a_file_that_takes_too_much_costs_itself_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    from composer.audience.sources.confined import Allowance
    from composer.checks import attachment_reading

    monkeypatch.setattr(
        attachment_reading, "_ALLOWANCE", Allowance(memory_bytes=48 * 1024 * 1024, cpu_s=5)
    )
    heavy = made.packed({"word/document.xml": b"<d>" + b"<p>x</p>" * 4_000_000 + b"</d>"})
    files = [
        MessageFile(path=f"files/{name}", content=content)
        for name, content in (("a.txt", b"one"), ("b.docx", heavy), ("c.txt", b"two"))
    ]
    assert [(file.path, read.texts) for file, read in texts_of(files, cancelled=never)] == [
        ("files/a.txt", ("one\n",)),
        ("files/b.docx", None),
        ("files/c.txt", ("two\n",)),
    ]


def test_the_proof_is_told_what_was_not_looked_into() -> None:
    found = looked(
        {"a.zip": b"PK", "b.txt": b"x"},
        *(AttachmentSettings(path=f"files/{name}") for name in ("a.zip", "b.txt")),
    )
    assert files_not_scanned(found) == (1, 2)
    assert files_not_scanned([]) == (0, 0)


def test_what_is_cancelled_ends() -> None:
    file = MessageFile(path="files/a.txt", content=b"x")
    assert [*texts_of([file], cancelled=lambda: True)] == []


def test_pictures_that_the_text_shows_are_counted() -> None:
    picture = (MessageFile(path="files/logo.png", content=b"x"),)
    context = seeded.context(seeded.message(files=picture, body="![Logo](files/logo.png)\n"))
    index = index_audience(seeded.PEOPLE, ids=(), contacts=())
    found = [*find_in_attachments(context, {}, index, cancelled=never)]
    assert [(item.code, dict(item.values)["count"]) for item in found] == [
        ("attachment.not_scanned", 1)
    ]


def test_pictures_inside_files_are_counted_apart() -> None:
    files = {
        "a.pdf": made.pdf("AC-104711", pictures=2),
        "b.docx": made.docx("AC-104822", word__media__1=b"x", word__media__2=b"y"),
        "c.txt": b"AC-100001",
    }
    found = looked(files, OWN, people=rows_with(*files))
    assert [(item.code, dict(item.values)) for item in found] == [
        ("attachment.pictures_inside", {"count": 4, "files": "a.pdf, b.docx"})
    ]
    assert pictures_not_scanned(found) == 4
    assert files_not_scanned(found) == (0, 0)
