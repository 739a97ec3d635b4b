from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from composer.folder.keys import KeyReader
from composer.folder.mailbox import parse_mailbox
from composer.folder.settings import _campaign, is_inside_folder, read_settings
from composer.model.campaign import (
    AttachmentSettings,
    CampaignPolicy,
    ImapSettings,
    Mailbox,
    Pace,
    Purpose,
    Security,
    TestSettings,
    TransportKind,
)

HEAD = """name = "Index weighting update"
purpose = "service"
from = "Example Exchange <notices@example.com>"
locale = "en"
"""
MINIMAL = HEAD + '[audience]\nfile = "audience.csv"\n[transport]\nkind = "practice"\n'
EVERYTHING = """id = "0123456789abcdef"
name = "Index weighting update"
purpose = "marketing"
from = '"Exchange, Example" <notices@example.com>'
reply_to = "support@example.com"
locale = "en"
layout = "notice"
unsubscribe = "https://example.com/u/{{ token }}"
headers = { "X-Campaign" = "weights-2019", List-Id = "<notices.example.com>" }
[audience]
file = "audience.csv"
email = "mail"
locale = "lang"
expected = 2000
tolerance = 0.02
rule = "customers with status = active"
ids = ["account"]
contacts = ["manager_email"]
personal = ["first_name", "account", "balance"]
[translation]
readers = ["de", "pt_br"]
[fallback]
fr = "en"
[transport]
kind = "smtp"
host = "mail.example.com"
port = 587
security = "starttls"
username = "notices"
key = "smtp-main"
ca_file = "ca.pem"
bounce = "bounces+{id}@example.com"
[pace]
per_second = 50
connections = 16
batches = [10, 100, 1000]
per_domain = { "gmail.com" = 20, "Bücher.example" = 0.5 }
hold_after = []
[test]
seeds = ["seed1@example.com", "seed2@example.com"]
every_batches = 10
imap = { host = "imap.example.com", username = "", key = "seed-mailbox" }
[policy]
reviewers = 2
expires_hours = 24
wait_hours = 12
checks = ["spam", "links"]
receipts = 3
[[attachments]]
path = "files/terms.pdf"
[[attachments]]
column = "pdf"
"""


def read(text):
    return read_settings(text.encode() if isinstance(text, str) else text)


def problems(text):
    campaign, _id, findings = read(text)
    assert campaign is None or not any(item.blocks for item in findings)
    for item in findings:
        assert item.text
        assert item.advice
        assert item.place_of("file") == "campaign.toml"
    return [(item.code, item.place_of("key") or item.place_of("line")) for item in findings]


def test_every_key_of_the_contract_is_read():
    campaign, campaign_id, findings = read(EVERYTHING)
    assert findings == []
    assert campaign_id == "0123456789abcdef"
    assert campaign.purpose is Purpose.MARKETING
    assert campaign.sender == Mailbox(name="Exchange, Example", address="notices@example.com")
    assert campaign.reply_to == Mailbox(name="", address="support@example.com")
    assert campaign.headers == (
        ("X-Campaign", "weights-2019"),
        ("List-Id", "<notices.example.com>"),
    )
    assert campaign.audience.expected == 2000
    assert campaign.audience.tolerance == Decimal("0.02")
    assert campaign.audience.personal == ("first_name", "account", "balance")
    assert campaign.fallback == (("fr", "en"),)
    assert campaign.readers == ("de", "pt-BR")
    assert campaign.transport.kind is TransportKind.SMTP
    assert campaign.transport.bounce == "bounces+{id}@example.com"
    assert campaign.pace.per_domain == (
        ("gmail.com", Decimal(20)), ("xn--bcher-kva.example", Decimal("0.5")),
    )  # fmt: skip
    assert campaign.pace.hold_after == ()
    assert campaign.test.imap == ImapSettings(
        host="imap.example.com", port=993, security=Security.TLS, key="seed-mailbox"
    )
    assert campaign.policy == CampaignPolicy(
        reviewers=2, expires_hours=24, wait_hours=12, checks=("links", "spam"), receipts=3
    )
    assert campaign.attachments == (
        AttachmentSettings(path="files/terms.pdf"), AttachmentSettings(column="pdf"),
    )  # fmt: skip


