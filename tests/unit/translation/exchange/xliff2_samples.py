"""XLIFF 2.x files as tools for translators write them."""

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
from tests.unit.translation.exchange.xliff12_samples import GREETING, TERMS_DE


def document(units, version="2.0", namespace="2.0", about='srcLang="en" trgLang="de"', more=""):
    return (
        f'<?xml version="1.0"?>\n<xliff xmlns="urn:oasis:names:tc:xliff:document:{namespace}" '
        f'version="{version}" {about}{more}>\n<file id="f1">\n{units}\n</file>\n</xliff>\n'
    )


def unit(source, target, about="", data=""):
    return (
        f'<unit id="1">{data}<segment{about}>\n<source>{source}</source>\n'
        f"<target>{target}</target></segment></unit>"
    )


SEGMENTS = document(
    '<unit id="u1" xml:space="preserve"><segment id="s1" state="reviewed">'
    "<source>Read [the terms](https://example.com/terms)</source>"
    '<target order="3">[die Bedingungen](https://example.com/terms).</target></segment>'
    "<ignorable><source> </source></ignorable>"
    '<segment id="s2" state="translated"><source>**today**.</source>'
    '<target order="1">Lesen Sie **heute**</target></segment></unit>'
)
PAIRS = document(
    '<group id="g1"><unit id="u1" canResegment="no"><originalData><data id="d1">[</data>'
    '<data id="d2">](https://example.com/terms)</data><data id="d3">**</data></originalData>'
    '<segment state="final"><source>Read <pc id="1" dataRefStart="d1" dataRefEnd="d2">the terms</pc> '
    '<pc id="2" dataRefStart="d3" dataRefEnd="d3" type="fmt" subType="xlf:b">today</pc>.</source>'
    '<target>Lesen Sie <pc id="2" dataRefStart="d3" dataRefEnd="d3">heute</pc> '
    '<pc id="1" dataRefStart="d1" dataRefEnd="d2">die Bedingungen</pc>.</target></segment></unit></group>',
    version="2.1",
)
SPANS = document(
    '<unit id="u1"><segment><source>Read <sc id="1"/>the terms<ec startRef="1"/> '
    '<sc id="2"/>today<ec startRef="2"/>.</source>'
    '<target>Lesen Sie <sc id="2"/>heute<ec startRef="2"/> <sc id="1"/>die Bedingungen'
    '<ec startRef="1"/>.</target></segment></unit>'
)
MODULES = document(
    '<unit id="u1"><mtc:matches><mtc:match ref="#m1" similarity="80"><source>Fee</source>'
    "<target>Gebühr</target></mtc:match></mtc:matches>"
    '<mda:metadata><mda:metaGroup category="tm"><mda:meta type="score">80</mda:meta></mda:metaGroup></mda:metadata>'
    '<notes><note id="n1" category="question">Which fees?</note><note appliesTo="target">checked</note></notes>'
    '<segment id="m1" state="reviewed" subState="acme:ok"><source><mrk id="m" type="term">Fees</mrk></source>'
    '<target>Geb<sm id="x" type="comment"/>ühren<em startRef="x"/></target></segment></unit>',
    more=(
        ' xmlns:mtc="urn:oasis:names:tc:xliff:matches:2.0"'
        ' xmlns:mda="urn:oasis:names:tc:xliff:metadata:2.0"'
    ),
)
FIELD = document(
    '<unit id="u1"><segment state="translated"><source>Dear <ph id="1" equiv="{{ first_name }}"/>,</source>'
    '<target>Guten Tag <ph id="1" equiv="{{ first_name }}"/>,</target></segment></unit>'
)
BARE_FIELD = FIELD.replace(' equiv="{{ first_name }}"', "")
BOLD = '<originalData><data id="d1">**</data></originalData>'
ACROSS = document(
    f'<unit id="u1" xml:space="preserve">{BOLD}<segment><source>Read [the terms](https://example.com/terms) '
    '<sc id="1" dataRef="d1"/>to</source><target>Lesen Sie <sc id="1" dataRef="d1"/>heu</target></segment>'
    '<segment><source>day<ec startRef="1" dataRef="d1"/>.</source><target>te<ec startRef="1" dataRef="d1"/> '
    "[die Bedingungen](https://example.com/terms).</target></segment></unit>"
)
ISOLATED = document(
    f'<unit id="u1">{BOLD}<segment><source>Read [the terms](https://example.com/terms) '
    '<sc id="1" dataRef="d1" isolated="yes"/>today<ec id="2" dataRef="d1" isolated="yes"/>.</source>'
    '<target>Lesen Sie <sc id="1" dataRef="d1" isolated="yes"/>heute<ec id="2" dataRef="d1" isolated="yes"/> '
    "[die Bedingungen](https://example.com/terms).</target></segment></unit>"
)
IGNORABLE = document(
    '<notes><note>of the file</note></notes><unit id="u1"><segment><source>Dear</source>'
    "<target>Guten Tag</target></segment><ignorable><source> </source></ignorable><segment>"
    "<source>{{ first_name }},</source><target>{{ first_name }},</target></segment></unit>"
)
WEBLATE = document(
    '<unit id="fees" name="fees" translate="yes"><notes><note category="location">a:1</note></notes>'
    '<segment id="fees" state="translated"><source>Fees</source><target>Gebühren</target></segment></unit>'
)
PROTECTED = document(
    '<group id="g" translate="no"><unit id="u1"><segment><source>Legal notice</source>'
    "<target>Impressum</target></segment></unit>"
    '<unit id="u2"><segment state="final"><source>Welcome</source><target>Falsch</target></segment></unit>'
    '<group id="h"><unit id="u3" translate="yes"><segment><source>Fees</source>'
    "<target>Gebühren</target></segment></unit></group></group>"
)
OKAPI = document(
    '<mda:metadata><mda:metaGroup><mda:meta type="author">x</mda:meta></mda:metaGroup></mda:metadata>'
    '<unit id="tu1" name="a" canResegment="no" its:translate="yes"><originalData>'
    '<data id="d1" xml:space="preserve">{{ first_name }}</data></originalData>'
    '<segment id="s1" canResegment="no" state="reviewed" subState="okp:x"><source xml:space="preserve">Dear '
    '<ph id="1" canCopy="no" canDelete="no" dataRef="d1" equiv="name" type="ui" subType="xlf:var"/>,</source>'
    '<target xml:space="preserve" xml:lang="de">Guten Tag <ph id="1" dataRef="d1" equiv="name"/>,</target>'
    "</segment></unit>",
    version="2.1",
    about='srcLang="en-US"',
    more=(
        ' xmlns:mda="urn:oasis:names:tc:xliff:metadata:2.0" xmlns:its="http://www.w3.org/2005/11/its" '
        'its:version="2.0" xmlns:slr="urn:oasis:names:tc:xliff:sizerestriction:2.0"'
    ),
)
ANGULAR = document(
    '<unit id="8"><notes><note category="location">a.ts:3</note></notes><segment state="translated">'
    '<source>Dear <ph id="0" equiv="INTERPOLATION" disp="{{ first_name }}"/>,</source>'
    '<target>Guten Tag <ph id="0" equiv="INTERPOLATION" disp="{{ first_name }}"/>,</target></segment></unit>'
)
FEES_DE = unit("Fees", "Gebühren", ' state="final"')

