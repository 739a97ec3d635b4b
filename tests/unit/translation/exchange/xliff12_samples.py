"""XLIFF 1.x files as Weblate, Transifex, memoQ, Trados and others write them."""

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

NAMESPACE = "urn:oasis:names:tc:xliff:document:1.2"
GREETING = "Guten Tag {{ first_name }},"
TERMS_DE = "Lesen Sie **heute** [die Bedingungen](https://example.com/terms)."


def document(body, *, about='source-language="en" target-language="de"', more="", head=""):
    return (
        f'<?xml version="1.0" encoding="UTF-8"?>\n<xliff xmlns="{NAMESPACE}" version="1.2"{more}>\n'
        f'<file original="notice.md" datatype="plaintext" {about}>{head}\n<body>\n{body}\n</body>\n'
        "</file>\n</xliff>\n"
    )


def unit(source, target, about="", state=""):
    return (
        f'<trans-unit id="1"{about}>\n<source>{source}</source>\n'
        f"<target{state}>{target}</target>\n</trans-unit>"
    )


WEBLATE = document(
    '<trans-unit id="a" approved="yes" xml:space="preserve"><source>Fees</source>'
    "<target>Gebühren</target></trans-unit>"
    '<trans-unit id="b" xml:space="preserve"><source>Welcome</source>'
    '<target state="needs-translation">Herzlich</target></trans-unit>'
    '<trans-unit id="c" approved="no" xml:space="preserve"><source>Dear {{ first_name }},</source>'
    f'<target state="translated">{GREETING}</target></trans-unit>',
    head='<header><tool tool-id="weblate" tool-name="Weblate" tool-version="5.4"/></header>',
)
ALT_TRANS = document(
    '<trans-unit id="7" approved="no">\n<source>Fees</source>\n<target state="signed-off">Gebühren</target>\n'
    '<alt-trans match-quality="85%" tool="TM" origin="acme"><source>Fee</source><target>Gebühr</target></alt-trans>\n'
    '<alt-trans><target state="final">Kosten</target></alt-trans>\n</trans-unit>\n'
    '<trans-unit id="8"><source>Welcome</source>\n'
    '<alt-trans match-quality="100%"><target>Willkommen</target></alt-trans></trans-unit>'
)
NOTES = document(
    '<group id="g" restype="x-section"><context-group purpose="location">'
    '<context context-type="sourcefile">notice.md</context></context-group><group>'
    '<trans-unit id="1"><source>Fees</source><target state="final">Gebühren</target>'
    '<note from="Acme reviewer" annotates="target" priority="1">Plural, as agreed</note>'
    '<note>seen</note><count-group name="w"><count count-type="word">1</count></count-group>'
    "</trans-unit></group></group>"
)
TRADOS = (
    '<?xml version="1.0" encoding="utf-8"?><xliff xmlns:sdl="http://sdl.com/FileTypes/SdlXliff/1.0" '
    f'xmlns="{NAMESPACE}" version="1.2" sdl:version="1.0">'
    '<file original="C:\\jobs\\notice.md" source-language="en-US" datatype="x-sdlfilterframework2" '
    'target-language="de-DE"><header><sdl:ref-files><sdl:ref-file uid="0" id="x"/></sdl:ref-files>'
    '<file-info xmlns="http://sdl.com/FileTypes/SdlXliff/1.0"><value key="SDL:FileId">f</value></file-info>'
    '<tag-defs xmlns="http://sdl.com/FileTypes/SdlXliff/1.0"><tag id="0"><ph name="field">{{ first_name }}</ph></tag></tag-defs>'
    '</header><body><trans-unit translate="no" id="s"><source><x id="99"/></source></trans-unit>'
    '<group><trans-unit id="u1"><source>Dear <x id="0"/>,</source>'
    '<seg-source><mrk mtype="seg" mid="1">Dear <x id="0"/>,</mrk></seg-source>'
    '<target><mrk mtype="seg" mid="1">Guten Tag <x id="0"/>,</mrk></target>'
    '<sdl:seg-defs><sdl:seg id="1" conf="ApprovedSignOff" origin="interactive"><sdl:value key="h">1</sdl:value>'
    "</sdl:seg></sdl:seg-defs></trans-unit>"
    '<trans-unit id="u2"><source>Fees</source><seg-source><mrk mtype="seg" mid="2">Fees</mrk></seg-source>'
    '<target><mrk mtype="seg" mid="2"><mrk mtype="x-sdl-comment" sdl:cid="c">Gebühren</mrk></mrk></target>'
    '<sdl:seg-defs><sdl:seg id="2" conf="Translated"/></sdl:seg-defs></trans-unit>'
    '<trans-unit id="u3"><source>Welcome</source><seg-source><mrk mtype="seg" mid="3">Welcome</mrk></seg-source>'
    '<target><mrk mtype="seg" mid="3">Willkommen</mrk></target>'
    '<sdl:seg-defs><sdl:seg id="3" conf="RejectedTranslation"/></sdl:seg-defs></trans-unit>'
    "</group></body></file></xliff>"
)
MEMOQ = document(
    '<trans-unit id="1" mq:status="Proofread" mq:segmentguid="g1" xml:space="preserve">'
    '<source xml:space="preserve">Read <bpt id="1" rid="1" ctype="link">&lt;a&gt;</bpt>the terms'
    '<ept id="2" rid="1">&lt;/a&gt;</ept> <bpt id="3" rid="2" ctype="bold">{}</bpt>today'
    '<ept id="4" rid="2">{}</ept>.</source>'
    '<target xml:space="preserve">Lesen Sie <bpt id="3" rid="2" ctype="bold">{}</bpt>heute'
    '<ept id="4" rid="2">{}</ept> <bpt id="1" rid="1" ctype="link">&lt;a&gt;</bpt>die Bedingungen'
    '<ept id="2" rid="1">&lt;/a&gt;</ept>.</target>'
    '<mq:minorversions><mq:historical-unit mq:status="Edited"><source>x</source><target>y</target>'
    "</mq:historical-unit></mq:minorversions></trans-unit>"
    '<trans-unit id="2" mq:status="ManuallyConfirmed"><source>Fees</source><target>Gebühren</target></trans-unit>'
    '<trans-unit id="3" mq:status="MachineTranslated"><source>Welcome</source><target>Willkommen</target></trans-unit>',
    more=' xmlns:mq="MQXliff"',
)
MEMOQ_READ = {
    TERMS: (TERMS_DE, REVIEWED),
    FEES: ("Gebühren", DRAFT),
    WELCOME: ("Willkommen", NEEDS_WORK),
}
OKAPI = document(
    '<trans-unit id="tu1" restype="x-paragraph">\n<source xml:lang="en">Read <ph id="9">x</ph></source></trans-unit>'
    '<trans-unit id="tu2" xml:space="preserve"><source>Read [the terms](https://example.com/terms) **today**.</source>\n'
    '<seg-source><mrk mid="0" mtype="seg">Read [the terms](https://example.com/terms)</mrk> '
    '<mrk mid="1" mtype="seg">**today**.</mrk></seg-source>\n'
    '<target><mrk mid="0" mtype="seg">Lesen Sie **heute**</mrk> '
    '<mrk mid="1" mtype="seg">[die Bedingungen](https://example.com/terms).</mrk></target></trans-unit>'
)
TWO_FILES = (
    f'<xliff version="1.2" xmlns="{NAMESPACE}">'
    '<file original="a" source-language="en" target-language="de-DE" datatype="plaintext"><body>'
    + unit("Fees", "Gebühren", state=' state="final"')
    + "</body></file>"
    + '<file original="b" source-language="en" target-language="de_DE" datatype="plaintext"><body>'
    f"{unit('Welcome', 'Willkommen')}</body></file></xliff>"
)
BINARY = document(
    '<bin-unit id="b" mime-type="image/png"><bin-source><external-file href="http://example.com/a.png"/></bin-source>'
    '<trans-unit id="x"><source>Picture</source><target>Bild</target></trans-unit></bin-unit>'
    + unit("Fees", "Gebühren")
)
ANGULAR = document(
    '<trans-unit id="4b3" datatype="html"><source>Dear <x id="INTERPOLATION" equiv-text="{{ first_name }}"/>,</source>'
    '<target>Guten Tag <x id="INTERPOLATION" equiv-text="{{ first_name }}"/>,</target></trans-unit>'
)
PAIRED = document(
    '<trans-unit id="1" xml:space="preserve"><source>Read <g id="1" ctype="link">the terms</g> '
    '<g id="2" ctype="bold">today</g>.</source>'
    '<target>Lesen Sie <g id="2" ctype="bold">heute</g> <g id="1" ctype="link">die Bedingungen</g>.</target></trans-unit>'
)
BEGIN_AND_END = document(
    '<trans-unit id="1"><source>Read <bx id="1" rid="1"/>the terms<ex id="2" rid="1"/> <it id="3" pos="open">**</it>today<it id="4" pos="close">**</it>.</source>'
    '<target>Lesen <bx id="1" rid="1"/>die Bedingungen<ex id="2" rid="1"/> <it id="3" pos="open">**</it>heute<it id="4" pos="close">**</it>.</target></trans-unit>'
)
INDENTED = document(
    "<trans-unit id='1'>\n  <source>\n     Dear {{ first_name }},\n  </source>\n  <target>\n     Guten Tag\n     {{ first_name }},\n  </target>\n</trans-unit>"
)
OLD = (
    '<?xml version="1.0"?>\n<xliff version="1.0"><file source-language="en" target-language="de" datatype="x" original="o">'
    f"<body>{unit('Fees', 'Gebühren')}</body></file></xliff>"
)
PREFIXED = (
    document(unit("Fees", "Gebühren", state=' state="final"'))
    .replace("<", "<x:").replace("<x:/", "</x:").replace("<x:?", "<?").replace("xmlns=", "xmlns:x=")
)  # fmt: skip

