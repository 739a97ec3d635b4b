"""The language of the program's words: found by its tag, switched at run time, values isolated."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from composer import i18n
from composer.findings import finding
from composer.i18n import (
    _,
    is_right_to_left,
    language,
    listed,
    ngettext,
    place,
    use_language,
    words_in,
)

ROOT = Path(__file__).resolve().parents[2]


@pytest.fixture(autouse=True)
def _back_to_english(monkeypatch):
    monkeypatch.delenv("COMPOSER_LANGUAGE", raising=False)
    yield
    use_language("en")


@pytest.mark.parametrize(
    "tag", ["ar", "ar-EG", "ar_EG", "ar_EG.UTF-8", "AR", "ar-Arab-EG", "ar@calendar=gregorian"]
)
def test_every_spelling_of_arabic_finds_the_arabic_words(monkeypatch, tag):
    monkeypatch.setenv("COMPOSER_LANGUAGE", tag)
    use_language()
    assert _("Cancel") == "إلغاء"
    assert is_right_to_left()


def test_a_region_is_kept_for_dates_and_numbers():
    use_language("ar_EG.UTF-8")
    assert language() == "ar-EG"


def test_the_language_is_switched_at_run_time():
    use_language("ar")
    use_language("en-GB")
    assert (_("Cancel"), language(), is_right_to_left()) == ("Cancel", "en-GB", False)
    use_language("ar")
    assert _("Cancel") == "إلغاء"


@pytest.mark.parametrize("tag", ["he", "nl-BE", "xx", "../../ar", "-", "C.UTF-8"])
def test_a_language_without_words_is_english_in_everything(tag):
    """English words in a mirrored window, or with another language's dates, would be a mixture."""
    use_language(tag)
    assert (_("Cancel"), language(), is_right_to_left()) == ("Cancel", "en", False)


@pytest.mark.parametrize("name", ["LC_ALL", "LC_MESSAGES", "LANG"])
def test_without_a_wish_of_its_own_the_program_speaks_the_systems_language(monkeypatch, name):
    for other in ("LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(other, raising=False)
    monkeypatch.setenv(name, "ar_EG.UTF-8")
    use_language()
    assert language() == "ar-EG"
    monkeypatch.setenv("COMPOSER_LANGUAGE", "en")
    use_language()
    assert language() == "en"


def test_a_process_that_never_chose_a_language_asks_the_environment():
    """Workers are spawned: they import this anew, and word errors and refusals themselves."""
    ask = "from composer.i18n import _, is_right_to_left; print(ascii(_('Cancel')), is_right_to_left())"
    environment = {**os.environ, "COMPOSER_LANGUAGE": "ar"}
    answer = subprocess.run(
        [sys.executable, "-c", ask],
        env=environment,
        capture_output=True,
        text=True,
        check=True,
        cwd=ROOT,
    )
    assert answer.stdout.split() == [ascii("إلغاء"), "True"]


def test_the_direction_of_any_tag_can_be_asked():
    assert [is_right_to_left(tag) for tag in ("he", "fa_IR", "ur-PK", "de", "zh-Hant")] == [
        True,
        True,
        True,
        False,
        False,
    ]


def test_values_that_could_disturb_the_order_are_isolated():
    assert place("{done} of {total}", done=4, total=5) == "4 of 5"
    assert place("{name}: {count}", name="שלום", count=3) == "\u2068שלום\u2069: 3"
    assert place("{name}: {count}", name="a\u202eb", count=3) == "\u2068a\u202eb\u2069: 3"
    assert place("{name}", name="Zoë 山田 €") == "Zoë 山田 €"
    assert listed(["a", "b"]) == "a, b"
    use_language("ar")
    assert place(_("{done} of {total}"), done=4, total=5) == "\u20684\u2069 من \u20685\u2069"
    # Nothing outside the isolates has a direction: the line says it, or it begins on the left.
    assert listed(["أ", "ب"]) == "أ، ب"
    assert place("{day} ({zone})", day="اليوم", zone=1) == "\u200f\u2068اليوم\u2069 (\u20681\u2069)"


def test_numbers_that_count_are_written_as_the_language_does():
    assert [i18n.grouped(count) for count in (7, 1_204, -12_000)] == ["7", "1,204", "-12,000"]
    found = finding("audience.wrong_count", where={"row": 2_000}, expected=2_000, count=46_120)
    assert "46,120" in found.text
    use_language("ar-EG")
    assert i18n.grouped(1_204) == "1,204"  # digits as the rest of the window writes them


@pytest.mark.parametrize(
    ("count", "said"),
    [
        (0, "لا أحد"),
        (1, "شخص واحد"),
        (2, "شخصان"),
        (3, "{count} أشخاص"),
        (11, "{count} شخصًا"),
        (100, "{count} شخص"),
    ],
)
def test_arabic_counts_in_its_six_forms(count, said):
    use_language("ar")
    assert ngettext("{count} person", "{count} people", count) == said


def test_nothing_is_translated_to_nothing():
    """gettext keeps its header under the empty sentence."""
    use_language("ar")
    assert i18n._("") == ""


@pytest.mark.parametrize(
    ("tag", "said"), [("ar-EG", "إلغاء"), ("en-GB", "Cancel"), ("nl", "Cancel"), ("xx", "Cancel")]
)
def test_words_are_had_in_a_language_that_is_not_the_windows(tag, said):
    for window in ("ar", "en"):
        use_language(window)
        assert words_in(tag, "Cancel") == said
        assert language() == window
    assert words_in(tag, "") == ""
