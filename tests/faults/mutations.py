"""Files of every kind that an audience comes in, broken at random, and what reading them says.

Text is read by the program itself. Workbooks and Parquet files are read by the jobs that a confined
process does for one file, here many to a process; one that ends its process is read again alone.
"""

import io
import random
import tempfile
import zipfile
from collections import Counter
from pathlib import Path

import duckdb

from composer.audience.sources import confined
from composer.audience.sources.confined import Allowance, answers
from composer.audience.sources.kinds import PARQUET, ZIPPED, kind_of
from composer.audience.sources.parquet_rows import look_at_parquet, read_parquet
from composer.audience.sources.source import SourceOptions, open_pasted, open_source
from composer.audience.sources.workbook import look_at_workbook, read_workbook
from composer.finding_texts.table import FINDING_TEXTS
from tests.unit.audience.sources.workbooks import ods, ods_row, styled, table, xlsx

AT_ONCE = 200
TOGETHER = Allowance(memory_bytes=1024 * 1024 * 1024, cpu_s=25.0)
ALONE = Allowance(memory_bytes=640 * 1024 * 1024, cpu_s=4.0)
TOKENS = (
    *(b'"', b"'", b",", b";", b"\t", b"\n", b"\r", b"\\", b"\0", b"\xff", b"\xfe\xff", b"\xff\xfe"),
    *(
        b"\xef\xbb\xbf",
        b"\xed\xa0\x80",
        b"@",
        b"sep=;\n",
        b"<!DOCTYPE a>",
        b"<!ENTITY",
        b"&#0;",
        b"]]>",
    ),
    *(
        b"<c",
        b'<c t="e">',
        b"</row>",
        b"<row r='9999999'>",
        b'r="XFD1048576"',
        b"<f>",
        b"<v>1e999</v>",
    ),
    *(
        b"PK\x03\x04",
        b"PK\x05\x06",
        b"PAR1",
        b"\xff\xff\xff\xff",
        b"\x7f\xff\xff\xff",
        b"-1",
        b"x" * 500,
    ),
)
TEXT = (
    'email,name,note\na@b.com,"Müller, ""Jo""",1\nb@c.com,Zoë,"two\nlines"\nc@d.com,\\"x\\",#N/A\n',
    "e-mail;nom;ville\r\na@b.com;Éric;Genève\r\nb@c.com;José;Málaga\r\n",
    "'email'|'name'\n'a@b.com'|'O''Neil'\n",
    "メール\t名前\na@b.com\t山田太郎\n",
)


def seeds():
    """Give whole files of every kind."""
    given = [text.encode() for text in TEXT]
    given += [text.encode("utf-16") for text in TEXT[:1]]
    given += [
        TEXT[1].encode("cp1252"),
        TEXT[3].encode("cp932"),
        b"sep=;\n" + TEXT[1].encode("utf-8-sig"),
    ]
    people = table(
        ["email", "id", "day", "more"],
        ["a@b.com", styled(7, 1), styled(46024, 2), ' t="e"><v>#N/A</v>'],
        ["b@c.com", 1.5, styled(46024.5, 3), "><f>A1</f>"],
    )
    given += [xlsx(people), xlsx(people, table(["x"]), compression=zipfile.ZIP_STORED)]
    given.append(ods(ods_row("email", "name") + ods_row("a@b.com", "Ann")))
    with tempfile.TemporaryDirectory() as folder, duckdb.connect(":memory:") as database:
        file = Path(folder) / "seed.parquet"
        query = (
            "SELECT 'p' || range AS email, range AS n, range / 7 AS f, [range] AS l FROM range(50)"
        )
        for codec in ("snappy", "zstd", "uncompressed"):
            database.execute(f"COPY ({query}) TO '{file}' (FORMAT parquet, COMPRESSION {codec})")
            given.append(file.read_bytes())
    return given


def mutated(content, chance):
    """Break a file: inside of its parts too where it is zipped, so that checksums still agree."""
    if content.startswith(b"PK") and chance.random() < 0.6:
        return _repacked(content, chance)
    for _time in range(chance.choice((1, 1, 2, 5, 20))):
        content = _broken(content, chance)
    return content


