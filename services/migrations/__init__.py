"""The schema's history: Alembic revisions and the runner that applies them."""
