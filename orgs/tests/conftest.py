from collections.abc import Iterator
from typing import TYPE_CHECKING

import pytest

from jenifer.principal import ANONYMOUS, current

if TYPE_CHECKING:  # read before the settings are: what needs them is imported where it is used
    from jenifer.tests.factories import Tenant
    from orgs.models import User


@pytest.fixture(autouse=True)
def nobody_is_left_behind() -> Iterator[None]:
    """No request leaks its principal into what comes after it."""
    yield
    assert current() == ANONYMOUS


@pytest.fixture
def tenant() -> "Tenant":
    from jenifer.tests.factories import make_tenant

    return make_tenant()


@pytest.fixture
def person(tenant: "Tenant") -> "User":
    return tenant.assistant
