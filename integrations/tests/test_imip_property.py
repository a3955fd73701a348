"""Whatever is moved, undone, called off and sent, mail away or not: everyone hears each thing once."""

import re
from datetime import timedelta

import pytest
from django.db import transaction
from django.test import override_settings
from hypothesis import given, settings
from hypothesis import strategies as st

from jenifer.principal import acting_as
from jenifer.tests.factories import Tenant
from jenifer.tests.invited import ANA, BEN, calendar_in, cancel, fresh, invite, make_house, move, opened, send
from orgs.tests.telling import Postbox, free_port, mail_server, mailers_at
from scheduling.models import AttendeeNotice, Meeting
from scheduling.services.meetings import MoveRefused, WayBack
from scheduling.services.telling import undo_and_tell

pytestmark = pytest.mark.django_db
STEPS = st.lists(
    st.sampled_from(["move", "cancel", "undo", "send", "send", "mail away", "mail back"]), max_size=9
)


class Desk:
    """A meeting, its letters, and the last change that can be undone."""

    def __init__(self, tenant: Tenant, postbox: Postbox) -> None:
        self.tenant, self.postbox = tenant, postbox
        self.meeting: Meeting = invite(tenant, ANA, BEN)
        self.last: WayBack | None = None
        self.elapsed = timedelta(0)

    def do(self, step: str) -> None:
        try:
            with transaction.atomic():
                self._do(step)
        except MoveRefused:  # cancelled already, or changed since
            self.last = None

    def _do(self, step: str) -> None:
        match step:
            case "move":
                self.last = move(self.tenant, self.meeting)
            case "cancel":
                self.last = cancel(self.tenant, self.meeting)
            case "undo" if self.last is not None:
                way_back, self.last = self.last, None
                with acting_as(self.tenant.assistant):
                    undo_and_tell(by=self.tenant.assistant, way_back=way_back)
            case "send":
                self.elapsed += timedelta(seconds=25)
                send(self.tenant, self.elapsed)
            case "mail away":
                self.postbox.refusals |= dict.fromkeys((ANA, BEN), "451 later")
            case "mail back":
                self.postbox.refusals.clear()


@settings(max_examples=25)
@given(steps=STEPS)
def test_everyone_is_told_of_each_change_once_and_ends_with_what_is_so(steps: list[str]) -> None:
    port, postbox = free_port(), Postbox()
    with override_settings(MAILERS=mailers_at(port)), transaction.atomic(), mail_server(port, postbox):
        desk = Desk(make_house(), postbox)
        for step in steps:
            desk.do(step)
        postbox.refusals.clear()
        send(desk.tenant, timedelta(hours=30))
        check(desk)
        transaction.set_rollback(True)


def check(desk: Desk) -> None:
    with acting_as(desk.tenant.assistant):
        notices = list(AttendeeNotice.objects.all())
    assert {each.state for each in notices} <= {"sent", "taken_back"}
    identities = [opened(each)["Message-ID"] for each in desk.postbox.messages]
    sent = {str(each.pk) for each in notices if each.state == "sent"}
    assert sorted(identity[1:37] for identity in identities) == sorted(sent)
    now = fresh(desk.tenant, desk.meeting)
    for person in (ANA, BEN):
        texts = [calendar_in(each) for each in desk.postbox.messages if opened(each)["To"] == person]
        if texts:
            latest = max(texts, key=sequence_of)
            assert (sequence_of(latest), "METHOD:CANCEL" in latest) == (
                now.sequence,
                now.status == "cancelled",
            )
            assert f"DTSTART:{now.start_time:%Y%m%dT%H%M%SZ}" in latest


def sequence_of(text: str) -> int:
    found = re.search(r"SEQUENCE:(\d+)", text)
    return int(found[1]) if found else -1
