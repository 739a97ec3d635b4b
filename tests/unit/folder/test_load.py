import importlib.util
import json
import os
import re
import shutil
import sys
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from composer import paths
from composer.folder import reading
from composer.folder.load import load_folder, parse_tree
from composer.folder.message_file import read_message_file

CORPORA = Path(__file__).parents[4] / "shared" / "corpora"
SETTINGS = """name = "N"
purpose = "service"
from = "a@example.com"
locale = "en"
layout = "frame.html"
[audience]
file = "audience.csv"
[transport]
kind = "practice"
"""
MESSAGE = "---\nsubject: Hello {{ name }}\npreheader: Soon\n---\n\n# Body\n"
TREE = {
    "campaign.toml": SETTINGS.encode(),
    "message.md": MESSAGE.encode(),
    "frame.html": b"<p>{{ body }}</p>",
    "translations/de.po": b'msgid "Body"\nmsgstr "Text"\n',
    "files/logo.png": b"\x89PNG",
}
AUDIENCE = b"email,locale\na@b.com,de\n"


@pytest.fixture
def folder(tmp_path):
    path = tmp_path / "campaign"
    for name, content in {**TREE, "audience.csv": AUDIENCE}.items():
        file = path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(content)
    return path


def problems(loaded):
    for item in loaded.findings:
        assert item.text
        assert item.advice
        json.dumps(item.as_json()).encode()
    return [
        (item.code, item.place_of("file"), item.place_of("line") or item.place_of("key"))
        for item in loaded.findings
    ]


def test_a_folder_is_read_as_a_campaign_with_its_message(folder):
    loaded = load_folder(folder)
    assert problems(loaded) == []
    assert loaded.campaign.name == "N"
    assert loaded.campaign_id is None
    assert loaded.settings_source == TREE["campaign.toml"]
    assert loaded.tree == TREE
    assert (loaded.audience.name, loaded.audience.path.read_bytes()) == ("audience.csv", AUDIENCE)
    message = loaded.message
    assert (message.locale, message.subject, message.preheader, message.body) == (
        "en", "Hello {{ name }}", "Soon", "\n# Body\n",
    )  # fmt: skip
    assert message.layout.html == "<p>{{ body }}</p>"
    assert [item.locale for item in message.catalogues] == ["de"]
    assert [(item.path, item.content) for item in message.files] == [("files/logo.png", b"\x89PNG")]


def test_a_stored_revision_is_understood_like_the_folder(folder):
    loaded, parsed = load_folder(folder), parse_tree(TREE)
    assert (loaded.campaign, loaded.message) == (parsed.campaign, parsed.message)
    assert parsed.findings == ()


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("campaign.toml", "folder.missing_file"),
        ("message.md", "folder.missing_file"),
        ("audience.csv", "folder.missing_audience"),
    ],
)
def test_a_missing_file_is_named(folder, name, code):
    (folder / name).unlink()
    assert problems(load_folder(folder)) == [(code, name, None)]


def test_a_missing_layout_or_attachment_is_named(folder):
    (folder / "frame.html").unlink()
    (folder / "campaign.toml").write_text(SETTINGS + '[[attachments]]\npath = "files/a.pdf"\n')
    assert problems(load_folder(folder)) == [
        ("folder.missing_file", "files/a.pdf", None),
        ("folder.bad_layout", "campaign.toml", "layout"),
    ]


def test_an_empty_file_is_named_whether_or_not_a_column_names_it(folder):
    (folder / "files").mkdir(exist_ok=True)
    (folder / "files" / "terms-7.pdf").write_bytes(b"")
    found = [item for item in load_folder(folder).findings if item.code == "file.empty"]
    assert [(item.blocks, item.place_of("file")) for item in found] == [(True, "files/terms-7.pdf")]


def test_a_layout_of_the_program_is_found_by_its_name(tmp_path, monkeypatch):
    (tmp_path / "notice.html").write_text("<b>{{ body }}</b>")
    monkeypatch.setattr(paths, "templates", lambda: tmp_path)
    settings = SETTINGS.replace("frame.html", "notice").encode()
    parsed = parse_tree(TREE | {"campaign.toml": settings})
    assert parsed.message.layout.html == "<b>{{ body }}</b>"
    settings = SETTINGS.replace("frame.html", "../notice").encode()
    assert parse_tree(TREE | {"campaign.toml": settings}).message is None
    found = parse_tree(TREE | {"campaign.toml": SETTINGS.replace("frame.html", "x").encode()})
    assert "notice" in found.findings[0].advice


def test_all_problems_are_told_at_once(folder):
    (folder / "campaign.toml").write_text(SETTINGS + 'sbj = "x"\n')
    (folder / "message.md").write_text("Hello\n")
    (folder / "translations" / "de.po").write_text("oops\n")
    loaded = load_folder(folder)
    assert loaded.campaign is None
    assert loaded.message is None
    assert problems(loaded) == [
        ("folder.unknown_key", "campaign.toml", "transport.sbj"),
        ("folder.missing_front_matter", "message.md", 1),
        ("translation.bad_po", "translations/de.po", 1),
    ]


