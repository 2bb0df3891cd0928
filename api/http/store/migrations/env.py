"""Run by alembic on the connection, and inside the transaction, that is handed over."""

from __future__ import annotations

from alembic import context

from api.http.store.migrations import VERSION_TABLE

context.configure(connection=context.config.attributes["connection"], version_table=VERSION_TABLE)
with context.begin_transaction():
    context.run_migrations()
