"""What checking every unit of a large campaign costs: `python -m tests.bench.translation_checks`.

200 units × 40 languages, from the texts that the tests hold to be right, with another number and
name in each, so that nothing but a source is read twice. Seconds of computing; the best of three.
"""

import itertools
import time

from composer.model.translation import Term
from composer.translation.checks import reading
from composer.translation.checks.facts import source_facts
from composer.translation.checks.unit import find_unit_findings
from composer.translation.units import Unit
from tests.unit.translation.checks.corpus import units

UNITS = 200
LANGUAGES = {
    "de": ("de", "de-AT", "de-CH", "de-LI", "de-LU", "de-BE", "de-IT"),
    "ja": ("ja", "ja-JP"),
    "ar": ("ar", "ar-EG", "ar-SA", "ar-AE", "ar-JO", "ar-KW", "ar-QA"),
    "ru": ("ru", "ru-BY", "ru-KZ", "ru-KG", "ru-UA", "ru-MD"),
    "pl": ("pl", "pl-PL"),
    "fr": ("fr", "fr-BE", "fr-CA", "fr-CH", "fr-LU", "fr-MA", "fr-SN", "fr-CI"),
    "es": ("es", "es-AR", "es-BO", "es-CL", "es-CO", "es-EC", "es-PE", "es-UY"),
}
ROUNDS = 3
TERMS = tuple(
    Term(source=f"word{at} of the team", targets=(f"Wort{at}",), locale="de") for at in range(200)
)


def made_up(count):
    """Give units and their translations by language, each a little different."""
    known = list(units())
    for at in range(count):
        unit, targets = known[at % len(known)]
        mark = f" x{at}"
        yield (
            Unit(source=unit.source + mark, kind=unit.kind, index=at),
            {language: target + mark for language, target in targets.items()},
        )


def run(pairs, terms=()):
    reading.read_source.cache_clear()
    source_facts.cache_clear()
    begun = time.process_time()
    found = 0
    for unit, targets in pairs:
        for language, locales in LANGUAGES.items():
            for locale in locales:
                found += len(
                    find_unit_findings(unit, targets[language], locale=locale, terms=terms)
                )
    return time.process_time() - begun, found


def main():
    pairs = list(made_up(UNITS))
    count = UNITS * len(list(itertools.chain(*LANGUAGES.values())))
    for words, terms in (("", ()), (f" with {len(TERMS)} terms", TERMS)):
        seconds, found = min(run(pairs, terms) for _round in range(ROUNDS))
        print(
            f"{count} translations{words}: {seconds:.2f} s, {seconds / count * 1e6:.0f} µs each, "
            f"{found} findings"
        )


if __name__ == "__main__":
    main()
