"""The made-up people of the example: names in several scripts, and the cases that break mailers.

Nobody here exists. A name is written as its owner writes it, with the Latin spelling that stands
in the address after a slash.
"""

from __future__ import annotations

from typing import NamedTuple


class Name(NamedTuple):
    """A name as written, and as it stands in an address."""

    written: str
    latin: str


class HardCase(NamedTuple):
    """A row made by hand; `domain` is "", "gmail", "outlook", "yahoo" or "idn"."""

    local: str
    domain: str
    locale: str
    first: str
    last: str
    company: str


def _names(text: str) -> tuple[Name, ...]:
    pairs = (word.partition("/") for word in text.split())
    return tuple(Name(written, latin or written.lower()) for written, _, latin in pairs)


FIRST_NAMES = {
    "en": _names(
        "Ada Benjamin Chloe Daniel Eleanor Frank Grace Harry Isla Jack Kate Leo Maya Noah Olivia "
        "Priya Quentin Rosa Samuel Tara Uma Victor Wendy Xavier Yasmin Zachary Siobhán/siobhan "
        "Zoë/zoe André/andre Дмитрий/dmitry Ольга/olga Νίκος/nikos Ελένη/eleni"
    ),
    "de": _names(
        "Anna Bernd Claudia Dirk Emma Felix Greta Hannes Ines Jonas Karin Lukas Mara Nils Oskar "
        "Paula Ruth Stefan Tim Ulrike Vera Walter Jörg/joerg Käthe/kaethe Günther/guenther "
        "Björn/bjoern"
    ),
    "es": _names(
        "Alba Bruno Carmen Diego Elena Felipe Gloria Hugo Isabel Jorge Lucía/lucia María/maria "
        "Nicolás/nicolas Óscar/oscar Pilar Raúl/raul Sofía/sofia Tomás/tomas Valeria Begoña/begona"
    ),
    "ja": _names(
        "さくら/sakura 陽菜/hina 蓮/ren 結衣/yui 大翔/hiroto 健太/kenta 美咲/misaki 直樹/naoki "
        "由美子/yumiko 拓也/takuya 恵/megumi 翔太/shota 真由美/mayumi 誠/makoto 愛/ai カレン/karen"
    ),
    "ar": _names(
        "أحمد/ahmad فاطمة/fatima محمد/mohammed ليلى/layla يوسف/yousef مريم/maryam خالد/khaled "
        "نور/nour عمر/omar سارة/sara حسن/hassan هدى/huda عبدالله/abdullah رنا/rana"
    ),
}

LAST_NAMES = {
    "en": _names(
        "Abbott Brown Clarke Dixon Evans Foster Green Hughes Irving Jones King Lewis Morgan Nash "
        "Owen Palmer Quinn Reid Shaw Turner Underwood Vaughan Walsh Young Okafor Nguyen Patel Kim"
    ),
    "de": _names(
        "Albrecht Becker Conrad Dietrich Engel Fischer Graf Huber Jansen Keller Lang Maurer "
        "Neumann Pfeiffer Richter Schulz Thiel Vogt Weber Zimmermann Groß/gross Müller/mueller "
        "Köhler/koehler"
    ),
    "es": _names(
        "Alonso Blanco Castro Delgado Flores García/garcia Herrera Iglesias López/lopez "
        "Martín/martin Navarro Ortega Peña/pena Ramos Serrano Torres Vega Ibáñez/ibanez Núñez/nunez"
    ),
    "ja": _names(
        "佐藤/sato 鈴木/suzuki 高橋/takahashi 田中/tanaka 渡辺/watanabe 伊藤/ito 山本/yamamoto "
        "中村/nakamura 小林/kobayashi 加藤/kato 吉田/yoshida 山田/yamada 髙﨑/takasaki"
    ),
    "ar": _names(
        "الحداد/alhaddad النجار/alnajjar الخطيب/alkhatib منصور/mansour الشامي/alshami "
        "القاسم/alqasim سليمان/suleiman العلي/alali درويش/darwish البغدادي/albaghdadi"
    ),
}

