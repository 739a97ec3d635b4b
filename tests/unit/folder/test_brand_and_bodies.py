"""The folder's newer files: brand.toml, message.html and layouts of one's own."""

from __future__ import annotations

import pytest

from composer.folder.brand_file import read_brand, write_brand
from composer.folder.load import load_folder, parse_tree
from composer.folder.reading import MAX_TEXT_BYTES
from composer.model.message import Brand

SETTINGS = b"""name = "News"
purpose = "service"
from = "A <a@example.com>"
locale = "en"
layout = "%s"
[audience]
file = "people.csv"
[transport]
kind = "practice"
"""
HEAD = b"---\nsubject: News\n---\n"


def tree(layout: bytes = b"notice", **files: bytes) -> dict[str, bytes]:
    named = {name.replace("__", "/").replace("_", "."): content for name, content in files.items()}
    return {"campaign.toml": SETTINGS % layout, "message.md": HEAD, **named}


def codes(given: dict[str, bytes]) -> list[str]:
    return [item.code for item in parse_tree(given).findings]


def test_a_body_brought_as_html_stands_for_the_markdown() -> None:
    given = tree(message_html="<p>Grüße</p>\r\n".encode())
    parsed = parse_tree(given)
    assert parsed.findings == ()
    assert parsed.message is not None
    assert parsed.message.body_html == "<p>Grüße</p>\n"
    assert codes(tree()) == ["folder.empty_body"]


def test_two_bodies_are_told_and_a_body_that_is_no_text_is_refused() -> None:
    both = tree(message_html=b"<p>a</p>") | {"message.md": HEAD + b"Hello"}
    assert codes(both) == ["folder.two_bodies"]
    assert codes(tree(message_html=b"\xff")) == ["folder.not_utf8"]
    assert codes(tree(message_html=b"<p>\x00</p>")) == ["folder.bad_character"]


def test_a_layout_of_one_s_own_is_html_or_mjml_by_its_name() -> None:
    for name, is_mjml in ((b"our.mjml", True), (b"Our.MJML", True), (b"our.html", False)):
        parsed = parse_tree(tree(name, message_html=b"a") | {name.decode(): b"<p>{{ body }}</p>"})
        assert parsed.message is not None
        assert parsed.message.layout.is_mjml is is_mjml
    assert codes(tree(b"none.mjml", message_html=b"a")) == ["folder.bad_layout"]


def test_the_brand_belongs_to_the_tree_and_its_logo_must_be_there(tmp_path) -> None:
    brand = Brand(name="A", colour="#aa3300", logo="files/logo.png", address="1 Road\nTown")
    given = tree(message_html=b"a", brand_toml=write_brand(brand))
    assert codes(given) == ["folder.missing_file"]
    given["files/logo.png"] = b"x"
    parsed = parse_tree(given)
    assert parsed.findings == ()
    assert parsed.message is not None
    assert parsed.message.brand == brand
    for name, content in given.items():
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).write_bytes(content)
    (tmp_path / "people.csv").write_bytes(b"email\na@example.com\n")
    loaded = load_folder(tmp_path)
    assert set(loaded.tree) == set(given)
    assert loaded.findings == ()


def test_a_body_that_is_too_large_is_not_read(tmp_path) -> None:
    (tmp_path / "campaign.toml").write_bytes(SETTINGS % b"notice")
    (tmp_path / "message.html").write_bytes(b"x" * (MAX_TEXT_BYTES + 1))
    found = load_folder(tmp_path).findings
    assert ("folder.too_large", "message.html") in {
        (item.code, item.place_of("file")) for item in found
    }


@pytest.mark.parametrize(
    ("line", "code"),
    [
        ('colour = "red"', "brand.bad_colour"),
        ('colour = "#ffff00"', "brand.pale_colour"),
        ('logo = "../a.png"', "folder.bad_attachment_path"),
        ('logo = "files/a.svg"', "brand.bad_logo"),
        ('website = "http://a.example"', "folder.insecure_url"),
        ('website = "https://a.example/\\u0000"', "folder.control_character"),
        ('name = "a\\u202eb"', "folder.control_character"),
        ('address = "a\\u2028b\\u0007"', "folder.control_character"),
        (f'name = "{"x" * 200}"', "folder.too_long"),
        ('color = "#aa3300"', "folder.unknown_key"),
        ("name = 1", "folder.wrong_type"),
        ("name", "folder.bad_toml"),
    ],
)
def test_what_is_wrong_in_a_brand_is_a_finding(line: str, code: str) -> None:
    _brand, findings = read_brand(line.encode())
    assert code in {item.code for item in findings}


@pytest.mark.parametrize(
    "brand",
    [
        Brand(),
        Brand(
            name='A "B" \\ {{ x }}',
            colour="#0b57d0",
            logo="files/a.png",
            website="https://a.example/",
        ),
        Brand(address="1 Road\nTown\nسوريا"),
    ],
)
def test_a_written_brand_reads_back(brand: Brand) -> None:
    assert read_brand(write_brand(brand)) == (brand, [])


@pytest.mark.parametrize("name", ["a\\u0000b", "a\\nb", "=?utf-8?q?a?="])
def test_a_name_that_no_header_may_hold_is_told_and_left_out(name: str) -> None:
    brand, findings = read_brand(f'name = "{name}"\n'.encode())
    assert brand.name == ""
    assert [item.place_of("key") for item in findings] == ["name"]
