"""A calendar's file imported first, and the calendar connected later: one event each."""

from io import BytesIO

import pytest

from integrations.sync.apply import Tally
from integrations.tests.caldav_servers import Server
from integrations.tests.desks import NINE, Desk, body
from jenifer.principal import acting_as
from scheduling.services.importing import import_events

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("title", ["Board", "Board and lunch"])
def test_a_file_imported_before_its_account_is_connected_is_the_same_events(
    server: Server, title: str
) -> None:
    desk = Desk(server)
    with acting_as(desk.admin):
        import_events(by=desk.admin, executive=desk.executive, stream=BytesIO(body().encode()))
    desk.put("board", body(title=title))
    desk.sync()
    assert desk.here() == [(title, NINE)]
    assert len(desk.there()) == 1
    assert desk.sync() == Tally()
