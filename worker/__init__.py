"""The Celery side: worker processes that call the engine's verbs. The database stays the only truth (law 11)."""
