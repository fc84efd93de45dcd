"""The rules, pure: no clock, no input or output. Every function is told the time as `at`."""