@pytest.mark.parametrize(
    ("content", "code", "line"),
    [
        ("Hello\n", "folder.missing_front_matter", 1),
        ("---\nsubject: x\n", "folder.missing_front_matter", 1),
        ("", "folder.missing_front_matter", 1),
        ("---\npreheader: x\n---\nb", "folder.no_subject", "subject"),
        ("---\nsubject:\n---\nb", "folder.no_subject", "subject"),
        ("---\nsubject: x\ncc: y@z.com\n---\nb", "folder.unknown_front_matter", 3),
        ("---\nsubject: x\nSubject: y\n---\nb", "folder.twice_in_front_matter", 3),
        ("---\nsubject: x\nhello\n---\nb", "folder.bad_front_matter", 3),
        ("---\nsubject: >\n  folded\n---\nb", "folder.bad_front_matter", 2),
        ("---\nsubject: a\u2028b\n---\nb", "folder.control_character", 2),
        ('---\nsubject: "a\\r\\nBcc: x"\n---\nb', "folder.control_character", 2),
        ("---\nsubject: =?utf-8?q?x?=\n---\nb", "folder.encoded_word", 2),
        ("---\nsubject: x\n---\na\n\x00b", "folder.bad_character", 5),
        (b"---\nsubject: x\n---\n\xff", "folder.not_utf8", 4),
        ("---\nsubject: x\n---\n \n", "folder.empty_body", None),
    ],
)
def test_what_is_wrong_in_a_message_file_is_named_with_its_line(content, code, line):
    raw = content if isinstance(content, bytes) else content.encode()
    parsed = parse_tree(TREE | {"message.md": raw})
    assert (code, "message.md", line) in problems(parsed)


def test_the_head_may_be_quoted_and_hold_colons_and_fields():
    content = (
        b'\xef\xbb\xbf---\r\n# note\r\nsubject: "Re: {{ a or \'b\' }} \\"x\\""\r\n\r\n'
        b"preheader: 'it''s: {{ x }}'\r\n---\r\nBody\r\n---\r\n"
    )
    text, findings = read_message_file(content)
    assert findings == []
    assert text.subject == "Re: {{ a or 'b' }} \"x\""
    assert text.preheader == "it's: {{ x }}"
    assert text.body == "Body\n---\n"


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("translations/german.po", "folder.bad_po_name"),
        ("translations/de.xlf", "folder.bad_po_name"),
        ("translations/DE.po", "folder.twice_in_translations"),
        ("translations/en.po", "folder.source_translation"),
    ],
)
def test_a_translation_is_named_after_its_language(name, code):
    parsed = parse_tree(TREE | {name: b""})
    assert code in [item.code for item in parsed.findings]
    assert [item.locale for item in parsed.message.catalogues] == ["de"]


def test_strangers_are_left_out_and_told_but_what_desktops_leave_behind_is_not(folder):
    for name in ("notes.docx", "sub/x.txt", ".DS_Store", "Thumbs.db", ".git/config", "message.md~"):
        (folder / name).parent.mkdir(exist_ok=True)
        (folder / name).write_text("x")
    loaded = load_folder(folder)
    assert problems(loaded) == [
        ("folder.unknown_file", "notes.docx", None), ("folder.unknown_file", "sub/x.txt", None),
    ]  # fmt: skip
    assert loaded.tree == TREE


def test_links_are_never_followed(folder, tmp_path):
    secret = tmp_path / "secret"
    secret.mkdir()
    (secret / "key").write_text("secret")
    (folder / "message.md").unlink()
    (folder / "message.md").symlink_to(secret / "key")
    (folder / "files" / "outside").symlink_to(secret)
    loaded = load_folder(folder)
    assert {item.code for item in loaded.findings if item.place_of("file") == "message.md"} == {
        "folder.link", "folder.missing_file",
    }  # fmt: skip
    assert ("folder.link", "files/outside", None) in problems(loaded)
    assert b"secret" not in b"".join(loaded.tree.values())


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no named pipes in folders")
def test_special_files_do_not_hang_the_program(folder):
    os.mkfifo(folder / "files" / "pipe")
    assert problems(load_folder(folder)) == [("folder.not_a_file", "files/pipe", None)]


def test_sizes_and_counts_are_capped(folder, monkeypatch):
    monkeypatch.setattr(reading, "MAX_TEXT_BYTES", 5)
    codes = [(item.code, item.place_of("file")) for item in load_folder(folder).findings]
    assert ("folder.too_large", "message.md") in codes
    monkeypatch.setattr(reading, "MAX_FILES", 3)
    assert "folder.too_many_files" in [item.code for item in load_folder(folder).findings]