COMPANIES = (
    "Amberline Capital",
    "Brook & Vale Ltd",
    "Cedar Point Trading, LLC",
    "Dune Partners",
    "Müller, Schmidt & Söhne GmbH",
    "Estrella Inversiones, S.A.",
    "株式会社あおば商事",
    "شركة المنارة للتجارة",
    "Fjord Analytics AS",
    "Ο Φάρος Α.Ε.",
    "Graphite Markets Inc.",
    "ООО «Северный ветер»",
)

MANAGERS = (
    Name("Ingrid Solberg", "ingrid.solberg"),
    Name("Marcus Bell", "marcus.bell"),
    Name("Akiko Mori", "akiko.mori"),
    Name("Teresa Vidal", "teresa.vidal"),
    Name("Karim Nasser", "karim.nasser"),
)

HARD_CASES = (
    HardCase("o'brien", "", "en", "Siobhán", "O'Brien", "O'Brien & Daughters"),
    HardCase("d'angelo.l", "gmail", "en", "Luca", "D’Angelo", ""),
    HardCase("nina+index", "gmail", "en", "Nina", "Plus", ""),
    HardCase("x", "yahoo", "en", "Xu", "X", ""),
    HardCase("r_and-d.2", "outlook", "en", "R2", "Dash-Under_Score", "R&D <Labs>"),
    HardCase("McDonald.Ian", "", "en", "Ian", "McDonald", 'The "Quoted" Company'),
    HardCase(
        "maximiliane-alexandra.von-und-zu-hohenlohe-schillingsfuerst-1701",
        "outlook",
        "de",
        "Maximiliane-Alexandra Wilhelmine Charlotte Konstantina Theodora",
        "Freifrau von und zu Hohenlohe-Waldenburg-Schillingsfürst-Bartenstein",
        "Donaudampfschifffahrtsgesellschaftskapitänswitwenversicherungsverein auf Gegenseitigkeit, "
        "Zweigniederlassung Obere Donau, Abteilung für Index- und Terminmarktangelegenheiten",
    ),
    HardCase("juergen.gross", "", "de-AT", "Jürgen", "Groß-Öllinger", "Öl, Wein & Käse OG"),
    HardCase("lupita.nunez", "yahoo", "es-MX", "Lupita", "Núñez Ibáñez", "¿Y qué?, S.A. de C.V."),
    HardCase("taro.takahashi", "gmail", "ja", "太郎", "髙橋", "株式会社㈱テスト"),
    HardCase("hana", "", "ja", "花子", "𠮷野", ""),  # a character outside the basic plane
    HardCase("abdulrahman", "outlook", "ar", "عبد الرحمن", "آل سعود", "مؤسسة (أ) للتجارة 24/7"),
    HardCase("layla.haddad", "gmail", "ar", "لَيْلَى", "الحدّاد", ""),  # with vowel marks
    HardCase("eleni", "idn", "en", "Ελένη", "Παπαδοπούλου", "Αλφα Άλφα Α.Ε."),
    HardCase("gruesse", "idn", "de", "", "", "Grüße & Söhne KG"),
    HardCase("dmitry.ivanov", "idn", "en", "Дмитрий", "Иванов", ""),
    HardCase("zoe.nfd", "gmail", "en", "Zoe\u0308", "Combining", ""),  # written decomposed
    HardCase("kaiulani", "yahoo", "en", "Kaʻiulani", "ʻŌpūnui", ""),
    HardCase("rocket", "gmail", "en", "Lee", "Rocket", "To The Moon 🚀 Ltd"),
    HardCase(
        "equals", "outlook", "en", "Eve", "Formula", "=SUM Capital"
    ),  # a spreadsheet's formula
    HardCase("forty-one", "outlook", "en", "Plus", "Fortyone", "+41 Ventures"),
    HardCase("comma", "yahoo", "en", "Commas, Jr.", "Many, Many", "One, Two; Three | Four"),
    HardCase("single.field", "yahoo", "", "", "", ""),
    HardCase("hy.phen--double", "gmail", "es", "Ana-María", "de la O", ""),
)
