"""A token says of itself only which permissions Entra gave."""

from __future__ import annotations

import base64
import json

import pytest

from calsync.graph.claims import roles_of


@pytest.mark.parametrize("roles", [["Calendars.ReadWrite", 7], [], None, "Calendars.ReadWrite"])
def test_the_permissions_of_a_token_are_those_that_entra_names(roles: object):
    payload = base64.urlsafe_b64encode(json.dumps({"roles": roles}).encode()).decode().rstrip("=")
    expected = {"Calendars.ReadWrite"} if isinstance(roles, list) and roles else set()
    assert roles_of(f"header.{payload}.signature") == expected
    assert roles_of("opaque") == roles_of("a.%%.c") == frozenset()
