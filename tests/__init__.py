"""The tests, by the floors of the house."""
