"""The route matrix of the staff site, by a rule: whoever is signed out logs in, all others find nothing."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib import admin
from django.db import transaction
from django.urls import get_resolver

from jenifer.tests.routes import VISITORS
from jenifer.tests.test_route_matrix import STAFF_SITE, addresses, answer
from jenifer.tests.visitors import World, browser, make_world

ANYONE = "00000000-0000-4000-8000-000000000000"
OF_THE_SITE = {
    "",
    "enter/<organization_id>/",
    "leave/",
    "features/",
    "features/<flag_id>/",
    "search/",
    "autocomplete/",
    "jsi18n/",
    "<app_label>/",
}
OF_A_MODEL = {
    "",
    "add/",
    "<object_id>/history/",
    "<object_id>/delete/",
    "<object_id>/change/",
    "<object_id>/",
}
EVERYWHERE = {"signed out", "admin"}  # the door is one: for the other visitors one app's pages will do


def expected() -> set[str]:
    """One line for each model and kind of page."""
    models = [model._meta for model in admin.site._registry]
    pages = {f"{each.app_label}/{each.model_name}/{kind}" for each in models for kind in OF_A_MODEL}
    return {STAFF_SITE + page for page in OF_THE_SITE | pages}


def found() -> set[str]:
    known = {address for address, _pattern in addresses(get_resolver().url_patterns)}
    return {address for address in known if address.startswith(STAFF_SITE)}


@pytest.fixture(scope="module")
def world(django_db_setup: None, django_db_blocker: Any) -> Iterator[World]:
    with django_db_blocker.unblock(), transaction.atomic():
        yield make_world()
        transaction.set_rollback(True)


def test_the_site_has_every_page_of_the_rule_and_no_other() -> None:
    assert found() == expected()


@pytest.mark.parametrize("visitor", VISITORS)
def test_the_site_is_there_for_nobody_but_staff(visitor: str, world: World) -> None:
    client = browser(world.sessions[visitor])
    wanted = "login" if visitor in {"signed out", "deactivated"} else "404"
    answers = {}
    for address in sorted(expected()):
        if visitor in EVERYWHERE or "/orgs/" in address:
            path = re.sub(r"<app_label>", "orgs", re.sub(r"<(organization|object|flag)_id>", ANYONE, address))
            answers[address] = {answer(client.get(path)), answer(client.post(path))}
    assert {address: each for address, each in answers.items() if each != {wanted}} == {}
