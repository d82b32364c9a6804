"""Run by Alembic: applies the steps on the connection that `sync.server.database` hands over."""

from alembic import context

from sync.server.tables import metadata

context.configure(connection=context.config.attributes["connection"], target_metadata=metadata)
with context.begin_transaction():
    context.run_migrations()
