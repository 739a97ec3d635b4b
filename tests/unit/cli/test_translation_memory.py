"""`translate glossary`, `memory` and `fill`, as programs and people read them."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import cast

import pytest

from composer.cli.main import BLOCKED, DONE, USAGE, run_command_line
from tests.unit.stages.test_translating import build

Record = dict[str, object]
Run = Callable[..., tuple[int, Record]]


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> Run:
    build(tmp_path)

    def run_step(*words: str, by: str = "tom") -> tuple[int, Record]:
        common = ["--json", "--workspace", str(tmp_path / "workspace"), "--as", f"{by}@acme.co"]
        code = run_command_line(
            ["translate", *words, *common], open_window=lambda *_all: 0, open_file=lambda *_all: 0
        )
        printed = capsys.readouterr()
        return code, cast("Record", json.loads(printed.out or printed.err))

    return run_step


def test_words_are_added_changed_written_read_and_removed(run: Run, tmp_path: Path) -> None:
    add = ("glossary", "add", "weight", "--to", "de=Gewicht", "--to", "de=Anteil")
    code, told = run(*add, "--not", "de=Wichtung", "--note", "of a source")
    sayings = {"de": {"targets": ["Gewicht", "Anteil"], "forbidden": ["Wichtung"]}}
    assert (code, told["sayings"], told["note"], told["by"]) == (
        DONE,
        sayings,
        "of a source",
        "Tom",
    )
    assert run("glossary", "add", "Weight", "--to", "ja=比重", by="ana")[0] == DONE
    terms = cast("list[Record]", run("glossary", "list")[1]["terms"])
    assert [(term["source"], term["note"]) for term in terms] == [("Weight", "of a source")]
    assert cast("Record", terms[0]["sayings"])["de"] == sayings["de"]

    table = tmp_path / "words.csv"
    assert run("glossary", "export", str(table)) == (DONE, {"file": str(table), "terms": 1})
    assert run("glossary", "remove", "WEIGHT")[0] == DONE
    assert run("glossary", "remove", "weight")[0] == USAGE
    assert run("glossary", "import", str(table))[1]["added"] == 1
    table.write_text("source,de\nweight,Gewicht\n,x\n")
    code, told = run("glossary", "import", str(table))
    assert (code, [item["code"] for item in cast("list[Record]", told["findings"])]) == (
        BLOCKED, ["glossary.no_source"]
    )  # fmt: skip
    assert run("glossary", "add", "x", "--to", "German=y")[0] == USAGE


def test_the_memory_is_counted_made_anew_given_out_and_filled_in(run: Run, tmp_path: Path) -> None:
    pairs = [{"source": "en", "locale": "de", "units": 2}]
    assert run("memory", "status") == (DONE, {"pairs": pairs})
    assert run("memory", "rebuild") == (DONE, {"units": 2})
    file = tmp_path / "memory.tmx"
    assert run("memory", "export", str(file)) == (DONE, {"file": str(file), "units": 2})
    file.write_text(file.read_text().replace("Hello", "Nothing else changes."))
    assert run("memory", "import", str(file))[1]["added"] == 1
    campaign = (tmp_path / "id").read_text()
    code, told = run("fill", campaign, "--locale", "de", "--exact")
    assert (code, told["filled"]) == (DONE, 1)
    assert run("fill", campaign, "--locale", "de")[1]["filled"] == 0