def test_optional_tables_may_be_absent():
    campaign, campaign_id, findings = read(MINIMAL)
    assert findings == []
    assert campaign_id is None
    assert campaign.layout == "notice"
    assert campaign.pace == Pace()
    assert campaign.test == TestSettings()
    assert (campaign.audience.email, campaign.audience.locale) == ("email", "locale")
    assert campaign.policy == CampaignPolicy()


def test_fields_may_stand_in_from_reply_to_and_headers():
    campaign, _id, findings = read(
        'reply_to = "{{ manager_name or \\"Team <x>\\" }} <{{ manager_email }}>"\n' + MINIMAL
    )
    assert findings == []
    assert campaign.reply_to == Mailbox(
        name='{{ manager_name or "Team <x>" }}', address="{{ manager_email }}"
    )


@pytest.mark.parametrize("missing", ["name", "purpose", "from", "locale"])
def test_a_missing_key_is_named(missing):
    text = "\n".join(line for line in MINIMAL.split("\n") if not line.startswith(f"{missing} "))
    assert problems(text) == [("folder.missing_key", missing)]


def test_missing_tables_are_named_by_the_key_they_need():
    assert problems(HEAD) == [
        ("folder.missing_key", "audience.file"), ("folder.missing_key", "transport.kind"),
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("line", "expected", "nearest"),
    [
        ('sbject = "x"', "sbject", "name"),
        ('unsubscrbe = "x"', "unsubscrbe", "unsubscribe"),
        ("[pace]\nper_secnd = 5", "pace.per_secnd", "pace.per_second"),
        ("[test.imap]\nhost = 'a.b'\nprt = 1", "test.imap.prt", "test.imap.port"),
        ("[[attachments]]\npath = 'files/a'\nfoo = 1", "attachments[1].foo", "path"),
    ],
)
def test_an_unknown_key_is_named_with_the_nearest_known_one(line, expected, nearest):
    text = MINIMAL + line if line.startswith("[") else f"{line}\n{MINIMAL}"
    assert problems(text) == [("folder.unknown_key", expected)]
    assert nearest in read(text)[2][0].advice


TOP = [
    ('name = ""', "folder.empty_value", "name"),
    ("name = 5", "folder.wrong_type", "name"),
    ('name = "a\\nb"', "folder.control_character", "name"),
    ('name = "a\\u202eb"', "folder.control_character", "name"),
    ('name = "=?utf-8?q?x?="', "folder.encoded_word", "name"),
    (f'name = "{"x" * 2000}"', "folder.too_long", "name"),
    ('purpose = "servise"', "folder.not_a_choice", "purpose"),
    ("purpose = true", "folder.wrong_type", "purpose"),
    ('locale = "english"', "folder.bad_locale", "locale"),
    ('from = "notices"', "address.no_at", "from"),
    ('from = "a@b.com, c@d.com"', "folder.bad_mailbox", "from"),
    ('from = "A <a@b.com>, C <c@d.com>"', "folder.bad_mailbox", "from"),
    ('from = "A, B <a@b.com>"', "folder.bad_mailbox", "from"),
    ('from = "A (x) <a@b.com>"', "folder.bad_mailbox", "from"),
    ('from = "a@b.com <c@d.com>"', "folder.bad_mailbox", "from"),
    ('from = "A <a@b.com>>"', "folder.bad_mailbox", "from"),
    ('from = "Group: a@b.com;"', "address.space", "from"),
    ('from = "A <{{ x }}@b.com>"', "folder.partly_a_field", "from"),
    ('from = "A\\r\\nBcc: x <a@b.com>"', "folder.control_character", "from"),
    ('from = "=?utf-8?b?eA==?=, x <a@b.com>"', "folder.encoded_word", "from"),
]


