import tomllib
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from composer.errors import FileRefused
from composer.folder.load import load_folder
from composer.folder.message_file import read_message_file
from composer.folder.write import edit_settings, write_folder, write_message_md

SETTINGS = b"""# about this campaign
name = "N"  # kept
purpose = "service"
from = "a@example.com"
locale   =   "en"

[audience]
file = "audience.csv"
[transport]
kind = "practice"
"""
TREE = {
    "campaign.toml": SETTINGS,
    "message.md": b"---\nsubject: S\n---\nBody\n",
    "files/a/logo.png": b"\x89PNG\r\n",
}
ID = "0123456789abcdef"
AUDIENCE = b"email,locale,x\r\na@b.com,,=1+1\r\n"


def test_a_written_folder_is_read_back_as_the_same_campaign(tmp_path):
    write_folder(tmp_path / "deep" / "out", TREE, AUDIENCE, ID)
    loaded = load_folder(tmp_path / "deep" / "out")
    assert loaded.campaign_id == ID
    assert loaded.audience.path.read_bytes() == AUDIENCE
    expected = TREE | {"campaign.toml": f'id = "{ID}"\n'.encode() + SETTINGS}
    assert loaded.tree == expected
    assert [path.name for path in (tmp_path / "deep").iterdir()] == ["out"]


def test_an_id_that_is_there_is_replaced_and_nothing_else(tmp_path):
    settings = b'id = "aaaaaaaaaaaaaaaa"  # from elsewhere\r\n' + SETTINGS.replace(b"\n", b"\r\n")
    write_folder(tmp_path / "out", TREE | {"campaign.toml": settings}, None, ID)
    written = (tmp_path / "out" / "campaign.toml").read_bytes()
    assert written == settings.replace(b"a" * 16, ID.encode())


def test_an_audience_of_another_kind_is_written_as_csv(tmp_path):
    settings = SETTINGS.replace(b"audience.csv", b"people.xlsx")
    write_folder(tmp_path / "out", TREE | {"campaign.toml": settings}, AUDIENCE, ID)
    loaded = load_folder(tmp_path / "out")
    assert loaded.audience.name == "audience.csv"
    assert loaded.audience.path.read_bytes() == AUDIENCE


def test_an_empty_folder_is_filled_and_any_other_is_left_alone(tmp_path):
    (tmp_path / "empty").mkdir()
    write_folder(tmp_path / "empty", TREE, AUDIENCE, ID)
    assert (tmp_path / "empty" / "message.md").exists()
    (tmp_path / "full").mkdir()
    (tmp_path / "full" / "x").write_text("kept")
    (tmp_path / "file").write_text("kept")
    for name in ("full", "file"):
        with pytest.raises(FileRefused) as caught:
            write_folder(tmp_path / name, TREE, AUDIENCE, ID)
        assert caught.value.findings[0].code == "folder.not_empty"
    assert [path.name for path in (tmp_path / "full").iterdir()] == ["x"]


def test_a_place_that_cannot_be_written_leaves_nothing_behind(tmp_path):
    (tmp_path / "file").write_text("kept")
    with pytest.raises(FileRefused) as caught:
        write_folder(tmp_path / "file" / "out", TREE, AUDIENCE, ID)
    assert caught.value.findings[0].code == "folder.not_writable"
    clash = TREE | {"files": b"a file where a folder must be"}
    with pytest.raises(FileRefused):
        write_folder(tmp_path / "out", clash, AUDIENCE, ID)
    assert [path.name for path in tmp_path.iterdir()] == ["file"]


def test_no_name_leads_out_of_the_folder(tmp_path):
    write_folder(tmp_path / "out", TREE | {"../escaped": b"x", "/tmp/escaped": b"x"}, None, ID)
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_editing_changes_the_named_keys_and_keeps_the_rest_byte_for_byte():
    edited = edit_settings(
        SETTINGS,
        {
            "name": 'Ü "x"', "unsubscribe": "https://a.example/{{ token }}", "audience.ids": ["a"],
            "audience.expected": 5, "audience.tolerance": Decimal("0.02"), "pace.per_second": Decimal(50),
            "pace.per_domain": {"gmail.com": Decimal("2.5")}, "transport.kind": "eml", "missing.key": None,
        },
    )  # fmt: skip
    values = tomllib.loads(edited.decode(), parse_float=Decimal)
    assert values["name"] == 'Ü "x"'
    assert values["unsubscribe"] == "https://a.example/{{ token }}"
    assert values["audience"] == {
        "file": "audience.csv", "ids": ["a"], "expected": 5, "tolerance": Decimal("0.02"),
    }  # fmt: skip
    assert values["pace"] == {"per_second": 50, "per_domain": {"gmail.com": Decimal("2.5")}}
    assert values["transport"]["kind"] == "eml"
    for kept in (b"# about this campaign\n", b"  # kept\n", b'locale   =   "en"\n'):
        assert kept in edited


def test_editing_nothing_changes_no_byte_and_none_removes_a_key():
    assert edit_settings(SETTINGS, {}) == SETTINGS
    crlf = SETTINGS.replace(b"\n", b"\r\n")
    assert edit_settings(crlf, {"reply_to": None}) == crlf
    assert b"locale" not in edit_settings(SETTINGS, {"locale": None})


def test_a_file_with_a_byte_order_mark_can_be_edited_and_keeps_it():
    mark = b"\xef\xbb\xbf"
    edited = edit_settings(mark + SETTINGS, {"layout": "notice"})
    assert edited == mark + edit_settings(SETTINGS, {"layout": "notice"})


def test_editing_what_is_no_toml_is_refused_with_its_line():
    with pytest.raises(FileRefused) as caught:
        edit_settings(b"a = 1\nb\n", {"name": "x"})
    assert caught.value.findings[0].place_of("line") == 2


HEADS = st.text(alphabet="a \"'\\:#|>{}-é—\u00a0", max_size=20)
BODIES = st.text(alphabet="a\n-# {}\té", max_size=30)


@given(HEADS, HEADS, BODIES)
def test_a_written_message_is_read_back_exactly(subject, preheader, body):
    text, _findings = read_message_file(write_message_md(subject, preheader, body))
    assert (text.subject, text.preheader, text.body) == (subject, preheader, body)
