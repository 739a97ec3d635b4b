"""Files of tools and habits that the other samples do not have: PO and both kinds of XLIFF."""

from tests.unit.translation.exchange import xliff2_samples
from tests.unit.translation.exchange.po_samples import HEAD
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
from tests.unit.translation.exchange.xliff12_samples import GREETING, TERMS_DE, document

GOOD = ("Gebühren", DRAFT)
FEES_PO = 'msgid "Fees"\nmsgstr "Gebühren"\n'
two = xliff2_samples.document


def trans(body, about=""):
    return document(f'<trans-unit id="1"{about}>{body}</trans-unit>')


def pair(source, target, about="", state=""):
    return trans(f"<source>{source}</source><target{state}>{target}</target>", about)


def seg(source, target, about=""):
    return f"<segment{about}><source>{source}</source><target>{target}</target></segment>"


XCODE = document(
    '<trans-unit id="fees" xml:space="preserve"><source>Fees</source><target>Gebühren</target>'
    "<note>Heading of the table</note></trans-unit>",
    more=' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="a b"',
    head='<header><tool tool-id="com.apple.dt.xcode" tool-name="Xcode" build-num="15"/></header>',
)
CROWDIN = document(
    '<trans-unit id="5" resname="a" approved="yes"><source>Fees</source>'
    '<target state="final">Gebühren</target></trans-unit>'
    '<trans-unit id="6"><source>Welcome</source><target state="needs-translation">Welcome</target>'
    "</trans-unit>",
    about='source-language="en" target-language="de" tool-id="crowdin"',
)
SMARTLING = document(
    '<trans-unit id="7" resname="x" smartling:key="a"><source>Fees</source>'
    '<target state="translated">Gebühren</target>'
    '<alt-trans><source>Fees</source><target xml:lang="fr">Frais</target></alt-trans></trans-unit>',
    more=' xmlns:smartling="http://www.smartling.com"',
)
LOKALISE = document(
    '<group id="notice"><trans-unit id="k" resname="k"><source xml:lang="en">Fees</source>'
    '<target xml:lang="de" state="signed-off">Gebühren</target><note from="developer">x</note>'
    "</trans-unit></group>"
)
ITS = pair(
    '<mrk mtype="x-its" its:term="yes">Fees</mrk>',
    '<mrk mtype="x-its" its:term="yes">Gebühren</mrk>',
).replace(
    'version="1.2"', 'version="1.2" xmlns:its="http://www.w3.org/2005/11/its" its:version="2.0"', 1
)
PHASES = document(
    '<trans-unit id="1" phase-name="p1" maxwidth="20" size-unit="char" help-id="3" menu="x">'
    '<source>Fees</source><target phase-name="p1" state="translated" equiv-trans="no">Gebühren</target>'
    '<context-group name="c" purpose="information"><context context-type="x-note">Welcome</context>'
    "</context-group></trans-unit>",
    head='<header><phase-group><phase phase-name="p1" process-name="translation"/></phase-group>'
    "<glossary><internal-file>Fees=Kosten</internal-file></glossary><note>of the file</note></header>",
)
SUB = pair(
    'Dear <ph id="1">&lt;img alt="<sub>Picture</sub>"/&gt;</ph>{{ first_name }},',
    'Guten Tag <ph id="1">&lt;img alt="<sub>Bild</sub>"/&gt;</ph>{{ first_name }},',
)
NESTED = document(
    "<group>" * 20
    + '<trans-unit id="1"><source>Fees</source><target>Gebühren</target></trans-unit>'
    + "</group>" * 20
)
NOT_SEGMENTS = pair(
    "Fees", '<mrk mtype="abbrev">Geb</mrk><mrk mtype="x-sic" comment="a">ühren</mrk>'
)
SPACED = pair(" Fees ", "  Gebühren\n", ' xml:space="default"')
CHANGES = two(
    '<unit id="1"><ctr:changeTrack><ctr:revisions appliesTo="target"><ctr:revision><ctr:item '
    'property="content">Kosten</ctr:item></ctr:revision></ctr:revisions></ctr:changeTrack>'
    "<gls:glossary><gls:glossEntry><gls:term>Fees</gls:term><gls:translation>Kosten"
    f"</gls:translation></gls:glossEntry></gls:glossary>{seg('Fees', 'Gebühren')}</unit>",
    more=' xmlns:ctr="urn:oasis:names:tc:xliff:changetracking:2.1"'
    ' xmlns:gls="urn:oasis:names:tc:xliff:glossary:2.0"',
    version="2.1",
)
KEPT_WORD = two(
    '<unit id="1">' + seg('Dear <mrk id="m" translate="no">{{ first_name }}</mrk>,',
                          'Guten Tag <mrk id="m" translate="no">{{ first_name }}</mrk>,') + "</unit>"
)  # fmt: skip
IGNORED_TARGET = two(
    f'<unit id="1">{seg("Dear", "Guten Tag")}<ignorable><source> </source><target> </target>'
    f"</ignorable>{seg('{{ first_name }},', '{{ first_name }},')}</unit>"
)
TURNED = two(
    '<unit id="1" xml:space="preserve">'
    + seg(
        "Read [the terms](https://example.com/terms)",
        "[die Bedingungen](https://example.com/terms).",
    ).replace("<target>", '<target order="3">')
    + "<ignorable><source> </source><target order='2'> </target></ignorable>"
    + seg("**today**.", "Lesen Sie **heute**").replace("<target>", '<target order="1">')
    + "</unit>"
)
STATES = two(
    '<unit id="1">'
    + seg("Dear", "Guten Tag", ' state="final"')
    + "<ignorable><source> </source></ignorable>"
    + seg("{{ first_name }},", "{{ first_name }},", ' state="initial"')
    + "</unit>"
)