@pytest.mark.parametrize(("line", "code", "key"), TOP)
def test_a_bad_value_is_named_by_its_key(line, code, key):
    text = "\n".join(line if row.startswith(f"{key} ") else row for row in MINIMAL.split("\n"))
    assert (code, key) in problems(text)
    assert read(text)[0] is None


@pytest.mark.parametrize(
    ("line", "code", "key"),
    [
        ('id = "../etc"', "folder.bad_id", "id"),
        ('unsubscribe = "http://example.com/u"', "folder.insecure_url", "unsubscribe"),
        ('unsubscribe = "javascript:x"', "folder.insecure_url", "unsubscribe"),
        ('unsubscribe = "https://u:p@example.com/"', "folder.insecure_url", "unsubscribe"),
        ('unsubscribe = "https://[::1"', "folder.insecure_url", "unsubscribe"),
        ('headers = "x"', "folder.wrong_type", "headers"),
        ('headers = { Bcc = "a@b.com" }', "folder.header_not_allowed", "headers.Bcc"),
        ('headers = { "X-SMTPAPI" = "{}" }', "folder.header_not_allowed", "headers.X-SMTPAPI"),
        ('headers = { "X-Original-To" = "x" }', "folder.header_not_allowed", "headers.X-Original-To"),
        ('headers = { "X A" = "x" }', "folder.header_not_allowed", "headers.X A"),
        ('headers = { "X-A" = "x", "x-a" = "y" }', "folder.header_twice", "headers.x-a"),
        ('headers = { "X-A" = "a\\nb" }', "folder.control_character", "headers.X-A"),
        ("fallback = { german = 'en' }", "folder.bad_locale", "fallback.german"),
        ("translation = { readers = ['german'] }", "folder.bad_locale", "translation.readers"),
        ("translation = { readers = ['de', 'de'] }", "folder.twice_in_list", "translation.readers"),
        ("translation = { readers = 'de' }", "folder.wrong_type", "translation.readers"),
        ("translation = { reader = ['de'] }", "folder.unknown_key", "translation.reader"),
        ("fallback = { fr = 'de', de = 'fr' }", "folder.fallback_circle", "fallback.fr"),
        ("pace = { per_second = 0 }", "folder.out_of_range", "pace.per_second"),
        ("pace = { per_second = -1 }", "folder.out_of_range", "pace.per_second"),
        ("pace = { per_second = nan }", "folder.out_of_range", "pace.per_second"),
        ("pace = { per_second = inf }", "folder.out_of_range", "pace.per_second"),
        ("pace = { per_second = true }", "folder.wrong_type", "pace.per_second"),
        ("pace = { connections = 2.5 }", "folder.wrong_type", "pace.connections"),
        ("pace = { connections = 0 }", "folder.out_of_range", "pace.connections"),
        ("pace = { batches = [] }", "folder.empty_value", "pace.batches"),
        ("pace = { batches = [0] }", "folder.out_of_range", "pace.batches"),
        ("pace = { batches = [true] }", "folder.wrong_type", "pace.batches"),
        ("pace = { per_domain = { 'a@b.com' = 1 } }", "folder.bad_domain", "pace.per_domain.a@b.com"),
        ("pace = { per_domain = { 'a.com' = 1, 'A.com' = 2 } }", "folder.twice_in_list", "pace.per_domain.A.com"),
        ("policy = { reviewers = 0 }", "folder.out_of_range", "policy.reviewers"),
        ("policy = { wait_hours = -1 }", "folder.out_of_range", "policy.wait_hours"),
        ("policy = { receipts = 1 }", "folder.out_of_range", "policy.receipts"),
        ('policy = { checks = "links" }', "folder.wrong_type", "policy.checks"),
        ('policy = { checks = ["horoscope"] }', "folder.not_a_choice", "policy.checks"),
        ('policy = { alone = "yes" }', "folder.unknown_key", "policy.alone"),
        ("test = { seeds = ['nobody'] }", "address.no_at", "test.seeds"),
        ("test = { seeds = ['a@b.com, c@d.com'] }", "address.two", "test.seeds"),
        ("test = { seeds = ['a@b.com', 'A@B.com'] }", "folder.twice_in_list", "test.seeds"),
        ("test = { seeds = [1] }", "folder.wrong_type", "test.seeds"),
        ("test = { imap = {} }", "folder.missing_key", "test.imap.host"),
        ("test = { imap = { host = 'a.b', security = 'none' } }", "folder.unprotected", "test.imap.security"),
        ("attachments = [{}]", "folder.path_or_column", "attachments[1].path"),
        ("attachments = [{ path = 'files/a', column = 'b' }]", "folder.path_or_column", "attachments[1].path"),
        ("attachments = [{ path = 'files/../../a' }]", "folder.bad_attachment_path", "attachments[1].path"),
        ("attachments = [{ path = 'message.md' }]", "folder.bad_attachment_path", "attachments[1].path"),
        ("attachments = 5", "folder.wrong_type", "attachments"),
    ],
)  # fmt: skip
def test_a_bad_optional_value_is_named_by_its_dotted_key(line, code, key):
    text = f"{line}\n{MINIMAL}"
    assert (code, key) in problems(text)
    assert read(text)[0] is None


