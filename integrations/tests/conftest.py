from collections.abc import Iterator

import pytest

from integrations.tests.caldav_servers import Server, running
from integrations.tests.calendar_files import Published, calendar, event, publishing


@pytest.fixture(scope="module", params=["radicale", "xandikos"])
def server(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    with running(request.param, tmp_path_factory.mktemp(request.param)) as server:
        yield server


@pytest.fixture
def published() -> Iterator[Published]:
    with publishing() as published:
        published.text = calendar(event("a"), event("b", "Lunch", "20261124T120000Z"))
        yield published
