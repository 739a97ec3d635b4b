import duckdb
import pytest

from tests.unit.audience.sources.reading import everything, opened

SIMPLE = (
    "SELECT 'a@b.com' AS email, 7 AS whole, 12.50::DECIMAL(9,2) AS price, 123.0::DOUBLE AS id, "
    "0.1::FLOAT AS tenth, 1e-7::DOUBLE AS small, true AS yes, DATE '2026-01-02' AS day, "
    "TIMESTAMP '2026-01-02 03:04:05' AS moment, TIME '10:00:00' AS hour, NULL::VARCHAR AS nothing, "
    "12345678901234567::BIGINT AS long"
)


@pytest.fixture
def parquet(tmp_path):
    """Write what a query gives into a file."""

    def write(query):
        path = tmp_path / "people.parquet"
        with duckdb.connect(":memory:") as database:
            database.execute(f"COPY ({query}) TO '{path}' (FORMAT parquet)")
        return path

    return write


def test_simple_values_become_text(parquet):
    path = parquet(SIMPLE)
    source = opened(path, path.read_bytes())
    assert source.found.kind.value == "parquet"
    assert source.found.rows == 1
    rows, _ragged, found = everything(source)
    assert rows == [
        (2, ["a@b.com", "7", "12.50", "123", "0.1", "0.0000001", "TRUE", "2026-01-02",
             "2026-01-02T03:04:05", "10:00:00", "", "12345678901234567"]),
    ]  # fmt: skip
    assert found == []


def test_nested_columns_and_numbers_that_lost_digits_are_findings(parquet):
    path = parquet("SELECT 'a@b.com' AS email, [1, 2] AS tags, {'a': 1} AS more, 1e17 AS id")
    assert everything(opened(path, path.read_bytes()))[2] == [
        ("audience.nested_column", 1, "tags"),
        ("audience.nested_column", 1, "more"),
        ("audience.long_number", 2, "id"),
    ]


def test_many_rows_come_in_order_with_their_numbers(parquet):
    path = parquet("SELECT 'p' || range || '@b.com' AS email, range AS \"n\"\"o\" FROM range(5000)")
    source = opened(path, path.read_bytes())
    assert source.columns == ("email", 'n"o')
    rows = everything(source, size=700)[0]
    assert [number for number, _cells in rows] == list(range(2, 5002))
    assert rows[-1][1] == ["p4999@b.com", "4999"]


@pytest.mark.parametrize("cut", [slice(None, -1), slice(None, 40), slice(None, 4)])
def test_a_file_that_is_cut_off_is_damaged(parquet, tmp_path, cut):
    content = parquet(SIMPLE).read_bytes()[cut]
    found = everything(opened(tmp_path / "b.parquet", content))[2]
    assert [code for code, _row, _column in found] == ["audience.damaged"]


@pytest.mark.parametrize("length", [0, 5, 2**31 - 1, 2**32 - 1])
def test_a_footer_that_lies_about_its_length_is_damaged(parquet, tmp_path, length):
    content = parquet(SIMPLE).read_bytes()
    lying = content[:-8] + length.to_bytes(4, "little") + b"PAR1"
    found = everything(opened(tmp_path / "b.parquet", lying))[2]
    assert [code for code, _row, _column in found] == ["audience.damaged"]


def test_a_name_that_looks_like_a_query_is_only_a_name(parquet, tmp_path):
    content = parquet(SIMPLE).read_bytes()
    assert everything(opened(tmp_path / "x'; DROP 'y.*.parquet", content))[0]
