"""PO files as other tools write them: headers, wrapping, remarks and oddities of each."""

from tests.unit.translation.exchange.sample import (
    DEAR,
    DRAFT,
    FEES,
    NEEDS_WORK,
    REVIEWED,
    TERMS,
    WELCOME,
    Refused,
    Sample,
)

HEAD = 'msgid ""\nmsgstr ""\n"Language: de\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n\n'

POEDIT = (
    "# Translation of the notice\n# Jane Roe <jane@example.com>, 2026.\n#\n"
    'msgid ""\nmsgstr ""\n"Project-Id-Version: notice\\n"\n"POT-Creation-Date: \\n"\n'
    '"PO-Revision-Date: 2026-05-04 10:12+0200\\n"\n"Last-Translator: Jane Roe <jane@example.com>\\n"\n'
    '"Language-Team: \\n"\n"Language: de_DE\\n"\n"MIME-Version: 1.0\\n"\n'
    '"Content-Type: text/plain; charset=UTF-8\\n"\n"Content-Transfer-Encoding: 8bit\\n"\n'
    '"Plural-Forms: nplurals=2; plural=(n != 1);\\n"\n"X-Generator: Poedit 3.4.2\\n"\n'
    '"X-Poedit-SourceCharset: UTF-8\\n"\n\n'
    "#. heading\n#: message.md:1\n"
    'msgid "Fees"\nmsgstr "Gebühren"\n\n'
    '#: message.md:3\n#, fuzzy, python-format\n#| msgid ""\n#| "Hello "\n#| "{{ first_name }},"\n'
    'msgid "Dear {{ first_name }},"\nmsgstr "Guten Tag {{ first_name }},"\n\n'
    "# a remark of the translator\n#: message.md:5\n"
    'msgid ""\n"Read [the terms](https://example.com/terms) "\n"**today**."\n'
    'msgstr ""\n"Lesen Sie **heute** [die Bedingungen](https://example.com/"\n"terms)."\n\n'
    '#~ msgid "gone"\n#~ msgstr "weg"\n\n#~| msgid "older"\n#~ msgid "old"\n#~ msgstr "alt"\n'
)
POEDIT_READ = {
    FEES: ("Gebühren", REVIEWED),
    DEAR: ("Guten Tag {{ first_name }},", NEEDS_WORK),
    TERMS: ("Lesen Sie **heute** [die Bedingungen](https://example.com/terms).", REVIEWED),
}

WEBLATE = (
    'msgid ""\nmsgstr ""\n"Report-Msgid-Bugs-To: \\n"\n'
    '"Language-Team: German <https://hosted.example.com/projects/notice/de/>\\n"\n'
    '"Language: de\\n"\n"Content-Type: text/plain; charset=UTF-8\\n"\n'
    '"Plural-Forms: nplurals=2; plural=n != 1;\\n"\n"X-Generator: Weblate 5.4\\n"\n\n'
    "#. Translators: the greeting\n#: templates/notice.md:12 templates/other.md:4\n#, read-only\n"
    'msgid "Dear {{ first_name }},"\nmsgstr "Liebe/r {{ first_name }},"\n\n'
    '#, fuzzy\nmsgid "Fees"\nmsgstr "Preise"\n\nmsgid "Welcome"\nmsgstr ""\n'
)
TRANSIFEX = (
    "# SOME DESCRIPTIVE TITLE.\n# \n# Translators:\n# Jo, 2026\n# \n#, fuzzy\n"
    'msgid ""\nmsgstr ""\n"Last-Translator: Jo, 2026\\n"\n'
    '"Language-Team: German (https://app.example.com/team/1/de/)\\n"\n'
    '"Content-Type: text/plain; charset=UTF-8\\n"\n"Language: de\\n"\n\n'
    'msgctxt "heading"\nmsgid "Fees"\nmsgstr "Gebühren"\n\nmsgid "Welcome"\nmsgstr "Willkommen"\n'
)

