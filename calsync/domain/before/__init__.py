"""The checks before a visit: one file a thought, each of them a sentence for people or nothing."""
