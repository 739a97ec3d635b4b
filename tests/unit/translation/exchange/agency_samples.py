"""XLIFF 1.2 with what each tool adds to it: SDLXLIFF, MQXLIFF, MXLIFF, and others' habits."""

from tests.unit.translation.exchange.sample import (
    DEAR,
    DRAFT,
    FEES,
    NEEDS_WORK,
    REVIEWED,
    TERMS,
    WELCOME,
    Sample,
)
from tests.unit.translation.exchange.xliff12_samples import (
    GREETING,
    NAMESPACE,
    TERMS_DE,
    document,
    unit,
)

TRADOS = (
    '\ufeff<?xml version="1.0" encoding="utf-8"?><xliff xmlns:sdl="http://sdl.com/FileTypes/SdlXliff/1.0" '
    f'version="1.2" sdl:version="1.0" xmlns="{NAMESPACE}">'
    '<doc-info xmlns="http://sdl.com/FileTypes/SdlXliff/1.0"><cmt-defs>'
    '<cmt-def id="c1"><Comments xmlns=""><Comment severity="Low" user="jroe" '
    'date="2026-05-04T10:12:15.3366393+02:00" version="1.0">As in the terms</Comment></Comments></cmt-def>'
    '</cmt-defs><rev-defs><rev-def id="r1" type="Delete" author="jroe" date="05/04/2026 08:12:15"/>'
    '<rev-def id="r2" author="jroe" date="05/04/2026 08:12:15"/></rev-defs></doc-info>'
    '<file original="C:\\jobs\\de.xlf" datatype="x-sdlfilterframework2" source-language="en-US" '
    'target-language="de-DE"><header><file-info xmlns="http://sdl.com/FileTypes/SdlXliff/1.0">'
    '<value key="SDL:CreationDate">05/04/2026 08:00:00</value><sniff-info><detected-encoding '
    'detection-level="Certain" encoding="utf-8"/></sniff-info></file-info>'
    "<sdl:filetype-info><sdl:filetype-id>XLIFF 1.1-1.2 v 2.0.0.0</sdl:filetype-id></sdl:filetype-info>"
    '<reference><internal-file form="base64">UEsDBBQAAAAIAA==</internal-file></reference>'
    '<tag-defs xmlns="http://sdl.com/FileTypes/SdlXliff/1.0">'
    '<tag id="pt1"><bpt name="bpt">&lt;bpt id="1"&gt;[</bpt><ept name="bpt">]&lt;/ept&gt;</ept></tag>'
    '<tag id="pt2"><bpt name="bpt">**</bpt><ept name="bpt">**</ept></tag></tag-defs></header><body>'
    '<trans-unit id="s1" translate="no"><source>&lt;body&gt;</source></trans-unit>'
    '<group><sdl:cxts><sdl:cxt id="1"/></sdl:cxts>'
    '<trans-unit id="4f1"><source>Read <g id="pt1">the terms</g> <g id="pt2">today</g>.</source>'
    '<seg-source><mrk mtype="seg" mid="1">Read <g id="pt1">the terms</g> <g id="pt2">today</g>.</mrk></seg-source>'
    '<target><mrk mtype="seg" mid="1"><mrk mtype="x-sdl-deleted" sdl:revid="r1">Sehen</mrk>'
    '<mrk mtype="x-sdl-added" sdl:revid="r2">Lesen</mrk> Sie <g id="pt2">heute</g> '
    '<mrk mtype="x-sdl-comment" sdl:cid="c1"><g id="pt1">die Bedingungen</g></mrk>.</mrk></target>'
    '<sdl:seg-defs><sdl:seg id="1" conf="ApprovedSignOff" origin="interactive"><sdl:rep id="x"/>'
    "</sdl:seg></sdl:seg-defs></trans-unit></group>"
    '<trans-unit id="4f2"><source>Fees</source><seg-source><mrk mtype="seg" mid="2">Fees</mrk></seg-source>'
    '<target><mrk mtype="seg" mid="2">Gebühren</mrk></target><sdl:seg-defs><sdl:seg id="2" locked="true" '
    'conf="ApprovedTranslation" origin="tm" percent="100"/></sdl:seg-defs></trans-unit>'
    '<trans-unit id="4f3"><source>Welcome</source><seg-source><mrk mtype="seg" mid="3">Welcome</mrk></seg-source>'
    '<target><mrk mtype="seg" mid="3"/></target><sdl:seg-defs><sdl:seg id="3"/></sdl:seg-defs></trans-unit>'
    "</body></file></xliff>"
)
MEMOQ = (
    f'<?xml version="1.0" encoding="UTF-8"?>\n<xliff version="1.2" xmlns="{NAMESPACE}" xmlns:mq="MQXliff" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" '
    'xsi:schemaLocation="urn:oasis:names:tc:xliff:document:1.2 xliff-core-1.2-transitional.xsd">\n'
    '<file original="de.xlf" source-language="en-gb" target-language="de-de" datatype="x-memoq" '
    'mq:id="a1"><header><tool tool-id="MQ" tool-name="MemoQ" tool-version="9.4.11" tool-company="Kilgray"/>'
    '<mq:docinformation mq:docname="de.xlf" mq:hashistory="true"/></header>\n<body>\n'
    '<trans-unit id="1" mq:status="ManuallyConfirmed" mq:segmentguid="g1" mq:percent="100">'
    '<source xml:space="preserve">Dear <ph id="1">&lt;mq:rxt displaytext="{{ first_name }}" val="{{ first_name }}" /&gt;</ph>,</source>'
    '<target xml:space="preserve">Guten Tag <ph id="1">&lt;mq:rxt displaytext="{{ first_name }}" val="{{ first_name }}" /&gt;</ph>,</target>'
    '<mq:comments><mq:comment id="m1" creatoruser="jroe" time="2026-05-04T08:12:15Z" deleted="false" '
    'category="0" appliesto="Target">Formal, please</mq:comment><mq:comment id="m2" creatoruser="jroe" '
    'time="2026-05-04T08:13:15Z" deleted="true">gone</mq:comment></mq:comments>'
    '<mq:minorversions><mq:historical-unit mq:status="Proofread"><source xml:space="preserve">x</source>'
    '<target xml:space="preserve">y</target><note>old</note></mq:historical-unit></mq:minorversions></trans-unit>\n'
    '<trans-unit id="2" mq:status="Proofread"><source xml:space="preserve">Fees</source>'
    '<target xml:space="preserve">Gebühren</target></trans-unit>\n'
    '<trans-unit id="3" mq:status="Pretranslated" mq:locked="locked"><source xml:space="preserve">Welcome</source>'
    '<target xml:space="preserve">Willkommen</target></trans-unit>\n'
    '<trans-unit id="4" mq:status="NotStarted"><source xml:space="preserve">'
    'Read [the terms](https://example.com/terms) **today**.</source><target xml:space="preserve">'
    "Read [the terms](https://example.com/terms) **today**.</target></trans-unit>\n</body></file></xliff>\n"
)
PHRASE = (
    f'<?xml version="1.0" encoding="UTF-8"?><xliff xmlns="{NAMESPACE}" '
    'xmlns:m="http://www.memsource.com/mxlf/2.0" version="1.2" m:version="2.16" m:level="2">'
    '<file original="de.xlf" source-language="en" target-language="de" datatype="x-undefined" '
    'm:task-id="t1" m:file-format="XLIFF"><header/><body>'
    '<group id="0" m:para-id="0"><context-group><context context-type="x-key">u4</context></context-group>'
    '<trans-unit id="t1:0" m:para-id="0" m:score="1.01" m:confirmed="2" m:locked="false" m:trans-origin="tm" xml:space="preserve">'
    "<source>Read {1&gt;the terms&lt;1} {2&gt;today&lt;2}.</source>"
    "<target>Lesen Sie {2&gt;heute&lt;2} {1&gt;die Bedingungen&lt;1}.</target>"
    '<alt-trans origin="machine-trans"><target>Lesen Sie</target></alt-trans>'
    '<m:tunit-metadata><m:mark id="1"><m:type>link</m:type><m:content>&lt;bpt id="1"&gt;[&lt;/bpt&gt;</m:content></m:mark>'
    '<m:mark id="2"><m:type>code</m:type><m:content>**</m:content></m:mark></m:tunit-metadata>'
    "</trans-unit></group>"
    '<trans-unit id="t1:1" m:para-id="1" m:confirmed="1"><source>Dear {1},</source><target>Guten Tag {1},</target>'
    '<m:tunit-metadata><m:mark id="1"><m:type>code</m:type><m:content>{{ first_name }}</m:content></m:mark></m:tunit-metadata></trans-unit>'
    '<trans-unit id="t1:2" m:para-id="2" m:confirmed="0" m:locked="true"><source>Fees</source><target>Gebühren</target></trans-unit>'
    '<trans-unit id="t1:3" m:para-id="3" m:confirmed="0"><source>Welcome</source><target></target></trans-unit>'
    "</body></file></xliff>"
)
PO_MADE_XLIFF = (
    '<?xml version="1.0" encoding="UTF-8"?>\n<xliff xmlns="urn:oasis:names:tc:xliff:document:1.1" version="1.1">\n'
    '  <file original="de.po" source-language="en-US" target-language="de" datatype="po"><body>\n'
    '<trans-unit id="1" restype="x-gettext-domain-header" approved="no" xml:space="preserve">'
    "<source>Project-Id-Version: notice\nLanguage: de\n</source><target>Project-Id-Version: notice\nLanguage: de\n</target>"
    '<note from="po-translator">Translation of the notice</note></trans-unit>\n'
    '<trans-unit id="2" approved="yes" xml:space="preserve"><source>Fees</source><target state="translated">Gebühren</target>'
    '<context-group name="po-reference" purpose="location"><context context-type="sourcefile">a.md</context></context-group></trans-unit>\n'
    '<trans-unit id="3" approved="no" xml:space="preserve"><source>Welcome</source>'
    '<target state="needs-review-translation">Willkommen</target></trans-unit></body></file></xliff>\n'
)
LOKALISE = (
    f'<?xml version="1.0" encoding="UTF-8"?>\n<xliff xmlns="{NAMESPACE}" '
    'xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" version="1.2">\n'
    '  <file original="" datatype="plaintext" xml:space="preserve" source-language="en" target-language="de">\n'
    '    <header>\n      <tool tool-id="lokalise.com" tool-name="Lokalise"/>\n    </header>\n    <body>\n'
    '      <trans-unit id="fees" resname="fees">\n        <source>Fees</source>\n        <target>Gebühren</target>\n'
    "        <note>a heading</note>\n      </trans-unit>\n    </body>\n  </file>\n</xliff>\n"
)
CROWDIN = (
    f'<?xml version="1.0" encoding="UTF-8"?>\n<xliff version="1.2" xmlns="{NAMESPACE}">\n'
    '  <file id="35" original="/de.xlf" source-language="en" target-language="de" datatype="plaintext" '
    'project-id="47654" tool-id="crowdin">\n    <header>\n      <tool tool-id="crowdin" tool-name="Crowdin" '
    'tool-version="1.1"/>\n    </header>\n    <body>\n      <trans-unit id="4" resname="a" approved="yes">\n'
    '        <source>Fees</source>\n        <target state="final">Gebühren</target>\n      </trans-unit>\n'
    '      <trans-unit id="5" resname="b">\n        <source>Welcome</source>\n'
    '        <target state="needs-translation">Welcome</target>\n        <context-group purpose="information">\n'
    '          <context context-type="source">b</context>\n        </context-group>\n      </trans-unit>\n'
    "    </body>\n  </file>\n</xliff>\n"
)
OKAPI = document(
    '<group id="g1" restype="x-paragraph" okp:x="1"><trans-unit id="tu1" its:translate="yes">\n'
    '<source xml:lang="en">Read <g id="1">the terms</g> <g id="2">today</g>.</source>\n'
    '<seg-source><mrk mid="0" mtype="seg">Read <g id="1">the terms</g> <g id="2">today</g>.</mrk></seg-source>\n'
    '<target xml:lang="de" state="translated" its:mtConfidence="0.9"><mrk mid="0" mtype="seg">Lesen Sie '
    '<g id="2">heute</g> <g id="1">die Bedingungen</g>.</mrk></target>\n'
    '<alt-trans mid="0" match-quality="97" origin="o" okp:matchType="FUZZY"><source xml:lang="en">Read</source>'
    '<target xml:lang="de">Lies</target></alt-trans>\n<note from="reviewer" priority="2">fine</note></trans-unit></group>',
    more=(
        ' xmlns:okp="okapi-framework:xliff-extensions" xmlns:its="http://www.w3.org/2005/11/its" '
        'xmlns:itsxlf="http://www.w3.org/ns/its-xliff/" its:version="2.0"'
    ),
    head=(
        '<header><skl><external-file href="a.skl"/></skl><phase-group><phase phase-name="t" '
        'process-name="Translation" job-id="7"/></phase-group><tool tool-id="Okapi" tool-name="Rainbow"/>'
        "<note>of the file</note></header>"
    ),
)
PROTECTED = document(
    '<group id="g" translate="no"><trans-unit id="1"><source>Legal notice</source><target>Impressum</target></trans-unit>'
    '<trans-unit id="2"><source>Welcome</source><target state="final">Falsch</target></trans-unit>'
    '<group><trans-unit id="3" translate="yes"><source>Fees</source><target>Gebühren</target></trans-unit></group></group>'
)

