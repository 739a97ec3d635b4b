"""A source as the window shows it before its rows are read."""

from __future__ import annotations

from collections.abc import Iterable

from composer.audience.sources.headers import suggest_columns
from composer.audience.sources.source import Source
from composer.model.audience import RememberedColumn, SourceView


def view_source(source: Source, remembered: Iterable[RememberedColumn] = ()) -> SourceView:
    """Give what is known of a source, with what each of its columns probably is."""
    found = source.found
    return SourceView(
        file=source.file,
        kind=found.kind,
        size_bytes=source.size_bytes,
        encoding=found.encoding,
        encoding_is_certain=found.encoding_is_certain,
        encodings=found.encodings,
        delimiter=found.delimiter,
        sheet=found.sheet,
        sheets=found.sheets,
        columns=suggest_columns(found.columns, found.sample, remembered),
        sample=found.sample,
        rows=found.rows,
        findings=source.findings,
    )
