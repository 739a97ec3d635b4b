"""What the XLIFF files that we write must be made of, by the words of the specifications.

The official schemas are not part of this repository. These grammars were written after the texts of
the standards, and only for what this program writes: an element, an attribute, a value or an order
that the standard does not have is refused. `find_faults` says what a grammar cannot: ids and what
refers to them.
Source: XLIFF 1.2, OASIS Standard, 1 February 2008, §2; XLIFF 2.0, OASIS Standard, 5 August 2014, §4.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from lxml import etree

_GRAMMAR = (
    '<grammar xmlns="http://relaxng.org/ns/structure/1.0" ns="{ns}"'
    ' datatypeLibrary="http://www.w3.org/2001/XMLSchema-datatypes"><start><ref name="xliff"/></start>'
    "{rules}</grammar>"
)


def _element(name: str, *inside: str, define: str = "") -> str:
    made = f'<element name="{name}">{"".join(inside) or "<empty/>"}</element>'
    return f'<define name="{define or name}">{made}</define>'


def _attribute(name: str, kind: str = "<text/>", *, optional: bool = False) -> str:
    made = f'<attribute name="{name}" ns="">{kind}</attribute>'
    if name.startswith("xml:"):
        made = f'<attribute name="{name}">{kind}</attribute>'
    return f"<optional>{made}</optional>" if optional else made


def _one_of(*values: str) -> str:
    return f"<choice>{''.join(f'<value>{value}</value>' for value in values)}</choice>"


def _like(pattern: str, kind: str = "string") -> str:
    return f'<data type="{kind}"><param name="pattern">{pattern}</param></data>'


def _maybe(*inside: str) -> str:
    return f"<optional>{''.join(inside)}</optional>"


def _many(*inside: str, least: int = 0) -> str:
    name = "oneOrMore" if least else "zeroOrMore"
    return f"<{name}>{''.join(inside)}</{name}>"


def _ref(name: str) -> str:
    return f'<ref name="{name}"/>'


def _any(*names: str) -> str:
    return f"<choice>{''.join(map(_ref, names))}</choice>"


_LANGUAGE = '<data type="language"/>'
_TOKEN = '<data type="NMTOKEN"/>'
_SPACE = _attribute("xml:space", _one_of("default", "preserve"), optional=True)
_PREFIXED = _like(r"[^:\s]+:[^\s].*")
_INLINE_12 = f"<mixed>{_many(_any('ph', 'bpt', 'ept'))}</mixed>"
_STATES_12 = _one_of(
    "final", "needs-adaptation", "needs-l10n", "needs-review-adaptation", "needs-review-l10n",
    "needs-review-translation", "needs-translation", "new", "signed-off", "translated",
)  # fmt: skip
_RESTYPE = _like(r"x-[^\s]+")

_RULES_12 = (
    _element("xliff", _attribute("version", "<value>1.2</value>"), _many(_ref("file"), least=1)),
    _element(
        "file", _attribute("original"), _attribute("source-language", _LANGUAGE),
        _attribute("target-language", _LANGUAGE, optional=True),
        _attribute("datatype", "<value>plaintext</value>"),
        _attribute("tool-id", optional=True), _attribute("product-name", optional=True),
        _maybe(_ref("header")), _ref("body"),
    ),
    _element("header", _many(_ref("tool"))),
    _element("tool", _attribute("tool-id"), _attribute("tool-name")),
    _element("body", _many(_ref("trans-unit"))),
    _element(
        "trans-unit", _attribute("id"), _attribute("restype", _RESTYPE, optional=True),
        _attribute("approved", _one_of("yes", "no"), optional=True), _SPACE,
        _ref("source"), _maybe(_ref("target")), _many(_any("note", "alt-trans")),
    ),
    _element("source", _attribute("xml:lang", _LANGUAGE, optional=True), _INLINE_12),
    _element(
        "target", _attribute("xml:lang", _LANGUAGE, optional=True),
        _attribute("state", _STATES_12, optional=True), _INLINE_12,
    ),
    _element(
        "note", _attribute("from", optional=True),
        _attribute("annotates", _one_of("source", "target", "general"), optional=True), "<text/>",
    ),
    _element(
        "alt-trans", _attribute("alttranstype", _one_of("previous-version", "proposal"), optional=True),
        _maybe(_ref("source")), _many(_ref("target"), least=1),
    ),
    _element("ph", _attribute("id"), _attribute("equiv-text", optional=True), "<text/>"),
    _element("bpt", _attribute("id"), "<text/>"),
    _element("ept", _attribute("id"), "<text/>"),
)  # fmt: skip

_INLINE_2 = f"<mixed>{_many(_any('ph', 'pc'))}</mixed>"
_RULES_2 = (
    _element(
        "xliff", _attribute("version", "<value>2.0</value>"), _attribute("srcLang", _LANGUAGE),
        _attribute("trgLang", _LANGUAGE, optional=True), _many(_ref("file"), least=1),
    ),
    _element(
        "file", _attribute("id", _TOKEN), _attribute("original", optional=True),
        _many(_ref("unit"), least=1),
    ),
    _element(
        "unit", _attribute("id", _TOKEN), _attribute("type", _PREFIXED, optional=True), _SPACE,
        _maybe(_ref("notes")), _maybe(_ref("originalData")), _many(_ref("segment"), least=1),
    ),
    _element("notes", _many(_ref("note"), least=1)),
    _element(
        "note", _attribute("category", optional=True),
        _attribute("appliesTo", _one_of("source", "target"), optional=True), "<text/>",
    ),
    _element("originalData", _many(_ref("data"), least=1)),
    _element("data", _attribute("id", _TOKEN), "<text/>"),
    _element(
        "segment",
        _attribute("state", _one_of("initial", "translated", "reviewed", "final"), optional=True),
        _attribute("subState", _PREFIXED, optional=True), _ref("source"), _maybe(_ref("target")),
    ),
    _element("source", _INLINE_2),
    _element("target", _INLINE_2),
    _element(
        "ph", _attribute("id", _TOKEN), _attribute("equiv", optional=True),
        _attribute("disp", optional=True), _attribute("dataRef", _TOKEN, optional=True),
    ),
    _element(
        "pc", _attribute("id", _TOKEN), _attribute("dataRefStart", _TOKEN, optional=True),
        _attribute("dataRefEnd", _TOKEN, optional=True), _attribute("dispStart", optional=True),
        _attribute("dispEnd", optional=True), _INLINE_2,
    ),
)  # fmt: skip


def _grammar(namespace: str, rules: tuple[str, ...]) -> etree.RelaxNG:
    text = _GRAMMAR.format(ns=namespace, rules="".join(rules))
    return etree.RelaxNG(etree.fromstring(text))


_NS_12 = "urn:oasis:names:tc:xliff:document:1.2"
_NS_2 = "urn:oasis:names:tc:xliff:document:2.0"
_GRAMMARS = {_NS_12: _grammar(_NS_12, _RULES_12), _NS_2: _grammar(_NS_2, _RULES_2)}


def find_faults(content: bytes) -> list[str]:
    """Find what the standard does not allow in a file that we wrote."""
    root = etree.fromstring(content)
    namespace = etree.QName(root).namespace
    grammar = _GRAMMARS[namespace]
    grammar.validate(root)
    found = [f"{entry.line}: {entry.message}" for entry in grammar.error_log]
    name = "trans-unit" if namespace == _NS_12 else "unit"
    units = list(root.iter(f"{{{namespace}}}{name}"))
    found += _repeated(unit.get("id") for unit in units)
    look = _faults_of_12 if namespace == _NS_12 else _faults_of_2
    return [*found, *(fault for unit in units for fault in look(unit, f"{{{namespace}}}"))]


def _faults_of_12(unit: etree._Element, ns: str) -> Iterator[str]:
    for part in unit.iter(f"{ns}source", f"{ns}target"):
        ids = {
            name: [one.get("id") for one in part.iter(f"{ns}{name}")]
            for name in ("ph", "bpt", "ept")
        }
        yield from _repeated((*ids["ph"], *ids["bpt"]))
        if sorted(ids["bpt"]) != sorted(ids["ept"]):
            yield f"{unit.get('id')}: a beginning without its end"


def _faults_of_2(unit: etree._Element, ns: str) -> Iterator[str]:
    data = [one.get("id") for one in unit.iter(f"{ns}data")]
    yield from _repeated(data)
    for code in unit.iter(f"{ns}ph", f"{ns}pc"):
        for name in ("dataRef", "dataRefStart", "dataRefEnd"):
            if code.get(name) is not None and code.get(name) not in data:
                yield f"{code.get(name)} is no data of the unit"
    for part in unit.iter(f"{ns}source", f"{ns}target"):
        yield from _repeated(code.get("id") for code in part.iter(f"{ns}ph", f"{ns}pc"))
    for segment in unit.iter(f"{ns}segment"):
        state = segment.get("state")
        if segment.get("subState") is not None and state is None:
            yield "a subState without a state"
        if state not in (None, "initial") and segment.find(f"{ns}target") is None:
            yield f"{state} without a translation"
    yield from _other_codes(unit, ns)


def _other_codes(unit: etree._Element, ns: str) -> Iterator[str]:
    """Find codes with the id of another code of the source: the same id means the same code."""
    for segment in unit.iter(f"{ns}segment"):
        source, target = segment.find(f"{ns}source"), segment.find(f"{ns}target")
        known = {one.get("id"): one for one in source.iter(f"{ns}ph", f"{ns}pc")}
        for code in () if target is None else target.iter(f"{ns}ph", f"{ns}pc"):
            same = known.get(code.get("id"))
            if same is not None and (same.tag, dict(same.attrib)) != (code.tag, dict(code.attrib)):
                yield f"{code.get('id')} is another code in the translation"


def _repeated(ids: object) -> list[str]:
    return [f"{own} twice" for own, count in Counter(ids).items() if count > 1]