READ = (
    Sample(
        "Trados with changes tracked", "de.xlf.sdlxliff", TRADOS,
        {TERMS: (TERMS_DE, DRAFT), FEES: ("Gebühren", REVIEWED)},
    ),
    Sample(
        "memoQ", "de.mqxliff", MEMOQ,
        {DEAR: (GREETING, DRAFT), FEES: ("Gebühren", REVIEWED), WELCOME: ("Willkommen", NEEDS_WORK)},
    ),
    Sample(
        "Phrase", "de.mxliff", PHRASE,
        {TERMS: (TERMS_DE, REVIEWED), DEAR: (GREETING, DRAFT), FEES: ("Gebühren", NEEDS_WORK)},
    ),
    Sample(
        "XLIFF made of a PO file", "de.xlf", PO_MADE_XLIFF,
        {FEES: ("Gebühren", REVIEWED), WELCOME: ("Willkommen", NEEDS_WORK)},
    ),
    Sample("Lokalise", "de.xliff", LOKALISE, {FEES: ("Gebühren", DRAFT)}),
    Sample("Crowdin", "de.xliff", CROWDIN, {FEES: ("Gebühren", REVIEWED)}),
    Sample("Okapi's additions", "de.xlf", OKAPI, {TERMS: (TERMS_DE, DRAFT)}),
    Sample("a group that is protected", "de.xlf", PROTECTED, {FEES: ("Gebühren", DRAFT)}),
    Sample(
        "words rejected by a reviewer", "de.xlf",
        document(unit("Fees", "Gebühren", "", ' state="translated" state-qualifier="rejected-inaccurate"')),
        {FEES: ("Gebühren", NEEDS_WORK)},
    ),
    Sample(
        "letters of Japan", "de.xlf",
        document(unit("Fees", "手数料")).replace("UTF-8", "Shift_JIS").encode("shift_jis"),
        {FEES: ("手数料", DRAFT)},
    ),
)  # fmt: skip

REFUSED = ()
