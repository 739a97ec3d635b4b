from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from composer.model.message import Catalogue, CatalogueEntry
from composer.model.translation import UnitState
from composer.translation.catalogue import entry_in_state, entry_state, read_po, write_po
from composer.translation.evolving import evolve_po, match_units
from composer.translation.po_file import edit_po
from composer.translation.units import Unit, UnitKind

PRICES = "The prices for parcels rise by two per cent on 1 March."
HELP = "Our team is there for you from Monday to Friday."


def units(*sources, kind=UnitKind.PARAGRAPH):
    return [Unit(source=text, kind=kind, index=index) for index, text in enumerate(sources)]


def german(*rows):
    return write_po(Catalogue(locale="de", entries=tuple(
        CatalogueEntry(source=source, target=target) for source, target in rows
    )))  # fmt: skip


def entries(content):
    return read_po(content, locale="de", file="de.po").entries


def evolve(content, old, new):
    return evolve_po(
        content,
        entries(content),
        matched=match_units(units(*old), units(*new)),
        in_use={*new},
    )


def state(content, source):
    found = {entry.source: entry for entry in entries(content)}
    return entry_state(found.get(source)).value


def test_a_changed_text_takes_the_translation_along_as_open_work():
    before = german((PRICES, "Preise"), (HELP, "Hilfe"))
    other = PRICES.replace("two", "three")
    after = evolve(before, [PRICES, HELP], [other, HELP])
    assert [(state(after, text), text) for text in (other, HELP)] == [
        ("needs_work", other),
        ("reviewed", HELP),
    ]
    [copy] = [entry for entry in entries(after) if entry.source == other]
    assert (copy.target, copy.previous) == ("Preise", PRICES)


def test_a_change_that_is_undone_gives_the_very_file_again():
    before = b"# by hand\r\n" + german((PRICES, "Preise"), (HELP, "Hilfe")).replace(b"\n", b"\r\n")
    steps = [PRICES.replace("two", word) for word in ("t", "th", "three", "three hundred")]
    contents = [before]
    for former, step in zip([PRICES, *steps], steps, strict=False):
        contents.append(evolve(contents[-1], [former, HELP], [step, HELP]))
    assert {entry.previous for entry in entries(contents[-1]) if entry.fuzzy} == {PRICES}
    assert len(entries(contents[-1])) == 3
    for step, content in zip([*steps[:-1][::-1], PRICES], contents[:-1][::-1], strict=True):
        assert evolve(contents[-1], [steps[-1], HELP], [step, HELP]) == content


def test_what_is_moved_or_added_leaves_the_file_alone():
    before = german((PRICES, "Preise"), (HELP, "Hilfe"))
    assert evolve(before, [PRICES, HELP], [HELP, PRICES]) == before
    assert evolve(before, [PRICES, HELP], [PRICES, "Something else entirely.", HELP]) == before
    assert evolve(before, [PRICES, HELP], [HELP]) == before
    assert evolve(before, [HELP], [HELP, PRICES]) == before


def test_what_was_moved_and_changed_at_once_is_found():
    other = PRICES.replace("two", "three")
    assert match_units(units(PRICES, HELP), units(HELP, other)) == {other: PRICES}


def test_of_a_text_that_is_split_or_joined_one_part_gets_the_translation():
    first, second = "The prices for parcels rise by two per cent", "on 1 March."
    assert match_units(units(PRICES), units(first, second)) == {first: PRICES}
    assert match_units(units(first, second), units(PRICES)) == {PRICES: first}
    twins = units(f"{PRICES}!", f"{PRICES}?")
    assert len(match_units(units(PRICES), twins)) == 1


def test_another_text_or_another_kind_of_text_gets_nothing():
    assert match_units(units(PRICES), units(HELP)) == {}
    assert match_units(units(PRICES), units(f"{PRICES}!", kind=UnitKind.HEADING)) == {}


