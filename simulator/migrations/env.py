"""What Alembic runs: the steps on the connection that `simulator.store.migrating` opened, in its transaction."""

from __future__ import annotations

from alembic import context

from simulator.store.schema import METADATA

context.configure(connection=context.config.attributes["connection"], target_metadata=METADATA)
with context.begin_transaction():
    context.run_migrations()