READ = (
    Sample("Poedit", "de.po", POEDIT, POEDIT_READ),
    Sample("Poedit on Windows", "de.po", "\ufeff" + POEDIT.replace("\n", "\r\n"), POEDIT_READ),
    Sample("PO in UTF-16", "de.po", POEDIT.encode("utf-16"), POEDIT_READ),
    Sample(
        "Weblate", "de.po", WEBLATE,
        {DEAR: ("Liebe/r {{ first_name }},", REVIEWED), FEES: ("Preise", NEEDS_WORK)},
    ),
    Sample(
        "Transifex with a context", "notice_de.po", TRANSIFEX,
        {FEES: ("Gebühren", REVIEWED), WELCOME: ("Willkommen", REVIEWED)},
    ),
    Sample(
        "an old tool in Latin-1", "de.po",
        HEAD.replace("UTF-8", "ISO-8859-1").encode() + 'msgid "Fees"\nmsgstr "Gebühren"\n'.encode("latin-1"),
        {FEES: ("Gebühren", REVIEWED)},
    ),
    Sample(
        "a plural with one form", "de.po",
        HEAD + 'msgid "Fees"\nmsgid_plural "Fees"\nmsgstr[0] "Gebühren"\n',
        {FEES: ("Gebühren", REVIEWED)},
    ),
    Sample(
        "drafts of our own", "de.po",
        HEAD + '#, fuzzy, composer-draft\nmsgid "Fees"\nmsgstr "Gebühren"\n', {FEES: ("Gebühren", DRAFT)},
    ),
    Sample(
        "no header, no blank lines", "de.po",
        'msgid"Fees"\nmsgstr"Gebühren"\nmsgid "Welcome"\nmsgstr "Willkommen"',
        {FEES: ("Gebühren", REVIEWED), WELCOME: ("Willkommen", REVIEWED)},
    ),
    Sample(
        "the same text in two contexts", "de.po",
        HEAD + 'msgctxt "a"\nmsgid "Fees"\nmsgstr "Gebühren"\n\nmsgctxt "b"\nmsgid "Fees"\nmsgstr "Gebühren"\n',
        {FEES: ("Gebühren", REVIEWED)},
    ),
    Sample(
        "gettext's entries out of use, with what stood before them", "de.po",
        HEAD + '# old remark\n#, fuzzy\n#| msgid "Fee"\n#~ msgctxt "x"\n#~ msgid "gone"\n#~ msgstr ""\n#~ "weg"\n\n'
        'msgid "Fees"\nmsgstr "Gebühren"\n\n#, fuzzy\n#~ msgid "Fees"\n#~ msgstr "x"\n',
        {FEES: ("Gebühren", REVIEWED)},
    ),
    Sample(
        "a context that has changed", "de.po",
        HEAD + '#| msgctxt "old"\n#| msgid "Fee"\n#, fuzzy\nmsgctxt "new"\nmsgid "Fees"\nmsgstr "Gebühr"\n',
        {FEES: ("Gebühr", NEEDS_WORK)},
    ),
    Sample(
        "Windows letters named in the header", "de.po",
        HEAD.replace("UTF-8", "CP1252").encode() + 'msgid "Fees"\nmsgstr "Gebühren €"\n'.encode("cp1252"),
        {FEES: ("Gebühren €", REVIEWED)},
    ),
    Sample(
        "letters of Japan named in the header", "de.po",
        HEAD.replace("UTF-8", "EUC-JP").encode() + 'msgid "Fees"\nmsgstr "手数料"\n'.encode("euc-jp"),
        {FEES: ("手数料", REVIEWED)},
    ),
    Sample(
        "flags that stay, of newer gettext", "de.po",
        HEAD + '#, no-wrap\n#= fuzzy\nmsgid "Fees"\nmsgstr "Gebühren"\n', {FEES: ("Gebühren", NEEDS_WORK)},
    ),
    Sample(
        "two files put together by msgcat", "de.po",
        HEAD + '#, fuzzy\nmsgid "Fees"\nmsgstr ""\n"#-#-#-#-#  a.po  #-#-#-#-#\\n"\n"Gebühren\\n"\n'
        '"#-#-#-#-#  b.po  #-#-#-#-#\\n"\n"Kosten"\n', {}, {FEES: ("exchange.duplicate", 7)},
    ),
    Sample("a PO file with another ending", "de.txt", HEAD + 'msgid "Fees"\nmsgstr "Gebühren"\n', {FEES: ("Gebühren", REVIEWED)}),
)  # fmt: skip

REFUSED = (
    Refused("plural forms", "de.po", HEAD + 'msgid "a"\nmsgid_plural "b"\nmsgstr[0] "c"\nmsgstr[1] "d"\n', "exchange.plural", 9),
    Refused("plural forms still empty", "de.po", HEAD + 'msgid "a"\nmsgid_plural "b"\nmsgstr[0] ""\nmsgstr[1] ""\n', "exchange.plural", 9),
    Refused("UTF-16 without its mark", "de.po", (HEAD + 'msgid "Fees"\nmsgstr "Gebühren"\n').encode("utf-16-le"), "exchange.not_text", 7),
    Refused("a quote left open", "de.po", HEAD + 'msgid "a"\nmsgstr "b\n', "exchange.bad_po", 7),
    Refused("a context behind its source", "de.po", HEAD + 'msgid "a"\nmsgctxt "c"\nmsgstr "b"\n', "exchange.bad_po", 7),
    Refused("two sources", "de.po", HEAD + 'msgid "a"\nmsgid "b"\nmsgstr "c"\n', "exchange.bad_po", 7),
    Refused("half an entry", "de.po", HEAD + 'msgid "a"\n', "exchange.bad_po", 7),
    Refused("an escape that is none", "de.po", HEAD + 'msgid "a"\nmsgstr "\\q"\n', "exchange.bad_po", 7),
    Refused("a translation alone", "de.po", 'msgstr "c"\n', "exchange.bad_po", 1),
    Refused("broken UTF-8", "de.po", HEAD.encode() + b'msgid "a"\nmsgstr "\xff"\n', "exchange.not_text", 7),
    Refused("only a header", "de.po", HEAD, "exchange.no_units", None),
    Refused("no PO at all", "de.po", "hello\n", "exchange.bad_po", 1),
)  # fmt: skip