def _repacked(content, chance):
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as whole,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as copy,
    ):
        names = whole.namelist()
        chosen = set(chance.sample(names, k=min(len(names), chance.choice((1, 1, 2)))))
        for name in names:
            part = whole.read(name)
            for _time in range(chance.choice((1, 3)) if name in chosen else 0):
                part = _broken(part, chance)
            if not (name in chosen and chance.random() < 0.05):
                copy.writestr(name, part)
    return packed.getvalue()


def _broken(content, chance):
    at = chance.randrange(len(content) + 1)
    to = min(at + chance.choice((1, 2, 8, 64)), len(content))
    match chance.randrange(6):
        case 0:
            return content[:at] + bytes([chance.randrange(256)]) + content[at + 1 :]
        case 1:
            return content[:at] + chance.choice(TOKENS) + content[at:]
        case 2:
            return content[:at] + content[to:]
        case 3:
            return content[:at]
        case 4:
            return content[:to] + content[at:to] * chance.choice((1, 3, 50)) + content[to:]
        case _:
            flipped = bytes(byte ^ (1 << chance.randrange(8)) for byte in content[at:to])
            return content[:at] + flipped + content[to:]


def fuzz(count, *, seed, folder):
    """Read so many broken files; give how often each outcome came. Any exception is a failure."""
    chance = random.Random(seed)
    given, outcomes = seeds(), Counter()
    waiting = []
    for number in range(count):
        content = mutated(chance.choice(given), chance)
        path = folder / f"{number}.bin"
        path.write_bytes(content)
        if kind_of(path) in {ZIPPED, PARQUET}:
            waiting.append(path)
        else:
            outcomes[_read_text(path, content)] += 1
            path.unlink()
        if len(waiting) == AT_ONCE or number == count - 1:
            outcomes += _read_apart(waiting)
            waiting = []
    return outcomes


def _read_text(path, content):
    source = open_source(path, options=SourceOptions(email="email"))
    codes = [item.code for item in source.findings]
    for batch in source.batches(size=7):
        assert all(len(cells) == len(source.columns) for _number, cells in batch.rows)
        codes += [item.code for item in batch.findings]
    for _batch in open_pasted(
        content.decode("utf-8", "replace"), options=SourceOptions()
    ).batches():
        pass
    return next((code for code in codes if FINDING_TEXTS[code].severity == "block"), "read")


def _read_apart(paths):
    """Read workbooks and Parquet files in one process; after one that ends it, in another."""
    told = []
    while len(told) < len(paths):
        begun = len(told)
        told += _told(paths[begun:], TOGETHER)
        if len(told) < len(paths):  # the next one took too much beside the others
            told += _told(paths[len(told) :][:1], ALONE) or ["audience.too_heavy"]
    for path in paths:
        path.unlink()
    assert all(code == "read" or code in FINDING_TEXTS for code in told)
    return Counter(told)


def _told(paths, allowance):
    request = {"paths": [str(path) for path in paths]}
    given = answers(read_many, request, allowance=allowance)
    return [answer[1] for answer in given if answer[0] == "told"]


def read_many(request):
    """Do what is done for one file for each of many; what a job raises by mistake is told."""
    for path in request["paths"]:
        yield ["told", _one(path)]


def _one(path):
    is_parquet = kind_of(Path(path)) == PARQUET
    look, read = (
        (look_at_parquet, read_parquet) if is_parquet else (look_at_workbook, read_workbook)
    )
    answer = next(iter(confined._attempted(look, {"path": path, "sheet": ""})))
    if answer[0] != "opened" or not answer[1].get("columns"):
        return answer[1] if answer[0] == "problem" else "read"
    facts = answer[1]
    wanted = {"path": path, "sheet": facts.get("sheet"), "header_row": facts.get("header_row"),
              "left": facts.get("left"), "width": len(facts["columns"]), "size": 100}  # fmt: skip
    for answer in confined._attempted(read, wanted):
        if answer[0] == "problem":
            return answer[1]
    return "read"