READ = (
    Sample("segments in another order", "de.xlf", SEGMENTS, {TERMS: (TERMS_DE, DRAFT)}),
    Sample("pairs with their data", "de.xliff", PAIRS, {TERMS: (TERMS_DE, REVIEWED)}),
    Sample("beginnings and ends", "de.xliff", SPANS, {TERMS: (TERMS_DE, DRAFT)}),
    Sample("a span over two segments", "de.xliff", ACROSS, {TERMS: (TERMS_DE, DRAFT)}),
    Sample("ends that stand alone", "de.xliff", ISOLATED, {TERMS: (TERMS_DE, DRAFT)}),
    Sample("a space of its own between segments", "de.xliff", IGNORABLE, {DEAR: (GREETING, DRAFT)}),
    Sample("Weblate", "de.xliff", WEBLATE, {FEES: ("Gebühren", DRAFT)}),
    Sample("a group that is protected", "de.xliff", PROTECTED, {FEES: ("Gebühren", DRAFT)}),
    Sample("Okapi's additions", "de.xliff", OKAPI, {DEAR: (GREETING, REVIEWED)}),
    Sample("Angular's fields", "de.xliff", ANGULAR, {DEAR: (GREETING, DRAFT)}),
    Sample("modules", "de.xliff", MODULES, {FEES: ("Gebühren", REVIEWED)}),
    Sample("a field with its text", "de.xliff", FIELD, {DEAR: (GREETING, DRAFT)}),
    Sample("a field without", "de.xliff", BARE_FIELD, {DEAR: (GREETING, DRAFT)}),
    Sample("2.2", "de.xliff", document(FEES_DE, "2.2", "2.2"), {FEES: ("Gebühren", REVIEWED)}),
    Sample("de_DE", "de.xliff", document(FEES_DE, about='srcLang="en-GB" trgLang="de_DE"'), {FEES: ("Gebühren", REVIEWED)}),
    Sample("only begun", "de.xliff", document(unit("Fees", "Geb", ' state="initial"')), {FEES: ("Geb", NEEDS_WORK)}),
    Sample("the source put in for a start", "de.xliff", document(unit("Fees", "Fees", ' state="initial"')), {}),
    Sample("no state", "de.xliff", document(unit("Fees", "Gebühren")), {FEES: ("Gebühren", DRAFT)}),
    Sample("not translated", "de.xliff", document('<unit id="1"><segment><source>Fees</source></segment></unit>' + unit("Welcome", "Hallo")), {WELCOME: ("Hallo", DRAFT)}),
    Sample(
        "half of the segments", "de.xliff",
        document('<unit id="1"><segment><source>Read [the terms](https://example.com/terms)</source><target>Lesen</target></segment><ignorable><source> </source></ignorable><segment><source>**today**.</source></segment></unit>'),
        {}, {TERMS: ("exchange.partly", 4)},
    ),
    Sample(
        "a placeholder of nobody's", "de.xliff", FIELD.replace('<target>Guten Tag <ph id="1" equiv="{{ first_name }}"/>', '<target>Guten Tag <ph id="5"/>'),
        {}, {DEAR: ("exchange.foreign_code", 4)},
    ),
    Sample(
        "a control character", "de.xliff", document(unit("Fees", 'Geb<cp hex="0007"/>ühren')),
        {}, {FEES: ("exchange.unreadable_mark", 4)},
    ),
)  # fmt: skip

REFUSED = (
    Refused("1.2 in the clothes of 2.0", "de.xliff", document(FEES_DE, "1.2"), "exchange.unknown_version", None),
    Refused("half a file", "de.xliff", document(FEES_DE)[:-20], "exchange.bad_xml", 6),
)  # fmt: skip
