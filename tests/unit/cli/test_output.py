"""What is printed for people: nothing that came out of a file rules the terminal."""

from __future__ import annotations

import pytest

from composer.cli.output import Output, print_findings
from composer.findings import finding

EVIL = "\x1b]0;owned\x07\x9b2J\r\u202e"


def test_a_cell_a_name_and_an_error_are_shown_and_never_obeyed(
    capsys: pytest.CaptureFixture[str],
) -> None:
    out = Output(as_json=False)
    where: dict[str, str | int] = {"file": EVIL, "column": EVIL}
    item = finding("audience.header_control", where=where, column=EVIL)
    out.result({}, f"first\nsecond\t{EVIL}")
    out.blocked([item, item])
    out.error(EVIL, EVIL)
    print_findings([finding("audience.no_column", file=EVIL, column="x", nearest=EVIL)])
    printed = "".join(capsys.readouterr())
    assert not {sign for sign in printed if sign in "\x1b\x07\x9b\r\u202e"}
    assert "first\nsecond\t" in printed
    assert printed.count("owned") >= 6
