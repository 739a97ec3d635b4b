"""Words that say a number, a share or a part of the day, in the languages most written.

Only used to let pass what is right: a language that writes “three” where the source has 3. A
language that is not here gets a question where another gets none.
"""

from __future__ import annotations

import re
from functools import lru_cache

from composer.translation.checks.large_numbers import is_large_written

# The words for 1 to 12 in their order, as regular expressions.
_WORDS: dict[str, str] = {
    "ar": r"""
        واحد\w*|أول\w*|أولى|إحدى|أحد اثن\w+|إثن\w+|ثان\w*|\w{2,}(?:ين|ان) ثلاث\w*|ثالث\w*
        أربع\w*|رابع\w* خمس\w*|خامس\w* ست\w*|سادس\w* سبع\w*|سابع\w* ثمان\w*|ثامن\w*
        تسع\w*|تاسع\w* عشر\w*|عاشر\w* أحد\sعشر|إحدى\sعشرة اثن\w+\sعشر\w*
        """,
    "cs": r"""
        jed\w+|prvn\w+ dv\w+|druh\w+ tř\w+ čtyř\w*|čtvrt\w* pět\w*|pát\w+ šest\w* sedm\w* osm\w*
        devět\w*|devát\w+ deset\w*|desát\w+ jedenáct\w* dvanáct\w*
        """,
    "de": r"""
        ein(?:e[mnrs]?|s|mal)?|erste[mnrs]?|je zwei\w*|beide[mnrs]?
        drei(?:er|en|mal)?|dritte[mnrs]? vier(?:er|en|mal|te[mnrs]?)?|Viertel\w*
        fünf(?:te[mnrs]?|mal)? sechs(?:te[mnrs]?)? sieben|siebte[mnrs]? acht(?:e[mnrs]?)?
        neun(?:te[mnrs]?)? zehn(?:te[mnrs]?)? elf(?:te[mnrs]?)? zwölf(?:te[mnrs]?)?|Mittag\w*
        """,
    "en": r"""
        one|first|once|an?|single|each|every|per|the
        two|second|twice|both|pair|double|half|fortnight three|third|triple|thrice|quarter\w*
        four(?:th)?|quarter\w* five|fifth six(?:th)?|half[\s-]year\w*|semi-?annual\w*
        seven(?:th)?|week\w* eight(?:h)? nine|ninth ten(?:th)? eleven(?:th)?
        twelve|twelfth|dozen|noon|midday|year\w*|annual\w*
        """,
    "es": r"""
        un[oa]?s?|primer\w*|cada dos|segund\w+|ambos|ambas tres|tercer\w* cuatro|cuart\w+
        cinco|quint\w+ seis|sext\w+ siete|séptim\w+ ocho|octav\w+ nueve|noven\w+ diez|décim\w+
        once doce|mediodía
        """,
    "fa": r"""
        یک|یکم|یکی|اول|اولین|نخست\w*|هر دو|دوم|دومین|هردو سه|سوم|سومین چهار|چهارم\w*|ربع
        پنج|پنجم\w* شش|ششم\w* هفت|هفتم\w*|هفته\w* هشت|هشتم\w* نه|نهم\w* ده|دهم\w* یازده\w*
        دوازده\w*|ظهر
        """,
    "fr": r"""
        une?|premi[eè]re?s?|chaque deux(?:ième)?|second\w* trois(?:ième)? quatre|quatrième
        cinq(?:uième)? six(?:ième)? sept(?:ième)? huit(?:ième)? neuf|neuvième dix(?:ième)?
        onze|onzième douze|douzième|midi
        """,
    "he": r"""
        אחד|אחת|ראשונ?ה?|ראשון|פעם שני|שתי|שניי?ם|שתיי?ם|שניי?ה|שתי|\w{2,}יים
        שלוש[הת]?|שלישי\w* ארבע[הת]?|רביעי\w*|רבע חמש|חמיש[הת]|חמישי\w* שי?ש[הת]?|שי?שי\w*
        שבע[הת]?|שביעי\w*|שבוע\w* שמונ[הת]|שמיני\w* תשע[הת]?|תשיעי\w* עשר[הת]?|עשירי\w*
        אח[דת][\s־-]עשרה? שנ(?:י|יי)ם[\s־-]עשר|שת(?:י|יי)ם[\s־-]עשרה|צהריי?ם|תריסר
        """,
    "it": r"""
        un[oa']?|prim[oaie] due|second[oaie] tre|terz[oaie] quattro|quart[oaie]
        cinque|quint[oaie] sei|sest[oaie] sette|settim[oaie] otto|ottav[oaie] nove|non[oaie]
        dieci|decim[oaie] undici dodici|mezzogiorno
        """,
    "ja": r"""
        一|ひと|壱|初 二|ふた|両 三 四 五 六 七 八 九 十 十一 十二|正午
        """,
    "ko": r"""
        하나|한|첫 두|둘|양 세|셋|삼 네|넷 다섯 여섯 일곱 여덟 아홉 열|십 열한|십일 열두|십이|정오
        """,
    "nl": r"""
        een|één|eerste twee\w*|beide drie|derde vier(?:de)? vijf(?:de)? zes(?:de)? zeven(?:de)?
        acht(?:ste)? negen(?:de)? tien(?:de)? elf(?:de)? twaalf(?:de)?
        """,
    "pl": r"""
        jed\w+|pierwsz\w+ dw\w+|drug\w+|oba|obie|obu trz\w+|troje czter\w+|czwart\w+
        pię\w+|piąt\w+ sześ\w+|szóst\w+ siedm\w+|siedem|siódm\w+ osiem|ośmi\w*|ósm\w+
        dziewię\w+|dziewiąt\w+ dziesię\w+|dziesiąt\w+ jedena\w+ dwana\w+|połud\w+
        """,
    "pt": r"""
        uma?|primeir\w+|cada dois|duas|segund\w+|ambos|ambas três|terceir\w+ quatro|quart\w+
        cinco|quint\w+ seis|sext\w+ sete|sétim\w+ oito|oitav\w+ nove|non\w dez|décim\w+ onze
        doze|meio-dia
        """,
    "ru": r"""
        од[ин]\w*|перв\w+|раз дв\w+|втор\w+|оба|обе|обо\w+ тр[иеё]\w*|трет\w+
        четыр\w+|четв[её]р\w+ пят\w+ шест\w+ сем[ьи]\w*|седьм\w+ вос[еь]м\w+ девят\w+ десят\w+
        одиннадцат\w+ двенадцат\w+|полдень|полудн\w+
        """,
    "tr": r"""
        bir\w*|ilk|tek iki\w*|çift üç\w* dör[td]\w*|çeyre\w* beş\w* altı\w* yedi\w*|hafta\w*
        sekiz\w* dokuz\w* on(?:uncu\w*|ar)? on\sbir\w* on\siki\w*|öğle\w*
        """,
    "uk": r"""
        од[ин]\w*|перш\w+ дв\w+|друг\w+ тр[иьо]\w*|трет\w+ чотир\w+|четвер\w+ п[’'ʼ]ят\w+
        шіст\w+|шост\w+ сім\w*|сьом\w+ вісім\w*|восьм\w+ дев[’'ʼ]ят\w+ десят\w+ одинадцят\w+
        дванадцят\w+
        """,
    "zh": r"""
        一|首|每 二|两|兩|双 三 四 五 六 七 八 九 十 十一 十二|中午
        """,
}
_UNSPACED = frozenset({"ja", "ko", "zh"})
_NOT_ROMAN = frozenset({"ar", "en"})
_ROMAN = ("I", "II", "III", "IV", "V", "VI", "VII", "VIII", "IX", "X", "XI", "XII")
_ONE_AND_A_HALF: dict[str, str] = {
    "cs": r"půldruh\w+",
    "de": r"anderthalb\w*|eineinhalb\w*",
    "en": r"one and a half",
    "nl": r"anderhalve?",
    "pl": r"półtor\w+",
    "ru": r"полтор\w+|полутор\w+",
    "uk": r"півтор\w+",
}
# Words for what is more than twelve, without saying which.
_LARGE: dict[str, str] = {
    "de": r"""\w*(?:zwan|vier|fünf|sech|sieb|acht|neun)zig\w*|\w*(?:dreißig|zehn|hundert|tausend)\w*
        |rund\sum\sdie\sUhr""",
    "ar": r"""\w*(?:عشر|ثلاث|أربع|خمس|ست|سبع|ثمان|تسع)(?:ون|ين)|\w*م[ئا]ئ?ة|\w*ألف\w*|آلاف
        |منتصف\sالليل""",
    "en": r"""(?:thir|four|fif|six|seven|eigh|nine)teen(?:th)?|hundreds?|thousands?|dozens?|midnight
        |(?:twen|thir|for|fif|six|seven|eigh|nine)t(?:y|ieth)(?:-\w+)?|day\sand\snight
        |round[\s-]the[\s-]clock""",
    "fa": r"""سیزده\w*|(?:چهار|پانز|شانز|هف|هج|نوز)ده\w*|بیست\w*|سی|چهل|پنجاه|شصت|هفتاد|هشتاد|نود
        |\w*صد|هزار\w*|شبانه\W?روز\w*|نیمه\W?شب""",
    "es": r"""veint\w*|(?:trei|cuare|cincue|sese|sete|oche|nove)nta|cien|\w*cient[oa]s|mil
        |medianoche""",
    "fr": r"""(?:trei|quator|quin|sei)ze|(?:quatre-)?vingts?|(?:tr|quar|cinqu|soix)[ae]nte|cents?
        |mille|minuit""",
    "it": r"""venti|trenta|(?:quar|cinqu|sess|sett|ott|nov)anta|cento|\w*mila|mille|mezzanotte""",
    "nl": r"""(?:der|veer|vijf|zes|zeven|acht|negen)tien|\w*honderd|\w*duizend
        |(?:twin|der|veer|vijf|zes|zeven|tach|negen)tig""",
    "pl": r"""\w*(?:naście|dzieścia|dziesiąt|nastu|dziestu)|sto|stu|dwieście|trzysta|czterysta
        |\w+ćset|tysi\w+""",
    "pt": r"""vinte|(?:tri|quare|cinque|sesse|sete|oite|nove)nta|cem|\w*cent[oa]s|mil|meia-noite""",
    "ru": r"""\w+надцат[ьи]|двадцат[ьи]|тридцат[ьи]|сорок|\w+десят|сто|ста|двести|триста|\w+сот
        |тысяч\w*|полночь|полуноч\w+""",
}
_PERCENT: dict[str, str] = {
    "ar": r"في المئة|في المائة|بالمئة|بالمائة",
    "cs": r"procent\w*",
    "da": r"procent",
    "de": r"Prozent\w*",
    "el": r"τοις εκατό",
    "en": r"per ?cent\w*",
    "es": r"por ciento",
    "fa": r"درصد",
    "fi": r"prosent\w*",
    "fr": r"pour cent",
    "he": r"אחוז\w*",
    "hi": r"प्रतिशत",
    "hu": r"százalék\w*",
    "it": r"per cento",
    "ja": r"パーセント",
    "ko": r"퍼센트|프로",
    "nb": r"prosent",
    "nl": r"procent",
    "no": r"prosent",
    "pl": r"procent\w*|proc\.",
    "pt": r"por cento",
    "ro": r"la sută|procent\w*",
    "ru": r"процент\w*",
    "sv": r"procent\w*",
    "tr": r"yüzde",
    "uk": r"відсот\w+|процент\w*",
    "zh": r"百分",
}
# Words that put an hour into the second or the first half of the day.
_AFTERNOON: dict[str, str] = {
    "ar": r"م(?!\w)|مساء\w*|عصر\w*|ظهر\w*|ليل\w*",
    "de": r"nachmittags|abends",
    "es": r"de la tarde|de la noche",
    "fa": r"بعد\W?از\W?ظهر|عصر|شب",
    "fr": r"du soir|de l[’']après-midi",
    "it": r"del pomeriggio|di sera",
    "ja": r"午後",
    "ko": r"오후",
    "pl": r"po południu|wieczorem|wieczór",
    "pt": r"da tarde|da noite",
    "ru": r"дня|вечера",
    "uk": r"дня|вечора",
    "zh": r"下午|晚上",
}
_MORNING: dict[str, str] = {
    "ar": r"ص(?!\w)|صباح\w*",
    "de": r"morgens|früh|vormittags|nachts",
    "es": r"de la mañana|de la madrugada",
    "fa": r"صبح|بامداد",
    "fr": r"du matin",
    "it": r"del mattino|di mattina",
    "ja": r"午前",
    "ko": r"오전",
    "pl": r"rano|w nocy",
    "pt": r"da manhã|da madrugada",
    "ru": r"утра|ночи",
    "uk": r"ранку|ночі",
    "zh": r"上午|早上|凌晨",
}


