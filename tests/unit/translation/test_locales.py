import pytest

from composer.model.locale_tags import canonical
from composer.translation.locales import direction, resolve_locale

AVAILABLE = ["de", "zh-Hant", "zh-CN", "pt-BR", "sr", "he", "nb"]


@pytest.mark.parametrize(
    ("wish", "found"),
    [
        ("", "en"), ("  ", "en"), ("en", "en"), ("en-GB", "en"), ("de", "de"), ("de-AT", "de"),
        ("DE_ch", "de"), ("zh-TW", "zh-Hant"), ("zh-HK", "zh-Hant"), ("zh", "zh-CN"),
        ("zh-Hans", "zh-CN"), ("pt", "pt-BR"), ("pt-PT", None), ("sr-Cyrl-RS", "sr"),
        ("sr-Latn", None), ("iw", "he"), ("ja", None), ("english", None), ("x", None),
        ("de-DE-u-co-phonebk", "de"), ("zh-cmn-Hans-CN", "zh-CN"), ("zh-yue-HK", None),
        ("no", "nb"), ("nb-NO", "nb"), ("nn", None), ("uk", None), ("zh-Hant-HK", "zh-Hant"),
    ],
)  # fmt: skip
def test_a_wish_finds_its_catalogue_but_never_another_script(wish, found):
    assert resolve_locale(wish, available=AVAILABLE, fallback={}, source="en") == found


def test_stated_fallbacks_are_followed_in_chains_and_never_for_ever():
    fallback = {"gsw": "fr", "fr": "de", "ja": "ko", "ko": "ja"}

    def resolve(wish):
        return resolve_locale(wish, available=["de"], fallback=fallback, source="en")

    assert resolve("gsw") == "de"
    assert resolve("fr-CA") == "de"
    assert resolve("ja") is None
    assert resolve("it") is None


def test_a_catalogue_counts_before_a_fallback():
    found = resolve_locale("fr", available=["fr"], fallback={"fr": "en"}, source="en")
    assert found == "fr"


@pytest.mark.parametrize(
    ("tag", "spelt"),
    [
        ("zh_hant_tw", "zh-Hant-TW"), ("DE-at", "de-AT"), ("es-419", "es-419"), ("iw", "he"),
        ("en-US-u-hc-h12-ca-buddhist", "en-US"), ("de-t-en-u-co-eor", "de"), ("de-u", None),
        ("zh-yue-HK", "yue-HK"), ("zh-cmn-Hant", "zh-Hant"), ("no-NO", "nb-NO"), ("de-x-y", None),
        ("ca-valencia", "ca-valencia"), ("xx", None), ("deutsch", None), ("de-XX9", None),
        ("en US", None), ("", None), ("de-" + "a" * 100, None), ("ｄｅ", None), ("und", None),
    ],
)  # fmt: skip
def test_tags_have_one_spelling_or_none(tag, spelt):
    assert canonical(tag) == spelt


def test_direction_follows_the_script():
    assert [direction(tag) for tag in ("ar", "he", "fa-IR", "az-Arab", "ur")] == ["rtl"] * 5
    assert [direction(tag) for tag in ("en", "ja", "az", "zh-Hant", "de-AT")] == ["ltr"] * 5
