"""What the panel "Pictures and files" says about each file and column. Qt is not known here."""

from __future__ import annotations

from composer.gui.numbers import number
from composer.gui.pages.wording import listed
from composer.gui.writing.panels.file_row import RowFacts
from composer.gui.writing.panels.size_words import cost_bytes, size_words
from composer.i18n import _, ngettext, place
from composer.model.writing import ColumnFiles, FileLine, MessageDraft

NAMES_TOLD = 3


def picture_rows(
    lines: tuple[FileLine, ...], draft: MessageDraft, *, logo: str
) -> tuple[RowFacts, ...]:
    """Give the rows of pictures that nobody attaches."""
    attached = _attached(draft)
    return tuple(
        _picture_row(line, draft, logo=logo)
        for line in lines
        if line.is_image and line.path not in attached
    )


def attachment_rows(
    lines: tuple[FileLine, ...], draft: MessageDraft, columns: dict[str, ColumnFiles]
) -> tuple[RowFacts, ...]:
    """Give the rows of what is attached: files for everybody, then columns."""
    known = {line.path: line for line in lines}
    rows = []
    for item in draft.attachments or ():
        if item.column:
            rows.append(_column_row(item.column, columns.get(item.column)))
            continue
        line = known.get(item.path)
        size = line.size_bytes if line else 0
        words = place(
            _("{size}, adds {cost} to every message"),
            size=size_words(size),
            cost=size_words(cost_bytes(size)),
        )
        rows.append(
            RowFacts(
                key=item.path,
                name=item.path.rpartition("/")[2],
                caption=words if line else _("The file is not in the campaign any more."),
                icon="file-text",
                tone="" if line else "danger",
                removable=True,
            )
        )
    return tuple(rows)


def other_rows(lines: tuple[FileLine, ...], draft: MessageDraft) -> tuple[RowFacts, ...]:
    """Give the rows of files that lie in the campaign and go to nobody, or by a column only."""
    attached = _attached(draft)
    return tuple(
        RowFacts(
            key=line.path,
            name=line.name,
            caption=place(
                _("{size}, for those whose row names it")
                if line.may_be_attached
                else _("{size}, nobody gets it"),
                size=size_words(line.size_bytes),
            ),
            icon="file-text",
            action="" if line.may_be_attached else _("Attach"),
            action_name=place(_("Attach {name} for everybody"), name=line.name),
            removable=not line.used,
        )
        for line in lines
        if not line.is_image and line.path not in attached
    )


def missing_words(files: ColumnFiles) -> str:
    """Say which rows of a column name a file that is not there."""
    names = listed(name for name, _rows in files.missing[:NAMES_TOLD])
    if len(files.missing) > NAMES_TOLD:
        words = ngettext(
            "{count} row names a file that is not here, such as {names}.",
            "{count} rows name files that are not here, such as {names}.",
            files.rows_missing,
        )
    else:
        words = ngettext(
            "{count} row names a file that is not here: {names}.",
            "{count} rows name files that are not here: {names}.",
            files.rows_missing,
        )
    return place(words, count=number(files.rows_missing), names=names)


def _picture_row(line: FileLine, draft: MessageDraft, *, logo: str) -> RowFacts:
    in_text = line.path in draft.body or line.path in (draft.html or "")
    if line.path == logo:
        where = _("{size}, the brand's logo")
    elif in_text:
        where = _("{size}, in the text")
    elif line.used:
        where = _("{size}, in the layout or a translation")
    else:
        where = _("{size}, not in the text")
    return RowFacts(
        key=line.path,
        name=line.name,
        caption=place(where, size=size_words(line.size_bytes)),
        icon="image",
        action="" if line.path == logo else _("Insert"),
        action_name=place(_("Insert {name} into the text"), name=line.name),
        removable=not (line.used or in_text),
    )


def _column_row(column: str, files: ColumnFiles | None) -> RowFacts:
    name = place(_("One file for each person: {column}"), column=column)
    caption, tone = _("Counting the files…"), ""
    if files is not None:
        found = files.rows - files.empty - files.rows_missing
        words = ngettext(
            "{count} of {all} row names a file that is here.",
            "{count} of {all} rows name a file that is here.",
            files.rows,
        )
        said = [place(words, count=number(found), all=number(files.rows))]
        if files.missing:
            said.append(missing_words(files))
        if files.empty:
            empty = ngettext("{count} row is empty.", "{count} rows are empty.", files.empty)
            said.append(place(empty, count=number(files.empty)))
        tone = "danger" if files.missing or files.empty else ""
        if tone:
            said.append(_("Everybody needs a file, or the message cannot be made."))
        caption = "\n".join(said)
    return RowFacts(
        key=f"column:{column}",
        name=name,
        caption=caption,
        icon="users",
        tone=tone,
        action=_("Add files…") if files is not None and files.missing else "",
        action_name=place(_("Add the files that column {column} names"), column=column),
        removable=True,
    )


def _attached(draft: MessageDraft) -> frozenset[str]:
    return frozenset(item.path for item in draft.attachments or () if item.path)
