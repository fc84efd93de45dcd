"""Who works here as a file says it: over the directory, or in its place (docs/configuration.md, [people])."""
