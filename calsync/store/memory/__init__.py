"""The store's fake: the same promises in a process's memory, for tests and for trying rules out.

Each of its parts is read beside the SQL of the same name, method by method.
"""

from calsync.store.memory.store import MemoryStore, MemoryTransaction

__all__ = ["MemoryStore", "MemoryTransaction"]
