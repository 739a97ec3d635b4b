"""What Alembic runs around the steps: our connection, our transaction."""

from __future__ import annotations

from alembic import context

from composer.store.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