def is_written_out(value: str, words: str, language: str) -> bool:
    """Tell whether a whole number stands in a text as a word, a small or a round one.

    >>> is_written_out("3", "in drei Tagen", "de"), is_written_out("3", "dreißig Tage", "de")
    (True, False)
    """
    pattern = _pattern(value, language)
    if pattern is not None and pattern.search(words):
        return True
    return is_large_written(value, words, language)


def is_one_and_a_half(value: str, words: str, language: str) -> bool:
    """Tell whether a value is 1.5 and a text has the language's one word for it.

    >>> is_one_and_a_half("1.5", "anderthalb Stunden", "de")
    True
    """
    if value != "1.5" or language not in _ONE_AND_A_HALF:
        return False
    return _compiled(rf"(?<!\w)(?:{_ONE_AND_A_HALF[language]})(?!\w)").search(words) is not None


def may_say(value: str, words: str, language: str) -> bool:
    """Tell whether a text may say a number in words: a small one itself, a large one somehow.

    >>> may_say("90", "Ninety clouds", "en"), may_say("90", "Many clouds", "en")
    (True, False)
    """
    if is_small(value):
        return is_written_out(value, words, language)
    if is_large_written(value, words, language):
        return True
    if language not in _LARGE:
        return False
    return _compiled(rf"(?x)(?<!\w)(?:{_LARGE[language]})(?!\w)").search(words) is not None


