"""Requests to addresses that somebody outside has named: to none inside private walls, also when a name changes."""
