"""The program's own words: every sentence is marked, whole, in every catalogue, with its places."""

from __future__ import annotations

import ast
import gettext
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from string import Formatter

import pytest
from babel.messages.catalog import Catalog, Message

from composer import i18n
from tests.words import (
    PLURALS,
    ROOT,
    TEMPLATE,
    extract,
    key,
    languages,
    messages,
    po_file,
    read_catalogue,
    targets,
    untranslated,
)

RENEW = "run `python3 dev.py words`, translate what it lists, and run it again"
MARKERS = {"_": 1, "N_": 1, "ngettext": 2}
SETTERS = {
    "setText", "setToolTip", "setWindowTitle", "setAccessibleName", "setAccessibleDescription",
    "setPlaceholderText", "addAction", "addTab", "addMenu", "set_primary", "set_secondary",
    "show_text", "say", "announce",
}  # fmt: skip
MAKERS = {
    "label": 0,
    "button": 0,
    "Button": 0,
    "ElidedLabel": 0,
    "icon_button": 1,
    "QLabel": 0,
    "QPushButton": 0,
    "QCheckBox": 0,
    "QRadioButton": 0,
    "QAction": 0,
}
WORD = re.compile(r"[^\W\d_]{2}")
BRAND = {"Composer"}
SAMPLE = re.compile(r"https://|#[0-9A-F]{6}$")  # a link or a colour: the same in every language

each_language = pytest.mark.parametrize("tag", languages())


@cache
def trees() -> dict[Path, ast.Module]:
    return {
        path: ast.parse(path.read_text(encoding="utf-8"))
        for path in sorted((ROOT / "composer").rglob("*.py"))
    }


@cache
def sentences() -> Catalog:
    return extract()


def places(sentence: str) -> set[str]:
    return {
        name for _text, name, _spec, _conversion in Formatter().parse(sentence) if name is not None
    }


def where(path: Path, node: ast.expr) -> str:
    return f"{path.relative_to(ROOT)}:{node.lineno}: {ast.unparse(node)[:80]}"


def calls(tree: ast.AST) -> Iterator[tuple[str, ast.Call]]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            match node.func:
                case ast.Attribute(attr=name) | ast.Name(id=name):
                    yield name, node


def test_the_template_holds_every_sentence_of_the_program():
    found = {key(message) for message in messages(sentences())}
    held = {key(message) for message in messages(read_catalogue(TEMPLATE))}
    assert held == found, RENEW


@each_language
def test_a_catalogue_has_every_sentence_and_every_one_is_translated(tag):
    found = {key(message) for message in messages(sentences())}
    catalogue = read_catalogue(po_file(tag), tag)
    assert {key(message) for message in messages(catalogue)} == found, RENEW
    assert not untranslated(catalogue), RENEW
    assert not [key(message) for message in messages(catalogue) if message.fuzzy]


@each_language
def test_what_the_program_reads_is_what_the_translator_wrote(tag):
    compiled = po_file(tag).with_suffix(".mo")
    with compiled.open("rb") as file:
        read = gettext.GNUTranslations(file)
    for message in messages(read_catalogue(po_file(tag), tag)):
        first, *_plural = key(message)
        if not all(targets(message)):
            continue
        if isinstance(message.id, str):
            assert read.gettext(first) == message.string, RENEW
        else:
            kept = tuple(read._catalog[first, form] for form in range(len(targets(message))))
            assert kept == targets(message), RENEW


@each_language
def test_a_translation_has_the_places_of_its_source(tag):
    wrong = [
        key(message) for message in messages(read_catalogue(po_file(tag), tag)) if not fits(message)
    ]
    assert not wrong


def fits(message: Message) -> bool:
    """Tell whether a translation, if there is one, has the places of its source.

    A form that stands for one number only may say it as a word; no form knows another place.
    """
    if not any(targets(message)):
        return True
    source = places(key(message)[-1])
    if isinstance(message.id, str):
        return places(targets(message)[0]) == source
    missing = [source - places(form) for form in targets(message)]
    known = all(places(form) <= source for form in targets(message))
    may_lack = MAY_LACK.get(len(missing), {})
    return known and all(len(names) <= may_lack.get(at, 0) for at, names in enumerate(missing))


MAY_LACK = {6: {0: 9, 1: 1, 2: 1}, 2: {0: 1}}
"""How many places a form may lack that stands for one number only, by how many forms there are:
in Arabic those for none (which has nothing to say), one and two, in German the one for one."""


def test_the_window_speaks_six_languages():
    assert languages() == ("ar", "de", "es", "fr", "ja")
    assert i18n.languages() == ("en", "ar", "de", "es", "fr", "ja")


@each_language
def test_every_plural_has_the_forms_of_its_language(tag):
    forms = int(re.match(r"nplurals=(\d)", PLURALS[tag])[1])
    counted = [m for m in messages(read_catalogue(po_file(tag), tag)) if not isinstance(m.id, str)]
    assert counted
    assert {len(targets(message)) for message in counted} == {forms}


def test_french_counts_nobody_with_the_form_for_one():
    """Its first form stands for none and one: it has to hold the number."""
    catalogue = read_catalogue(po_file("fr"), "fr")
    wrong = [
        key(message)
        for message in messages(catalogue)
        if not isinstance(message.id, str)
        and {"count", "n"} & (places(targets(message)[1]) - places(targets(message)[0]))
    ]
    assert not wrong