FEES_DRAFT = {FEES: ("Gebühren", None)}

READ = (
    Sample(
        "Weblate", "de.xliff", WEBLATE,
        {FEES: ("Gebühren", REVIEWED), WELCOME: ("Herzlich", NEEDS_WORK), DEAR: (GREETING, DRAFT)},
    ),
    Sample("an agency with proposals", "de.xlf", ALT_TRANS, {FEES: ("Gebühren", DRAFT)}),
    Sample("notes and groups", "de.xlf", NOTES, {FEES: ("Gebühren", REVIEWED)}),
    Sample(
        "Trados", "notice.md.sdlxliff", TRADOS,
        {DEAR: (GREETING, REVIEWED), FEES: ("Gebühren", DRAFT), WELCOME: ("Willkommen", NEEDS_WORK)},
    ),
    Sample("memoQ", "notice.mqxliff", MEMOQ, MEMOQ_READ),
    Sample("Okapi's segments", "de.xlf", OKAPI, {TERMS: (TERMS_DE, DRAFT)}, {"Read x": ("exchange.unknown_source", 5)}),
    Sample("two files", "de.xlf", TWO_FILES, {FEES: ("Gebühren", REVIEWED), WELCOME: ("Willkommen", DRAFT)}),
    Sample("a picture", "de.xlf", BINARY, {FEES: ("Gebühren", DRAFT)}),
    Sample("Angular's fields", "messages.de.xlf", ANGULAR, {DEAR: (GREETING, DRAFT)}),
    Sample("pairs that say nothing", "de.xlf", PAIRED, {TERMS: (TERMS_DE, DRAFT)}),
    Sample("beginnings and ends", "de.xlf", BEGIN_AND_END, {TERMS: ("Lesen [die Bedingungen](https://example.com/terms) **heute**.", DRAFT)}),
    Sample("an indented file", "de.xlf", INDENTED, {DEAR: (GREETING, DRAFT)}),
    Sample("XLIFF 1.0", "de.xlf", OLD, {FEES: ("Gebühren", DRAFT)}),
    Sample("a prefix before every name", "de.xlf", PREFIXED, {FEES: ("Gebühren", REVIEWED)}),
    Sample("UTF-16", "de.xlf", WEBLATE.replace('"UTF-8"', '"UTF-16"').encode("utf-16"),
           {FEES: ("Gebühren", REVIEWED), WELCOME: ("Herzlich", NEEDS_WORK), DEAR: (GREETING, DRAFT)}),
    Sample("Latin-1", "de.xlf", document(unit("Fees", "Gebühren")).replace("UTF-8", "ISO-8859-1").encode("latin-1"), {FEES: ("Gebühren", DRAFT)}),
    Sample("CDATA and comments", "de.xlf",
           document(unit("<![CDATA[Dear {{ first_name }},]]>", "Guten <!-- here -->Tag <![CDATA[{{ first_name }},]]>")), {DEAR: (GREETING, DRAFT)}),
    Sample("references to characters", "de.xlf", document(unit("&#70;ees", "Geb&#252;hren &amp; &#x4D;ehr")), {FEES: ("Gebühren & Mehr", DRAFT)}),
    Sample("no translation", "de.xlf", document('<trans-unit id="1"><source>Fees</source></trans-unit>' + unit("Welcome", "")), {}),
    Sample("the same as the source", "de.xlf", document(unit("Fees", "Fees", state=' state="final"')), {FEES: ("Fees", REVIEWED)}),
    Sample("the source put in for a start", "de.xlf", document(unit("Fees", "Fees", state=' state="needs-translation"')), {}),
    Sample("a machine's translation", "de.xlf", document(unit("Fees", "Gebühren", state=' state-qualifier="leveraged-mt"')), {FEES: ("Gebühren", NEEDS_WORK)}),
    Sample("a state of a tool's own", "de.xlf", document(unit("Fees", "Gebühren", state=' state="x-checked"')), {FEES: ("Gebühren", DRAFT)}),
    Sample("approved that needs review", "de.xlf", document(unit("Fees", "Gebühren", ' approved="yes"', ' state="needs-review-translation"')), {FEES: ("Gebühren", NEEDS_WORK)}),
    Sample(
        "half of the segments", "de.xlf",
        document('<trans-unit id="1"><source>Read [the terms](https://example.com/terms) **today**.</source><seg-source><mrk mtype="seg" mid="0">Read</mrk> <mrk mtype="seg" mid="1">rest</mrk></seg-source><target><mrk mtype="seg" mid="0">Lesen</mrk> <mrk mtype="seg" mid="1"/></target></trans-unit>'),
        {}, {TERMS: ("exchange.partly", 5)},
    ),
    Sample(
        "a placeholder of nobody's", "de.xlf",
        document('<trans-unit id="1"><source>Dear <ph id="1">{{ first_name }}</ph>,</source><target>Guten Tag <ph id="7">{{ last_name }}</ph>,</target></trans-unit>'),
        {}, {DEAR: ("exchange.foreign_code", 5)},
    ),
    Sample(
        "a placeholder changed", "de.xlf",
        document('<trans-unit id="1"><source>Dear <ph id="1">{{ first_name }}</ph>,</source><target>Guten Tag <ph id="1">{{ firstname }}</ph>,</target></trans-unit>'),
        {}, {DEAR: ("exchange.foreign_code", 5)},
    ),
    Sample(
        "a mark of another tool", "de.xlf",
        document(unit("Fees", 'Geb<mq:ch val=" "/>ühren')).replace('version="1.2"', 'version="1.2" xmlns:mq="http://m"', 1),
        {}, {FEES: ("exchange.unreadable_mark", 5)},
    ),
    Sample(
        "two translations", "de.xlf", document(unit("Fees", "Gebühren") + unit("Fees", "Kosten")),
        {}, {FEES: ("exchange.duplicate", 8)},
    ),
    Sample("a segmented source, a translation in one piece", "de.xlf",
           document('<trans-unit id="1"><source>Fees</source><seg-source><mrk mtype="seg" mid="1">Fees</mrk></seg-source><target>Gebühren</target></trans-unit>'), {FEES: ("Gebühren", DRAFT)}),
    Sample("proposals and nothing else", "de.xlf",
           document('<trans-unit id="1"><source>Fees</source><target/><alt-trans match-quality="100"><source>Fees</source><target>Gebühren</target></alt-trans></trans-unit>'), {}),
    Sample("a protected field", "de.xlf",
           document('<trans-unit id="1"><source>Dear <mrk mtype="protected">{{ first_name }}</mrk>,</source><target>Guten Tag <mrk mtype="protected">{{ first_name }}</mrk>,</target></trans-unit>'), {DEAR: (GREETING, DRAFT)}),
    Sample("Windows line ends and a mark at the start", "de.xlf", ("\ufeff" + document(unit("Fees", "Gebühren"))).replace("\n", "\r\n"), {FEES: ("Gebühren", DRAFT)}),
    Sample("instructions of a tool", "de.xlf", document("<?job 7?>" + unit("Fees", "Geb<?at 3?>ühren")), {FEES: ("Gebühren", DRAFT)}),
    Sample("not to be translated", "de.xlf", document('<trans-unit id="1" translate="no"><source>Zzz</source></trans-unit>' + unit("Fees", "Gebühren")), {FEES: ("Gebühren", DRAFT)}),
)  # fmt: skip

