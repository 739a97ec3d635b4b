"""What the name service said about mail domains, and when; an old answer is asked for again."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime

from sqlalchemy import delete, insert, select

from composer.store.database import Database
from composer.store.recipient_rows import KEYS_PER_QUERY, chunked
from composer.store.tables import mail_domain


class MailDomainStore:
    """The answers kept in one database; a verdict is a word of `transports.mail_domains`."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def known(self, domains: Iterable[str], *, since: datetime) -> dict[str, str]:
        """Give the verdicts that are not older than `since`."""
        found: dict[str, str] = {}
        with self._database.read() as connection:
            for some in chunked(domains, KEYS_PER_QUERY):
                query = select(mail_domain.c.domain, mail_domain.c.verdict).where(
                    mail_domain.c.domain.in_(some), mail_domain.c.at >= since
                )
                found.update((domain, verdict) for domain, verdict in connection.execute(query))
        return found

    def keep(self, verdicts: Mapping[str, str], *, at: datetime) -> None:
        """Keep answers in place of those before."""
        with self._database.write() as connection:
            for some in chunked(verdicts, KEYS_PER_QUERY):
                connection.execute(delete(mail_domain).where(mail_domain.c.domain.in_(some)))
                rows = [{"domain": one, "verdict": verdicts[one], "at": at} for one in some]
                connection.execute(insert(mail_domain), rows)