def is_small(value: str) -> bool:
    """Tell whether a value is one that languages like to write out."""
    return len(value) < 3 and value.isdigit() and int(value) <= 12


def percent_words(language: str) -> re.Pattern[str] | None:
    """Give what finds the words for percent, or None where they are not known."""
    return _compiled(_PERCENT[language]) if language in _PERCENT else None


def day_halves(language: str) -> tuple[re.Pattern[str], re.Pattern[str]] | None:
    """Give what finds words for the first and the second half of the day, beside a time."""
    if language not in _MORNING:
        return None
    return _compiled(_MORNING[language]), _compiled(_AFTERNOON[language])


@lru_cache(maxsize=512)
def _pattern(value: str, language: str) -> re.Pattern[str] | None:
    if language not in _WORDS or not is_small(value) or value == "0":
        return None
    words = _WORDS[language].split()[int(value) - 1]
    if language in _UNSPACED:
        return re.compile(words)
    if language not in _NOT_ROMAN:  # capitals alone: “III kwartał”, „XII wiek”
        words += f"|(?-i:{_ROMAN[int(value) - 1]})"
    prefix = "(?:و|ب|ل|ال|وال|بال|لل|ك|ف)?" if language == "ar" else ""
    prefix = "[ובלהמשכ]{0,2}" if language == "he" else prefix
    return re.compile(rf"(?<!\w){prefix}(?:{words})(?!\w)", re.IGNORECASE)


@lru_cache(maxsize=128)
def _compiled(words: str) -> re.Pattern[str]:
    return re.compile(words, re.IGNORECASE)