def test_a_paragraph_may_be_made_an_item_of_a_list_and_be_changed_at_once():
    item = units(f"{PRICES}!", kind=UnitKind.LIST_ITEM)
    assert match_units(units(PRICES), item) == {f"{PRICES}!": PRICES}
    assert match_units(item, units(PRICES)) == {PRICES: f"{PRICES}!"}


def test_texts_without_spaces_between_words_are_compared_by_their_signs():
    former, changed = "荷物の料金は三月一日から上がります。", "荷物の料金は四月一日から上がります。"
    assert match_units(units(former), units(changed)) == {changed: former}
    assert match_units(units(former), units("ご不明な点はお問い合わせください。")) == {}


def test_work_on_a_changed_text_stays_when_the_change_is_undone():
    other = PRICES.replace("two", "three")
    content = evolve(german((PRICES, "Preise")), [PRICES], [other])
    [copy] = [entry for entry in entries(content) if entry.source == other]
    done = CatalogueEntry(source=other, target="Preise 3", previous=copy.previous)
    content = edit_po(content, [entry_in_state(done, UnitState.DRAFT)])
    undone = evolve(content, [other], [PRICES])
    assert (state(undone, PRICES), state(undone, other)) == ("reviewed", "draft")
    third = PRICES.replace("two", "four")
    [copy] = [
        entry for entry in entries(evolve(content, [other], [third])) if entry.source == third
    ]
    assert (copy.target, copy.previous, entry_state(copy)) == ("Preise 3", other, UnitState.NEEDS_WORK)  # fmt: skip


def test_work_that_was_sent_back_keeps_its_former_text_and_is_no_mere_copy():
    other, third = (PRICES.replace("two", word) for word in ("three", "four"))
    content = evolve(german((PRICES, "Preise")), [PRICES], [other])
    [copy] = [entry for entry in entries(content) if entry.source == other]
    done = replace(copy, target="Preise 3")
    content = edit_po(content, [entry_in_state(done, UnitState.NEEDS_WORK)])
    for text in (PRICES, third):
        left = {entry.source: entry for entry in entries(evolve(content, [other], [text]))}
        assert (left[other].target, left[other].previous) == ("Preise 3", PRICES)
        assert text == PRICES or (left[text].target, left[text].previous) == ("Preise 3", other)


def test_one_of_two_equal_texts_that_is_changed_takes_the_translation_along():
    other = PRICES.replace("two", "three")
    twice = [replace(units(PRICES)[0], times=2), *units(HELP)]
    assert match_units(twice, units(PRICES, HELP, other)) == {other: PRICES}
    assert match_units(units(PRICES, HELP), units(PRICES, HELP, other)) == {}
    before = german((PRICES, "Preise"), (HELP, "Hilfe"))
    changed = evolve_po(
        before, entries(before), matched={other: PRICES}, in_use={PRICES, HELP, other}
    )
    assert (state(changed, PRICES), state(changed, other)) == ("reviewed", "needs_work")
    assert evolve(changed, [PRICES, HELP, other], [PRICES, HELP]) == before


def test_a_translation_of_the_new_text_that_is_there_already_wins():
    other = PRICES.replace("two", "three")
    before = german((PRICES, "zwei"), (other, "drei"))
    assert evolve(before, [PRICES], [other]) == before


WORDS = st.lists(st.sampled_from(["we", "ask", "two", "dates", "rise", "now"]), min_size=1, max_size=5)  # fmt: skip
TEXTS = st.lists(WORDS.map(" ".join), min_size=1, max_size=4, unique=True)


@given(st.lists(TEXTS, min_size=2, max_size=5))
def test_whatever_is_typed_undoing_all_of_it_gives_the_first_file(versions):
    first = versions[0]
    before = content = german(*((text, f"T {text}") for text in first))
    for former, text in zip(versions, [*versions[1:], first], strict=True):
        content = evolve(content, former, text)
        matched = match_units(units(*former), units(*text))
        assert len(matched) == len({*matched.values()})
    assert content == before