REFUSED = (
    Refused("another root", "de.xlf", "<html><body/></html>", "exchange.wrong_root", None),
    Refused("a version to come", "de.xlf", document("").replace('version="1.2"', 'version="3.0"'), "exchange.unknown_version", None),
    Refused("half a file", "de.xlf", document(unit("a", "b"))[:-40], "exchange.bad_xml", 7),
    Refused("an entity of nobody's", "de.xlf", document(unit("a", "b&nbsp;c")), "exchange.bad_xml", 7),
    Refused("a document type", "de.xlf", document(unit("a", "b")).replace("?>", '?>\n<!DOCTYPE xliff SYSTEM "xliff.dtd">', 1), "exchange.hostile_xml", 2),
    Refused("no units", "de.xlf", document(""), "exchange.no_units", None),
    Refused("a tag left open", "de.xlf", document(unit("a", "<g>")), "exchange.bad_xml", 7),
    Refused("broken UTF-8", "de.xlf", document(unit("a", "b")).encode() + b"\n<!-- \xff -->", "exchange.not_text", 13),
    Refused("NUL", "de.xlf", document(unit("a", "b\0")), "exchange.not_text", 7),
    Refused("UTF-7", "de.xlf", document(unit("a", "b")).replace("UTF-8", "UTF-7"), "exchange.not_text", 1),
    Refused("a control character", "de.xlf", document(unit("a", "b&#1;")), "exchange.bad_xml", 7),
)  # fmt: skip
