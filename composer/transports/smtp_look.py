"""Looking at an SMTP server without handing anything over: greeted, protected, logged in, left."""

from __future__ import annotations

from dataclasses import dataclass

from composer.transports.smtp import SmtpAccount, SmtpLimits, SmtpTransport

LOOK_LIMITS = SmtpLimits(connect_s=15.0, command_s=20.0, exchange_s=45.0)


@dataclass(frozen=True, slots=True, kw_only=True)
class ServerLook:
    """What a server showed: its protection (empty: none), and the extensions with their values."""

    protection: str
    offers: tuple[tuple[str, str], ...]

    @property
    def most_bytes(self) -> int:
        """The largest message that it takes; 0 where it names none (RFC 1870)."""
        size = dict(self.offers).get("SIZE", "")
        return int(size) if size.isdigit() else 0

    def has(self, extension: str) -> bool:
        """Tell whether it offers an extension."""
        return extension in dict(self.offers)


async def look_at_server(account: SmtpAccount, *, limits: SmtpLimits = LOOK_LIMITS) -> ServerLook:
    """Connect as a send does, see what the server offers, and say goodbye.

    Raises:
        TransportError: it cannot be used; which kind says why.
    """
    connection = await SmtpTransport(account, limits=limits).connect()
    try:
        session = connection.session
        return ServerLook(
            protection=session.protection, offers=tuple(sorted(session.offers.items()))
        )
    finally:
        await connection.close()
