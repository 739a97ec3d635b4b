from datetime import UTC, datetime

from composer.model.audience import ColumnRole, RememberedColumn
from composer.store.mappings import MappingStore

AT = datetime(2026, 1, 2, tzinfo=UTC)
EMAIL = RememberedColumn(source="E-Mail", name="email", roles=frozenset({ColumnRole.EMAIL}))
NUMBER = RememberedColumn(
    source="No.", name="number", roles=frozenset({ColumnRole.ID, ColumnRole.PERSONAL})
)


def test_a_source_is_known_again_by_its_columns_in_any_order(database):
    mappings = MappingStore(database)
    mappings.remember([EMAIL, NUMBER], at=AT)
    assert mappings.find(["No.", "E-Mail"]) == (EMAIL, NUMBER)
    assert mappings.find(["No."]) == ()
    assert mappings.find(["No.", "E-Mail", "Town"]) == ()


def test_what_was_said_last_counts(database):
    mappings = MappingStore(database)
    mappings.remember([EMAIL], at=AT)
    other = RememberedColumn(source="E-Mail", name="address", roles=frozenset())
    mappings.remember([other], at=AT)
    assert mappings.find(["E-Mail"]) == (other,)
