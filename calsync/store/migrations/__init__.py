"""The migrations, and the environment in which Alembic runs them."""