READ = (
    Sample("Xcode", "de.xliff", XCODE, {FEES: GOOD}),
    Sample("Crowdin", "de.xliff", CROWDIN, {FEES: ("Gebühren", REVIEWED)}),
    Sample("Smartling: a proposal in another language", "de.xlf", SMARTLING, {FEES: GOOD}),
    Sample("Lokalise", "de.xliff", LOKALISE, {FEES: ("Gebühren", REVIEWED)}),
    Sample("marks of ITS", "de.xlf", ITS, {FEES: GOOD}),
    Sample("phases, widths and a glossary", "de.xlf", PHASES, {FEES: GOOD}),
    Sample("twenty groups in each other", "de.xlf", NESTED, {FEES: GOOD}),
    Sample("marks that are no segments", "de.xlf", NOT_SEGMENTS, {FEES: GOOD}),
    Sample("white space that counts for nothing", "de.xlf", SPACED, {FEES: GOOD}),
    Sample("a text within a code", "de.xlf", SUB, {},
           {'Dear <img alt="Picture"/>{{ first_name }},': ("exchange.unknown_source", 5)}),
    Sample("two translations in one unit", "de.xlf",
           trans("<source>Fees</source><target>Gebühren</target><target>Kosten</target>"),
           {}, {FEES: ("exchange.duplicate", 5)}),
    Sample("UTF-16, the other way round", "de.xlf",
           b"\xfe\xff" + pair("Fees", "Gebühren").replace("UTF-8", "UTF-16").encode("utf-16-be"),
           {FEES: GOOD}),
    Sample("UTF-16 without its mark", "de.xlf",
           pair("Fees", "Gebühren").replace("UTF-8", "UTF-16").encode("utf-16-le"), {FEES: GOOD}),
    Sample("Windows letters", "de.xlf",
           pair("Fees", "Gebühren €").replace("UTF-8", "windows-1252").encode("cp1252"),
           {FEES: ("Gebühren €", DRAFT)}),
    Sample("Shift JIS", "de.xlf", pair("Fees", "手数料").replace("UTF-8", "Shift_JIS").encode("cp932"),
           {FEES: ("手数料", DRAFT)}),
    Sample("CDATA alone", "de.xlf", pair("<![CDATA[Fees]]>", "<![CDATA[Gebühren & <Mehr>]]>"),
           {FEES: ("Gebühren & <Mehr>", DRAFT)}),
    Sample("quotes of the other kind, no declaration", "de.xlf",
           pair("Fees", "Gebühren").split("\n", 1)[1].replace('"', "'"), {FEES: GOOD}),
    Sample("a rejected translation", "de.xlf",
           pair("Fees", "Gebühren", state=' state="final" state-qualifier="rejected-grammar"'),
           {FEES: ("Gebühren", NEEDS_WORK)}),
    Sample("an exact match of a memory", "de.xlf",
           pair("Fees", "Gebühren", state=' state="translated" state-qualifier="exact-match"'),
           {FEES: GOOD}),
    Sample("nothing but white space", "de.xlf", pair("Fees", " \n\t "), {}),
    Sample("XLIFF 2: changes and a glossary", "de.xlf", CHANGES, {FEES: GOOD}),
    Sample("XLIFF 2: a word that is kept", "de.xlf", KEPT_WORD, {DEAR: (GREETING, DRAFT)}),
    Sample("XLIFF 2: what stands between is translated, too", "de.xlf", IGNORED_TARGET,
           {DEAR: (GREETING, DRAFT)}),
    Sample("XLIFF 2: all turned round", "de.xlf", TURNED, {TERMS: (TERMS_DE, DRAFT)}),
    Sample("XLIFF 2: as far as its least segment", "de.xlf", STATES, {DEAR: (GREETING, NEEDS_WORK)}),
    Sample("XLIFF 2: a prefix before every name", "de.xlf",
           two(f'<unit id="1">{seg("Fees", "Gebühren")}</unit>').replace("<", "<x:").replace("<x:/", "</x:")
           .replace("<x:?", "<?").replace("xmlns=", "xmlns:x="), {FEES: GOOD}),
    Sample("Crowdin's PO", "de.po", HEAD.replace("Language: de", "X-Crowdin-Language: de") + FEES_PO,
           {FEES: ("Gebühren", REVIEWED)}),
    Sample("Poedit of long ago", "de.po",
           HEAD.replace("Language: de", "X-Poedit-Language: German") + FEES_PO,
           {FEES: ("Gebühren", REVIEWED)}),
    Sample("remarks of a tool and of people", "de.po",
           HEAD + "# smartling.placeholder_format = NONE\n#. TRANSLATORS: heading\n#: a.md:1\n" + FEES_PO,
           {FEES: ("Gebühren", REVIEWED)}),
    Sample("GB18030 named in the header", "de.po",
           HEAD.replace("UTF-8", "GB18030").encode() + 'msgid "Fees"\nmsgstr "费用"\n'.encode("gb18030"),
           {FEES: ("费用", REVIEWED)}),
    Sample("tabs, spaces and no line end", "de.po", HEAD + '\tmsgid\t"Fees"  \n  msgstr  "Gebühren"',
           {FEES: ("Gebühren", REVIEWED)}),
    Sample("remarks between source and translation", "de.po",
           HEAD + 'msgid "Fees"\n# why here\nmsgstr "Gebühren"\n', {FEES: ("Gebühren", REVIEWED)}),
    Sample("a header in the midst", "de.po", FEES_PO + "\n" + HEAD + 'msgid "Welcome"\nmsgstr "Hallo"\n',
           {FEES: ("Gebühren", REVIEWED), WELCOME: ("Hallo", REVIEWED)}),
)  # fmt: skip

