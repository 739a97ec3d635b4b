"""What is to be loaded, and the empty tables for it."""

from __future__ import annotations

from dataclasses import dataclass

from composer.store.database import Database
from composer.store.people_known import KnownPeople
from composer.store.people_tables import PeopleTables, make_tables, next_number, people_tables


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """What is to be loaded: for which campaign, with which columns, beside which audience."""

    campaign_id: str
    number: int
    columns: tuple[str, ...]
    email: str
    known: int | None

    @property
    def tables(self) -> PeopleTables:
        """The tables that are filled."""
        return people_tables(self.campaign_id, self.number)

    def known_people(self, database: Database) -> KnownPeople | None:
        """Look who is known; None where nobody can be."""
        if self.known is None:
            return None
        tables = people_tables(self.campaign_id, self.known)
        return KnownPeople(database=database, tables=tables)


def prepare(
    database: Database, campaign_id: str, *, columns: tuple[str, ...], email: str, known: int | None
) -> Plan:
    """Make empty tables for a campaign's next audience."""
    with database.write() as connection:
        number = next_number(connection, campaign_id)
        plan = Plan(
            campaign_id=campaign_id, number=number, columns=columns, email=email, known=known
        )
        make_tables(connection, plan.tables)
    return plan
