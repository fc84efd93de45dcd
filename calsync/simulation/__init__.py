"""What would happen: a scenario's people and diaries in memory, and the service's own engine over them."""
