"""Two organizations with a row in every table, committed, for tests that speak SQL.

Imports stand inside the fixtures: this file is read before the servers run, and with them the settings.
"""

from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest
from pytest_django import DjangoDbBlocker

if TYPE_CHECKING:
    from jenifer.tests.catalogue.attempts import Ways
    from jenifer.tests.catalogue.rows import House
    from jenifer.tests.factories import Tenant


@pytest.fixture(scope="module")
def ways(django_db_setup: None, django_db_blocker: DjangoDbBlocker) -> "Iterator[Ways]":
    from jenifer.tests.catalogue.attempts import Ways, connect

    with django_db_blocker.unblock():
        ways = Ways(owner=connect("owner"), app=connect("default"))
        yield ways
        ways.close()


@pytest.fixture(scope="module")
def houses(ways: "Ways") -> "Iterator[tuple[House, House]]":
    from jenifer.tests.catalogue.rows import build, demolish

    houses = build(ways.owner), build(ways.owner)
    yield houses
    demolish(ways.owner, *houses)


@pytest.fixture
def ours(houses: "tuple[House, House]") -> "House":
    return houses[0]


@pytest.fixture
def theirs(houses: "tuple[House, House]") -> "House":
    return houses[1]


@pytest.fixture
def tenant() -> "Tenant":
    from jenifer.tests.factories import make_tenant

    return make_tenant()