def test_every_arabic_plural_has_its_six_forms():
    catalogue = read_catalogue(po_file("ar"), "ar")
    counted = [message for message in messages(catalogue) if not isinstance(message.id, str)]
    assert counted
    assert not [
        key(message)
        for message in counted
        if any(targets(message)) and len([form for form in targets(message) if form]) != 6
    ]
    with po_file("ar").with_suffix(".mo").open("rb") as file:
        words = gettext.GNUTranslations(file)
    said = {
        words.ngettext("{count} person", "{count} people", count) for count in (0, 1, 2, 3, 11, 100)
    }
    assert len(said) == 6
    for alike in ((3, 10, 103, 2_010), (11, 99, 111, 2_026), (100, 101, 102, 2_000)):
        assert (
            len({words.ngettext("{count} person", "{count} people", count) for count in alike}) == 1
        )


def test_no_source_sentence_has_a_place_without_a_name():
    bare = [
        key(message)
        for message in messages(sentences())
        if any(not name for text in key(message) for name in places(text))
    ]
    assert not bare


def test_only_whole_sentences_are_marked():
    """An f-string or a sum is another sentence for each value: no catalogue can hold it."""
    wrong = [
        where(path, sentence)
        for path, tree in trees().items()
        for name, call in calls(tree)
        if name in MARKERS
        for sentence in call.args[: MARKERS[name]]
        if not is_whole(sentence)
    ]
    assert not wrong


def is_whole(node: ast.expr) -> bool:
    """Tell whether this is one literal, or a name under which a marked one is kept."""
    match node:
        case ast.Constant() | ast.Name() | ast.Attribute() | ast.Subscript():
            return True
        case ast.Call(func=ast.Attribute(attr="get")):
            return True
        case ast.IfExp(body=ast.Name(), orelse=ast.Name()):
            return True
        case _:
            return False


@pytest.mark.parametrize(
    "source",
    [
        '_(f"{n} people")',
        '_("a" + b)',
        '_("a" if b else "c")',
        '_("{n}".format(n=1))',
        '_("%d" % n)',
    ],
)
def test_sentences_made_of_parts_are_found(source):
    ((_name, call),) = [found for found in calls(ast.parse(source)) if found[0] == "_"]
    assert not is_whole(call.args[0])


def test_no_sentence_is_translated_before_the_language_is_known():
    """At import there is no language yet: tables mark with N_, and translate when shown."""
    wrong = [
        where(path, call)
        for path, tree in trees().items()
        for call in at_import(tree)
        if call_name(call) in {"_", "ngettext"}
    ]
    assert not wrong


def at_import(node: ast.AST) -> Iterator[ast.Call]:
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.FunctionDef | ast.AsyncFunctionDef | ast.Lambda):
            for default in (*child.args.defaults, *child.args.kw_defaults):
                if default is not None:
                    yield from (found for found in ast.walk(default) if isinstance(found, ast.Call))
            continue
        if isinstance(child, ast.Call):
            yield child
        yield from at_import(child)


def test_no_sentence_hides_inside_another_string():
    """The gatherer of sentences cannot look into f-strings: what only stands there stays English."""
    gathered = {key(message)[0] for message in messages(sentences())}
    wrong = [
        where(path, call)
        for path, tree in trees().items()
        for joined in ast.walk(tree)
        if isinstance(joined, ast.JoinedStr)
        for call in ast.walk(joined)
        if isinstance(call, ast.Call) and call_name(call) in MARKERS
        if isinstance(call.args[0], ast.Constant) and call.args[0].value not in gathered
    ]
    assert not wrong


def call_name(call: ast.Call) -> str:
    return call.func.id if isinstance(call.func, ast.Name) else ""


def test_the_window_shows_no_bare_words():
    wrong = [
        where(path, call)
        for path, tree in trees().items()
        if "gui" in path.parts
        for name, call in calls(tree)
        if name in SETTERS or name in MAKERS
        for shown in call.args[MAKERS.get(name, 0) :]
        if bare_words(shown)
    ]
    assert not wrong


def bare_words(node: ast.expr) -> bool:
    """Tell whether a literal with words in it would be shown as it stands."""
    match node:
        case ast.Constant(value=str(text)):
            return bool(WORD.search(text)) and text not in BRAND and not SAMPLE.match(text)
        case ast.JoinedStr(values=parts):
            return any(bare_words(part) for part in parts if isinstance(part, ast.Constant))
        case ast.IfExp(body=one, orelse=other):
            return bare_words(one) or bare_words(other)
        case ast.BinOp(left=one, right=other):
            return bare_words(one) or bare_words(other)
        case _:
            return False


@pytest.mark.parametrize(
    "source",
    [
        'w.setText("Send now")',
        'label("Send now")',
        'w.setToolTip(f"{n} people")',
        'w.setText("Yes" if a else "")',
        'icon_button("x", "Close it")',
    ],
)
def test_bare_words_are_found(source):
    (name, call), *_inner = calls(ast.parse(source))
    assert name in SETTERS or name in MAKERS
    assert any(bare_words(shown) for shown in call.args[MAKERS.get(name, 0) :])
