"""What Alembic runs: the migrations, on the connection and in the transaction that it is given."""

from alembic import context

from bot.store.tables import metadata

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=metadata,
    transactional_ddl=True,  # in SQLite too: `database.py` begins its transactions
    render_as_batch=True,
)
context.run_migrations()
