from collections.abc import Iterator
from ipaddress import ip_network

import pytest
from pytest_django import Settings

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


@pytest.fixture
def loopback_allowed(settings: Settings) -> None:
    """Servers of a test's own are asked, as a network of one's own is."""
    settings.OUTBOUND_ALLOWED = (ip_network("127.0.0.1"),)