@pytest.mark.parametrize(
    ("table", "code", "key"),
    [
        ('file = "../list.csv"', "folder.bad_path", "audience.file"),
        ('file = "/etc/passwd"', "folder.bad_path", "audience.file"),
        ('file = "C:\\\\list.csv"', "folder.bad_path", "audience.file"),
        ('file = "a.csv"\nexpected = 0', "folder.out_of_range", "audience.expected"),
        ('file = "a.csv"\nexpected = "many"', "folder.wrong_type", "audience.expected"),
        ('file = "a.csv"\ntolerance = 2', "folder.out_of_range", "audience.tolerance"),
        ('file = "a.csv"\nids = ["a", "a"]', "folder.twice_in_list", "audience.ids"),
        ('file = "a.csv"\nids = "a"', "folder.wrong_type", "audience.ids"),
        ('file = "a.csv"\nemail = ""', "folder.empty_value", "audience.email"),
    ],
)
def test_a_bad_audience_table_is_named(table, code, key):
    text = f'{HEAD}[audience]\n{table}\n[transport]\nkind = "practice"\n'
    assert problems(text) == [(code, key)]


@pytest.mark.parametrize(
    ("table", "expected"),
    [
        ('kind = "sendgrd"', [("folder.not_a_choice", "transport.kind")]),
        ('kind = "sendgrid"', [("folder.missing_key", "transport.key")]),
        ('kind = "sendgrid"\nkey = "a b"', [("folder.bad_secret_name", "transport.key")]),
        ('kind = "sendgrid"\nkey = "k"\nbase_url = "http://api.example.com"', [("folder.insecure_url", "transport.base_url")]),
        ('kind = "sendgrid"\nkey = "k"\nbase_url = "https://a.example/?x=1"', [("folder.insecure_url", "transport.base_url")]),
        ('kind = "sendgrid"\nkey = "k"\nbase_url = "http://127.0.0.1.evil.example"', [("folder.insecure_url", "transport.base_url")]),
        ('kind = "smtp"', [("folder.missing_key", "transport.host")]),
        ('kind = "smtp"\nhost = "a b"', [("folder.bad_host", "transport.host")]),
        ('kind = "smtp"\nhost = "mail.example.com"\nsecurity = "none"', [("folder.unprotected", "transport.security")]),
        ('kind = "smtp"\nhost = "m.example"\nsecurity = "ssl"', [("folder.not_a_choice", "transport.security")]),
        ('kind = "smtp"\nhost = "m.example"\nport = 0', [("folder.out_of_range", "transport.port")]),
        ('kind = "smtp"\nhost = "m.example"\nusername = "u"', [("folder.missing_key", "transport.key")]),
        ('kind = "smtp"\nhost = "m.example"\nbounce = "b{x}@example.com"', [("folder.bad_bounce", "transport.bounce")]),
        ('kind = "smtp"\nhost = "m.example"\nbounce = "nobody"', [("folder.bad_bounce", "transport.bounce")]),
        ('kind = "practice"\nhost = "m.example"', [("folder.key_without_effect", "transport.host")]),
        ('kind = "eml"\ndirectory = "out"', []),
        ('kind = "smtp"\nhost = "127.0.0.1"\nport = 2525\nsecurity = "none"', []),
        ('kind = "smtp"\nhost = "::1"\nsecurity = "none"', []),
        ('kind = "sendgrid"\nkey = "k"\nbase_url = "http://127.0.0.1:8025"', []),
        ('kind = "sendgrid"\nkey = "k"\nbase_url = "http://[::1]:8025/"', []),
    ],
)  # fmt: skip
def test_each_kind_of_transport_has_its_keys_and_nothing_unprotected_leaves(table, expected):
    assert problems(f'{HEAD}[audience]\nfile = "a.csv"\n[transport]\n{table}\n') == expected