REFUSED = (
    Refused("numbers of bytes in PO", "de.po", HEAD + 'msgid "Fees"\nmsgstr "Geb\\303\\274hren"\n', "exchange.bad_po", 7),
    Refused("a domain of gettext", "de.po", HEAD + 'domain "other"\n\n' + FEES_PO, "exchange.bad_po", 6),
    Refused("PO of an old Mac", "de.po", (HEAD + FEES_PO).replace("\n", "\r"), "exchange.bad_po", 1),
    Refused("a table with commas", "de.csv", '"Source","Translation"\n"Fees","Gebühren"\n', "exchange.bad_po", 1),
    Refused("an old workbook", "de.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600, "exchange.unknown_format", None),
    Refused("TMX", "de.tmx", '<?xml version="1.0"?>\n<tmx version="1.4"><body/></tmx>', "exchange.wrong_root", None),
    Refused("Android's strings", "strings.xml", '<resources><string name="a">Fees</string></resources>', "exchange.wrong_root", None),
    Refused("UTF-32", "de.xlf", pair("Fees", "x").encode("utf-32"), "exchange.unknown_format", None),
    Refused("letters other than it says", "de.xlf", pair("Fees", "Gebühren").encode("latin-1"), "exchange.not_text", 5),
    Refused("an attribute twice", "de.xlf", pair("Fees", "x", ' id="2"'), "exchange.bad_xml", 5),
    Refused("a prefix of nobody's", "de.xlf", pair("Fees", "<mq:ch/>x"), "exchange.bad_xml", 5),
    Refused("two roots", "de.xlf", pair("Fees", "x") + "<xliff/>", "exchange.bad_xml", 9),
    Refused("a whole that includes another file", "de.xlf",
            '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="file:///etc/passwd"/>', "exchange.wrong_root", None),
    Refused("XLIFF 2 without its namespace", "de.xlf", '<xliff version="2.0"><file/></xliff>', "exchange.unknown_version", None),
)  # fmt: skip

OTHER_LANGUAGE = (
    pair("Fees", "Frais", state=' xml:lang="fr"'),
    two(
        '<unit id="1">'
        + seg("Fees", "Frais").replace("<target>", '<target xml:lang="fr-CA">')
        + "</unit>"
    ),
)
SAME_LANGUAGE = (
    pair("Fees", "Gebühren", state=' xml:lang="de-DE"'),
    two(
        '<unit id="1">'
        + seg("Fees", "Gebühren").replace("<target>", '<target xml:lang="de_AT">')
        + "</unit>"
    ),
)
