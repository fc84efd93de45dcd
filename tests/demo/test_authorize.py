"""The tenant's sign-in page: what an app may ask for, and that nobody is sent where no app is registered."""

from __future__ import annotations

from urllib.parse import urlencode

import httpx
import pytest

from calsync.demo.server import TenantServer
from calsync.demo.tenant import Tenant

BACK = "https://safe.example/signed-in"


@pytest.mark.parametrize(
    ("wrong", "number"),
    [
        ({"client_id": "guessed"}, 700016),
        ({"redirect_uri": "https://evil.example/signed-in"}, 50011),
        ({"redirect_uri": f"{BACK}/"}, 50011),
        ({"response_type": "id_token"}, 700054),
        ({"response_mode": "query"}, 70011),
        ({"scope": "profile"}, 70011),
        ({"code_challenge_method": "plain"}, 50149),
        ({"code_challenge": ""}, 50149),
    ],
)
def test_a_request_that_is_wrong_in_one_thing_gets_no_code(
    server: TenantServer, tenant: Tenant, trust, person, wrong: dict[str, str], number: int
) -> None:
    app = tenant.add_app("with pages", redirects=[BACK])
    right = {
        "client_id": app.client_id, "redirect_uri": BACK, "response_type": "code", "response_mode": "form_post",
        "scope": "openid profile", "code_challenge": "x" * 43, "code_challenge_method": "S256", "state": "s",
    }  # fmt: skip
    address = f"{server.base_url}/{tenant.id}/oauth2/v2.0/authorize?"
    sam = person("Sam Visits")
    with httpx.Client(verify=trust) as client:
        assert client.post(address + urlencode(right), data={"person": sam.id}).text.count('name="code"') == 1
        answer = client.post(address + urlencode(right | wrong), data={"person": sam.id})
        nobody = client.post(address + urlencode(right), data={"person": "nobody"})
    assert (answer.status_code, f"AADSTS{number}: " in answer.text, 'name="code"' in answer.text) == (400, True, False)
    assert "AADSTS50034" in nobody.text


def test_an_unknown_code_is_refused(server: TenantServer, tenant: Tenant, trust) -> None:
    app = tenant.add_app("with pages", redirects=[BACK])
    form = {"grant_type": "authorization_code", "client_id": app.client_id, "client_secret": app.secret, "code": "x"}
    with httpx.Client(verify=trust) as client:
        answer = client.post(f"{server.base_url}/{tenant.id}/oauth2/v2.0/token", data=form).json()
    assert (answer["error"], answer["error_codes"]) == ("invalid_grant", [70000])