def test_ports_follow_the_protection():
    text = f'{HEAD}[audience]\nfile = "a.csv"\n[transport]\nkind = "smtp"\nhost = "m.example"\n'
    assert read(text)[0].transport.port == 587
    assert read(text + 'security = "tls"')[0].transport.port == 465


@pytest.mark.parametrize(
    ("content", "code", "line"),
    [
        (b'name = "x"\npurpose = service\n', "folder.bad_toml", 2),
        (b'name = "x"\nname = "y"\n', "folder.bad_toml", 2),
        (b'a = 1\nb = "\xff"\n', "folder.not_utf8", 2),
        (b"a = " + b"[" * 50_000, "folder.bad_toml", 1),
        (b"a = " + b"9" * 10_000 + b"\n", "folder.bad_toml", 2),
        (b"a = 1e99999999999999999999\n", "folder.bad_toml", 2),
        (b"a = '''", "folder.bad_toml", 1),
        (b"\x00", "folder.bad_toml", 1),
    ],
)
def test_what_is_not_toml_is_named_with_its_line(content, code, line):
    assert problems(content) == [(code, line)]


LINES = st.sampled_from([*MINIMAL.splitlines(), *EVERYTHING.splitlines(), "[x]", "=", "a.b = 1"])


@given(st.lists(LINES, max_size=25))
def test_any_lines_are_settings_or_findings(lines):
    campaign, _id, findings = read("\n".join(lines))
    assert (campaign is None) == any(item.blocks for item in findings)


@given(st.binary(max_size=60))
def test_any_bytes_are_findings(content):
    assert problems(content)


VALUES = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=8) | st.decimals(places=2),
    lambda inner: st.lists(inner, max_size=2) | st.dictionaries(st.text(max_size=6), inner, max_size=2),
    max_leaves=6,
)  # fmt: skip


@given(
    st.sampled_from(
        ["headers", "audience", "fallback", "translation", "transport", "pace", "test", "policy"]
    ),
    VALUES,
)
def test_any_value_of_any_table_is_a_finding_and_no_exception(key, value):
    reader = KeyReader(values={key: value}, file="campaign.toml", findings=[])
    assert _campaign(reader) is None
    assert reader.findings


def test_a_quoted_name_loses_its_marks_and_escapes():
    mailbox, found = parse_mailbox('"Jo \\"J\\" O\'N, Ltd" <jo@example.com>', where={})
    assert mailbox == Mailbox(name='Jo "J" O\'N, Ltd', address="jo@example.com")
    assert found == []


def test_paths_stay_inside_the_folder_on_every_system():
    assert all(map(is_inside_folder, ["a.csv", "files/a b.pdf", "files/ä.png", "x/y/z"]))
    bad = [
        "",
        "/a",
        "../a",
        "a/../b",
        "a//b",
        "./a",
        "a\\b",
        "C:a",
        "a\x00b",
        "a/",
        "a.",
        "nul:",
        " a",
    ]
    assert not any(map(is_inside_folder, bad))
