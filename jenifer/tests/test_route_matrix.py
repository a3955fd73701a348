"""Every address and operation × everyone who may ask: an address that is not in the table fails the suite."""

import re
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.admindocs.views import simplify_regex
from django.db import transaction
from django.http import HttpResponseBase
from django.urls import URLPattern, URLResolver, get_resolver, reverse
from pytest_django import Settings

from jenifer.tests.route_bodies import BODIES, HEADERS
from jenifer.tests.routes import ROUTES, VISITORS
from jenifer.tests.visitors import CONTENT, NAME, World, browser, make_world
from orgs.scopes import ALL_SCOPES
from orgs.tests.api_clients import make_token, program_with

METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
CELLS = [(*route, visitor, cell) for route, cells in ROUTES.items() for visitor, cell in cells.items()]
FILES = ("/api/v1/imports/", "/api/v1/attachments/")
STAFF_SITE = "/admin/"  # has a rule instead of lines: jenifer.tests.test_staff_routes
OPEN = ("/api/v1/schema.json", "/api/v1/docs/")


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    """Made once: each cell is undone, and all of it at the end."""
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_world()
        transaction.set_rollback(True)


@pytest.fixture(autouse=True)
def brief_streams(settings: Settings) -> None:
    """A bell's stream says how things stand, and ends."""
    settings.BELL_STREAM_SECONDS = 0


def addresses(patterns: list[URLPattern | URLResolver], prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    for pattern in patterns:
        if isinstance(pattern, URLResolver):
            yield from addresses(pattern.url_patterns, prefix + str(pattern.pattern))
        else:
            yield re.sub(r"<\w+:(\w+)>", r"<\1>", simplify_regex(prefix + str(pattern.pattern))), pattern


def ask(world: World, visitor: str, method: str, address: str) -> tuple[Any, bytes]:
    """The response and its body, streamed ones too, while what it did is still there."""
    path = re.sub(r"<(\w+)>", lambda name: world.ids[name[1]], address)
    sent = BODIES.get((method, address), lambda world: {})(world)
    client = browser(world.sessions[visitor])
    options: dict[str, Any] = {}
    if method != "GET" and address.startswith("/api/"):
        options = {"headers": HEADERS.get(method, {})}
        options |= {} if address in FILES else {"content_type": "application/json"}
    with transaction.atomic():
        response = getattr(client, method.lower())(path, sent, **options)
        body = b"".join(response) if response.streaming else response.content
        transaction.set_rollback(True)
    return response, body


def answer(response: HttpResponseBase) -> str:
    """The status; of a redirect where it leads, if that is one of the places of the table."""
    place = response.get("Location", "").partition("?")[0]
    places = {reverse("account_login"): "login", reverse("account_reauthenticate"): "reauth", "/": "home"}
    return places.get(place, str(response.status_code))


@pytest.mark.parametrize(
    ("method", "address", "visitor", "expected"), CELLS, ids=[" ".join(cell[:3]) for cell in CELLS]
)
def test_address_answers_each_visitor_as_it_should(
    world: World, method: str, address: str, visitor: str, expected: str
) -> None:
    response, body = ask(world, visitor, method, address)
    assert answer(response) == expected
    told = {word for word in (NAME, CONTENT) if word.encode() in body}
    assert told <= VISITORS[visitor]


def test_table_has_every_address_and_no_other() -> None:
    known = {address for address, _pattern in addresses(get_resolver().url_patterns)}
    lines = {address for address in known if not address.startswith(STAFF_SITE)}
    assert {address for _method, address in ROUTES} == lines


@pytest.mark.parametrize("address", sorted({address for _method, address in ROUTES}))
def test_table_has_every_method_and_no_other(world: World, address: str) -> None:
    pattern = dict(addresses(get_resolver().url_patterns))[address]
    declared = {method for method in METHODS if (method, address) in ROUTES}
    view = getattr(pattern.callback, "view_class", None) or getattr(pattern.callback, "cls", None)
    if view is not None:
        assert declared == {method for method in METHODS if hasattr(view, method.lower())}
        return
    for method in set(METHODS) - declared:  # a function says by its answer what it takes
        assert ask(world, "admin", method, address)[0].status_code == 405


TOKEN_CELLS = [
    (method, address, fault)
    for method, address in ROUTES
    if address.startswith("/api/v1/") and address not in OPEN
    for fault in ("without scope", "expired")
]


@pytest.mark.parametrize(
    ("method", "address", "fault"), TOKEN_CELLS, ids=[" ".join(cell) for cell in TOKEN_CELLS]
)
def test_token_that_does_not_reach_is_told_why(world: World, method: str, address: str, fault: str) -> None:
    """An admin's, who by session may everything."""
    path = re.sub(r"<(\w+)>", lambda name: world.ids[name[1]], address)
    lifetime = timedelta(0) if fault == "expired" else None
    with transaction.atomic():
        key = make_token(world.tenant.admin, [] if fault == "without scope" else ALL_SCOPES, lifetime)[1]
        response = getattr(program_with(key), method.lower())(path)
        transaction.set_rollback(True)
    expected = {
        "expired": (401, "/problems/token_expired"),
        "without scope": (403, "/problems/insufficient_scope"),
    }
    assert (response.status_code, response.json()["type"]) == expected[fault]
