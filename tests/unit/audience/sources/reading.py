"""Read whole sources in tests."""

from composer.audience.sources.source import SourceOptions, open_pasted, open_source


def opened(path, content, **options):
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return open_source(path, options=SourceOptions(**options))


def pasted(text, **options):
    return open_pasted(text, options=SourceOptions(**options))


def everything(source, size=1000):
    """Give all rows, all ragged rows and all findings as (code, row, column)."""
    rows, ragged, findings = [], [], list(source.findings)
    for batch in source.batches(size=size):
        rows += batch.rows
        ragged += [(number, cells) for number, cells, _found in batch.ragged]
        findings += [found for _number, _cells, found in batch.ragged]
        findings += [found for _number, found in batch.cells]
        findings += batch.findings
    for item in findings:
        assert item.text
        assert item.advice
    return rows, ragged, [places(item) for item in findings]


def places(item):
    return item.code, item.place_of("row"), item.place_of("column")
