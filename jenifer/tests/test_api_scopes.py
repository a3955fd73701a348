"""A token with every scope but the one that an operation names gets nowhere with it."""

import re
from uuid import UUID

import pytest

from jenifer.tests.factories import make_tenant
from orgs.api.documents import document
from orgs.scopes import ALL_SCOPES, Scope
from orgs.tests.api_clients import program_of

NOWHERE = str(UUID(int=0))
OPERATIONS = [
    (method, path, operation)
    for path, methods in document()["paths"].items()
    for method, operation in methods.items()
]


@pytest.mark.django_db
@pytest.mark.parametrize("area", Scope)
def test_operations_of_an_area_are_closed_without_its_scope(area: Scope) -> None:
    others = [each for each in ALL_SCOPES if not each.startswith(f"{area}:")]
    program = program_of(make_tenant().admin, *others)
    for method, path, operation in OPERATIONS:
        (needed,) = next(each["token"] for each in operation["security"] if "token" in each)
        if needed.startswith(f"{area}:"):
            answer = getattr(program, method)(re.sub(r"{\w+}", NOWHERE, path))
            assert (path, answer.status_code, answer.json().get("scope")) == (path, 403, needed)


@pytest.mark.django_db
def test_palette_tells_a_token_what_its_scopes_reach() -> None:
    tenant = make_tenant(full_name="Ultramarine")
    asked = "/api/v1/palette/?q=ultramarine"
    few = program_of(tenant.admin, "calendar:read").get(asked).json()["results"]
    more = program_of(tenant.admin, "calendar:read", "executives:read").get(asked).json()["results"]
    assert [[each["kind"] for each in lines if each["kind"] == "executive"] for lines in (few, more)] == [
        [],
        ["executive"],
    ]
