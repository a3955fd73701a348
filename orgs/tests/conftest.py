from collections.abc import Iterator

import pytest

from jenifer.principal import ANONYMOUS, current


@pytest.fixture(autouse=True)
def nobody_is_left_behind() -> Iterator[None]:
    """No request leaks its principal into what comes after it."""
    yield
    assert current() == ANONYMOUS
