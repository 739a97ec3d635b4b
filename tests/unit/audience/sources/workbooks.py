"""Workbooks for tests, written part by part: honest ones and such as no program would write."""

import io
import zipfile

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
DOCUMENT = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
STYLES = (
    f'<styleSheet xmlns="{MAIN}"><numFmts><numFmt numFmtId="164" formatCode="00000"/>'
    '<numFmt numFmtId="165" formatCode="yyyy\\-mm\\-dd hh:mm"/></numFmts>'
    '<cellXfs><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="14"/><xf numFmtId="165"/>'
    '<xf numFmtId="2"/><xf numFmtId="46"/></cellXfs></styleSheet>'
)
ZEROS, DAY, MOMENT, TWO_DECIMALS, DURATION = 1, 2, 3, 4, 5
ODF = "urn:oasis:names:tc:opendocument:xmlns"


def xlsx(*sheets, extra=(), names=None, states=None, compression=zipfile.ZIP_DEFLATED):
    """Give a workbook with these sheets; each is what stands inside of `worksheet`."""
    names = names or [f"Sheet{number}" for number in range(1, len(sheets) + 1)]
    states = states or ["visible"] * len(sheets)
    listed = "".join(
        f'<sheet name="{name}" sheetId="{at}" state="{state}" r:id="rId{at}"/>'
        for at, (name, state) in enumerate(zip(names, states, strict=True), start=1)
    )
    related = "".join(
        f'<Relationship Id="rId{at}" Type="{DOCUMENT}/worksheet" Target="worksheets/sheet{at}.xml"/>'
        for at in range(1, len(sheets) + 1)
    )
    related += f'<Relationship Id="rId99" Type="{DOCUMENT}/styles" Target="styles.xml"/>'
    related += (
        f'<Relationship Id="rId98" Type="{DOCUMENT}/sharedStrings" Target="sharedStrings.xml"/>'
    )
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
        '<Default Extension="xml" ContentType="application/xml"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="rId1" '
        f'Type="{DOCUMENT}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
        "xl/workbook.xml": f'<workbook xmlns="{MAIN}" xmlns:r="{DOCUMENT}"><sheets>{listed}</sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{PACKAGE}/relationships">{related}</Relationships>',
        "xl/styles.xml": STYLES,
        **{
            f"xl/worksheets/sheet{at}.xml": f'<worksheet xmlns="{MAIN}">{sheet}</worksheet>'
            for at, sheet in enumerate(sheets, start=1)
        },
        **dict(extra),
    }
    return zipped(parts, compression)


def zipped(parts, compression=zipfile.ZIP_DEFLATED):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", compression) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return packed.getvalue()


def table(*rows, before="", after=""):
    """Give a sheet of rows; a cell is a text, or what stands inside of `c` after its place."""
    written = "".join(
        f'<row r="{number}">{"".join(cell(number, at, value) for at, value in enumerate(row))}</row>'
        for number, row in enumerate(rows, start=1)
    )
    return f"{before}<sheetData>{written}</sheetData>{after}"


def cell(number, at, value):
    place = f"{chr(65 + at)}{number}"
    if isinstance(value, str) and not value.startswith(" "):
        return f'<c r="{place}" t="inlineStr"><is><t>{value}</t></is></c>'
    if isinstance(value, str):
        return f'<c r="{place}"{value}</c>'
    return "" if value is None else f'<c r="{place}"><v>{value}</v></c>'


def styled(value, style):
    return f' s="{style}"><v>{value}</v>'


def ods(*sheets, extra=()):
    """Give an OpenDocument spreadsheet; each sheet is what stands inside of its table."""
    tables = "".join(
        f'<table:table table:name="Sheet{at}">{sheet}</table:table>'
        for at, sheet in enumerate(sheets, start=1)
    )
    content = (
        f'<office:document-content xmlns:office="{ODF}:office:1.0" xmlns:table="{ODF}:table:1.0" '
        f'xmlns:text="{ODF}:text:1.0"><office:body><office:spreadsheet>{tables}'
        "</office:spreadsheet></office:body></office:document-content>"
    )
    manifest = (
        f'<manifest:manifest xmlns:manifest="{ODF}:manifest:1.0"><manifest:file-entry '
        'manifest:full-path="/" manifest:media-type="application/vnd.oasis.opendocument.'
        'spreadsheet"/></manifest:manifest>'
    )
    return zipped(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "META-INF/manifest.xml": manifest,
            "content.xml": content,
            **dict(extra),
        }
    )


def ods_row(*cells):
    written = "".join(
        f'<table:table-cell office:value-type="string"><text:p>{cell}</text:p></table:table-cell>'
        for cell in cells
    )
    return f"<table:table-row>{written}</table:table-row>"
