"""Translation memories of other programs: read right, or refused with their line."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from composer.errors import FileRefused
from composer.model.memory import LanguagePair, MemoryUnit
from composer.translation.tmx import TmxRead, read_tmx, write_tmx

AT = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
NOW = datetime(2026, 6, 1, tzinfo=UTC)
AGENCY = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE tmx SYSTEM "tmx14.dtd">
<tmx version="1.4">
  <header creationtool="OmegaT" segtype="sentence" srclang="en-US" datatype="plaintext"
    o-tmf="x" adminlang="en" creationtoolversion="1"/>
  <body>
    <tu changeid="Maria" changedate="20260102T030405Z">
      <prop type="client">Acme</prop>
      <tuv xml:lang="EN"><seg>Pay <ph x="1">{{ amount }}</ph> now</seg></tuv>
      <tuv xml:lang="de-de"><seg>Zahlen Sie <ph x="1">{{ amount }}</ph></seg></tuv>
      <tuv lang="fr"><seg>Payez</seg></tuv>
    </tu>
    <tu><tuv xml:lang="it"><seg>Ciao</seg></tuv><tuv xml:lang="de"><seg>Hallo</seg></tuv></tu>
    <tu><tuv xml:lang="en"><seg>Only here</seg></tuv><tuv xml:lang="klingon"><seg>x</seg></tuv></tu>
  </body>
</tmx>
"""


def read(text: str) -> TmxRead:
    return read_tmx(text.encode(), file="agency.tmx", source_locales=["en"], now=NOW)


def unit(source: str, target: str, locale: str) -> MemoryUnit:
    pair = LanguagePair(source="en", target=locale)
    return MemoryUnit(source=source, target=target, pair=pair, campaign="c", by="k", at=AT)


def test_an_agencys_memory_is_read_with_its_names_and_times() -> None:
    found = read(AGENCY)
    assert [(item.target, item.pair.target) for item in found.units] == [
        ("Zahlen Sie {{ amount }}", "de-DE"),
        ("Payez", "fr"),
    ]
    first = found.units[0]
    assert (first.source, first.by, first.origin) == ("Pay {{ amount }} now", "Maria", "agency.tmx")
    assert first.at == datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
    assert found.languages == ("de", "de-DE", "en", "fr", "it")
    (problem,) = found.findings
    assert (problem.code, problem.place_of("line")) == ("memory.tmx_language", 14)


def test_letters_of_two_bytes_are_read_alike() -> None:
    wide = AGENCY.replace("UTF-8", "UTF-16").encode("utf-16")
    found = read_tmx(wide, file="agency.tmx", source_locales=["en"], now=NOW)
    assert found == read(AGENCY)


def test_what_is_written_is_read_again() -> None:
    units = [unit("Pay <now> & {{ a }}", "Zahlen & {{ a }}", "de"), unit("Go", "行く", "ja")]
    found = read_tmx(write_tmx(units, version="1"), file="f", source_locales=["en"], now=NOW).units
    assert [(item.source, item.target, item.pair, item.at) for item in found] == [
        (item.source, item.target, item.pair, item.at) for item in units
    ]


@pytest.mark.parametrize(
    ("text", "code", "line"),
    [
        ("<tmx><body>\n<tu>", "exchange.bad_xml", 2),
        ("<html/>", "memory.no_tmx", None),
        ('<!DOCTYPE tmx [<!ENTITY a "b">]>\n<tmx/>', "exchange.hostile_xml", 1),
        (
            '<!DOCTYPE tmx SYSTEM "a" [<!ENTITY a SYSTEM "file:///x">]><tmx/>',
            "exchange.hostile_xml",
            1,
        ),
        ("<tmx><body>\n&lol;</body></tmx>", "exchange.bad_xml", 2),
        ("<a>" * 230 + "</a>" * 230, "exchange.too_heavy", 1),
    ],
)
def test_a_broken_or_hostile_file_is_refused(text: str, code: str, line: int | None) -> None:
    with pytest.raises(FileRefused) as refused:
        read(text)
    (found,) = refused.value.findings
    assert (found.code, found.place_of("line")) == (code, line)


def test_a_time_in_the_future_does_not_put_a_unit_before_what_is_reviewed_here() -> None:
    assert read(AGENCY.replace("20260102T", "29990102T")).units[0].at == NOW