def test_a_place_that_is_no_folder_is_a_finding(tmp_path):
    assert problems(load_folder(tmp_path / "nowhere"))[0][0] == "folder.missing"
    file = tmp_path / "file"
    file.write_text("x")
    assert problems(load_folder(file))[0][0] == "folder.missing"
    empty = tmp_path / "empty"
    empty.mkdir()
    assert [item[:2] for item in problems(load_folder(empty))] == [
        ("folder.missing_file", "campaign.toml"), ("folder.missing_file", "message.md"),
    ]  # fmt: skip


@pytest.mark.skipif(sys.platform != "linux", reason="only here names are any bytes")
def test_a_name_that_is_no_text_is_a_finding_that_can_be_printed(folder):
    (Path(os.fsdecode(os.fsencode(folder) + b"/bad\xff.txt"))).write_text("x")
    assert [item[0] for item in problems(load_folder(folder))] == ["folder.unreadable"]


@given(st.dictionaries(st.sampled_from([*TREE, "message.txt"]), st.binary(max_size=40), max_size=4))
def test_any_bytes_in_any_file_are_findings_and_no_exception(changes):
    problems(parse_tree(TREE | changes))


@given(st.text(alphabet="-:\n subjectprehad\"'|>#é\x00", max_size=60))
def test_any_head_is_read_or_is_a_finding(text):
    read_message_file(text.encode())
    read_message_file(f"---\n{text}\n---\nBody".encode())


def test_hostile_files_are_findings_wherever_they_stand(tmp_path):
    maker = CORPORA / "hostile-files" / "make.py"
    if not maker.exists():
        pytest.skip("../shared/corpora/hostile-files is not here")
    shutil.copy(maker, tmp_path)
    spec = importlib.util.spec_from_file_location("make_hostile", tmp_path / "make.py")
    spec.loader.exec_module(importlib.util.module_from_spec(spec))
    hostile = [path for path in tmp_path.iterdir() if path.is_file() and path.name != "make.py"]
    assert len(hostile) > 20
    for path in hostile:
        content = path.read_bytes()
        for name in ("campaign.toml", "message.md", "translations/de.po"):
            parsed = parse_tree(TREE | {name: content})
            assert any(item.blocks for item in parsed.findings), (path.name, name)


def test_naughty_strings_in_the_head_are_kept_or_are_findings():
    path = CORPORA / "naughty-strings" / "blns.json"
    if not path.exists():
        pytest.skip("../shared/corpora/naughty-strings is not here")
    for text in json.loads(path.read_text()):
        message, findings = read_message_file(f"---\nsubject: {text}\n---\nBody".encode())
        assert findings or message.subject in {text.strip(), text.strip()[1:-1]}


def test_header_injections_are_findings(tmp_path):
    maker = CORPORA / "hostile-files" / "make.py"
    if not maker.exists():
        pytest.skip("../shared/corpora/hostile-files is not here")
    shutil.copy(maker, tmp_path)
    spec = importlib.util.spec_from_file_location("make_hostile", tmp_path / "make.py")
    spec.loader.exec_module(importlib.util.module_from_spec(spec))
    payloads = json.loads((tmp_path / "header-injection.json").read_text())
    for payload in payloads:
        settings = SETTINGS.replace('"a@example.com"', json.dumps(payload))
        campaign = parse_tree(TREE | {"campaign.toml": settings.encode()}).campaign
        if campaign is not None:  # one mailbox with a name that is seen as it is
            assert campaign.sender.address == "evil@example.org"
            assert re.fullmatch("Jane[\u00a0\U0001f600]", campaign.sender.name), payload


def test_the_audience_is_found_but_not_read_nor_through_a_linked_folder(folder, tmp_path):
    settings = (folder / "campaign.toml").read_text(encoding="utf-8")
    (folder / "audience.csv").write_bytes(b"\xff\x00 anything")
    assert load_folder(folder).audience.path == folder / "audience.csv"
    outside = tmp_path / "outside"
    outside.mkdir()
    (outside / "audience.csv").write_bytes(AUDIENCE)
    (folder / "lists").symlink_to(outside)
    (folder / "campaign.toml").write_text(
        settings.replace("audience.csv", "lists/audience.csv"), encoding="utf-8"
    )
    loaded = load_folder(folder)
    assert loaded.audience is None
    assert "folder.link" in {item.code for item in loaded.findings}


@pytest.mark.parametrize("name", ["audience.xlsx", "audience.ods", "audience.parquet"])
def test_the_audience_may_be_a_workbook_or_a_parquet_file(folder, name):
    settings = (folder / "campaign.toml").read_text(encoding="utf-8")
    (folder / "campaign.toml").write_text(settings.replace("audience.csv", name), encoding="utf-8")
    (folder / "audience.csv").rename(folder / name)
    loaded = load_folder(folder)
    assert loaded.audience.path == folder / name
    assert name not in loaded.tree
