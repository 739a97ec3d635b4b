"""What is odd about the addresses of a list: domains, roles, look-alikes; nobody is kept out.

Each distinct domain is judged once, roles are counted by the index, and people whose addresses
differ in dots or a plus only are shown with the columns in which their rows differ.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from sqlalchemy import Connection

from composer.audience.address_warnings import find_domain_findings
from composer.audience.known_domains import ROLES
from composer.audience.lookalikes import LookalikeTally, lookalike_key
from composer.findings import Finding, finding
from composer.stages.content import Content
from composer.stages.desk import Desk
from composer.stages.mail_domains import known_mail_domains
from composer.store.pending_people import cells_of
from composer.store.people_names import count_names
from composer.store.people_tables import PeopleTables
from composer.store.people_writing import keys_in_order

_MOST_PAIRS = 200


def oddity_findings(desk: Desk, content: Content) -> tuple[Finding, ...]:
    """Say what is odd about the audience in use; asked once for each change of it."""
    listing = desk.recipients.listing(content.record.id)
    facts = desk.recipients.facts(content.record.id)
    if listing is None or facts is None:
        return ()
    settings = content.campaign.audience
    found = desk.kept(
        ("oddities", content.record.id, listing.change.number),
        lambda: tuple(find_oddities(desk, listing.tables, facts.domains, file=settings.file)),
    )
    if settings.mx:
        found += tuple(known_mail_domains(desk, facts.domains, file=settings.file))
    return found


def find_oddities(
    desk: Desk, tables: PeopleTables, domains: Mapping[str, int], *, file: str
) -> list[Finding]:
    """Say which domains are odd, and how many addresses are nobody's in particular."""
    found = find_domain_findings(domains, file=file)
    with desk.folder.database.read() as connection:
        roles = count_names(connection, tables, sorted(ROLES))
    if roles:
        example = max(roles, key=lambda name: (roles[name], name))
        count = sum(roles.values())
        found.append(
            finding("audience.role_addresses", where={"file": file}, example=example, count=count)
        )
    return found


def find_lookalikes(
    desk: Desk,
    tables: PeopleTables,
    looks: LookalikeTally,
    *,
    columns: Sequence[str],
    email: str,
    file: str,
) -> list[Finding]:
    """Show the rows whose addresses look alike, and in which columns they differ."""
    if not looks.found_any:
        return []
    with desk.folder.database.read() as connection:
        alike = _alike(connection, tables, looks)
        pairs = [(rows[0], row) for rows in alike.values() for row in rows[1:]]
        shown = {row for pair in pairs[:_MOST_PAIRS] for row in pair}
        cells = cells_of(connection, tables, sorted(shown))
    found = []
    for first, row in pairs[:_MOST_PAIRS]:
        differing = [
            name
            for name, one, other in zip(columns, cells[first], cells[row], strict=True)
            if one != other and name != email
        ]
        found.append(
            finding(
                "audience.alike",
                where={"file": file, "row": row, "column": email},
                first=first,
                row=row,
                columns=", ".join(differing) or "–",
            )
        )
    if len(pairs) > _MOST_PAIRS:
        count = len(pairs) - _MOST_PAIRS
        found.append(finding("audience.more_alike", where={"file": file}, count=count))
    return found


def look_alike_rows(connection: Connection, tables: PeopleTables) -> list[int]:
    """Give the rows whose addresses look like that of a row before them."""
    looks = LookalikeTally()
    for some in keys_in_order(connection, tables):
        looks.add(list(dict(some)))
    alike = _alike(connection, tables, looks) if looks.found_any else {}
    return sorted(row for rows in alike.values() for row in rows[1:])


def _alike(
    connection: Connection, tables: PeopleTables, looks: LookalikeTally
) -> dict[str, list[int]]:
    """Give the rows of each look that several different addresses have."""
    groups: dict[str, dict[str, int]] = {}
    for key, row in _candidates(connection, tables, looks):
        groups.setdefault(lookalike_key(key), {}).setdefault(key, row)
    return {look: sorted(rows.values()) for look, rows in groups.items() if len(rows) > 1}


def _candidates(
    connection: Connection, tables: PeopleTables, looks: LookalikeTally
) -> Iterator[tuple[str, int]]:
    for some in keys_in_order(connection, tables):
        for at in looks.of_interest([key for key, _row in some]):
            yield some[at]
