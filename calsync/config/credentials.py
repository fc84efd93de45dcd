"""Which keys of [graph] say by what the app signs in: one of four kinds, and what belongs to each."""

from __future__ import annotations

from collections.abc import Collection

KINDS = ("client_secret", "certificate_file", "federated_token_file", "managed_identity")
_BELONGS = {
    "client_secret_expires": "client_secret",
    "certificate_key_file": "certificate_file",
    "certificate_password": "certificate_file",
}
KEYS = (*KINDS, *_BELONGS)
FEDERATED_BY_PLATFORM = "AZURE_FEDERATED_TOKEN_FILE"
"""Where workload identity tells its token's file: taken when the configuration names no credential."""


def credential_problems(given: Collection[str]) -> list[str]:
    """What is wrong with these keys together, as sentences; empty when they name one credential."""
    kinds = [kind for kind in KINDS if kind in given]
    found = []
    if not kinds:
        found.append(
            "no credential is given: give one of client_secret (or client_secret_file), certificate_file, "
            "federated_token_file and managed_identity"
        )
    elif len(kinds) > 1:
        found.append(f"{' and '.join(kinds)} are given, and only one can sign in: keep one of them")
    for key, kind in _BELONGS.items():
        if key in given and kind not in given:
            found.append(f"{key} belongs to {kind}, which is not given: take it out")
    return found
