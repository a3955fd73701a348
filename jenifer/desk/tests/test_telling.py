"""Before people outside hear of a fix or a cancellation one is asked; afterwards it can be undone."""

import re
from datetime import timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from django.test import Client

from ai_engine.models import AIInsight
from ai_engine.tests.conflicts import make_overlap
from ai_engine.versions import version_of
from jenifer.principal import acting_as
from jenifer.tests.clients import client_of
from jenifer.tests.factories import Tenant, make_meeting
from jenifer.tests.invited import ANA, COLLEAGUE, make_house, send, states
from scheduling.models import Meeting
from scheduling.moments import write_moment

pytestmark = pytest.mark.django_db
HTMX = {"HX-Request": "true", "HX-Current-URL": "http://testserver/"}


@pytest.fixture
def tenant(db: None) -> Tenant:
    return make_house()


def fix(tenant: Tenant, *addresses: str) -> tuple[AIInsight, dict[str, str]]:
    """A double booking, and the form that moves one of the two."""
    people = [{"email": each} for each in addresses]
    insight, first, _second = make_overlap(tenant, attendees=people)
    with acting_as(tenant.admin):
        Meeting.objects.filter(pk=first.pk).update(attendees=people)
    return insight, {"do": "accept:0", "version": version_of(insight)}


def post(client: Client, insight: AIInsight, body: dict[str, str], **options: Any) -> str:
    return client.post(f"/insights/{insight.pk}/respond/", body, **options).content.decode()


def moved(tenant: Tenant) -> int:
    with acting_as(tenant.admin):
        return Meeting.objects.filter(sequence=1).count()


def test_a_fix_asks_before_it_tells_people_outside(tenant: Tenant) -> None:
    insight, form = fix(tenant, ANA, COLLEAGUE)
    card = post(client_of(tenant.assistant), insight, form, headers=HTMX)
    assert (f'id="insight-{insight.pk}"' in card, ANA in card, "<html" in card) == (True, True, False)
    assert (moved(tenant), states(tenant)) == (0, [])


def test_the_question_is_a_page_without_scripts(tenant: Tenant) -> None:
    insight, form = fix(tenant, ANA)
    page = post(client_of(tenant.assistant), insight, form)
    assert ("<html" in page, 'name="note"' in page) == (True, True)


@pytest.mark.parametrize(("choice", "told"), [("send", [(ANA, "waiting")]), ("quiet", [])])
def test_what_was_decided_is_done(tenant: Tenant, choice: str, told: list[Any]) -> None:
    insight, form = fix(tenant, ANA)
    said = post(client_of(tenant.assistant), insight, form | {"tell": choice, "note": "Sorry"}, headers=HTMX)
    assert ("1 person is told in 20 seconds." in said) is bool(told)
    assert (moved(tenant), states(tenant)) == (1, told)


def test_one_click_is_enough_where_everyone_is_inside(tenant: Tenant) -> None:
    insight, form = fix(tenant, COLLEAGUE)
    said = post(client_of(tenant.assistant), insight, form, headers=HTMX)
    assert "1 person is told in 20 seconds." in said
    assert moved(tenant) == 1


def test_undo_takes_the_letters_back(tenant: Tenant) -> None:
    insight, form = fix(tenant, COLLEAGUE)
    client = client_of(tenant.assistant)
    post(client, insight, form)
    post(client, insight, {"do": "undo"})
    assert (moved(tenant), states(tenant)) == (0, [(COLLEAGUE, "taken_back")])


def test_undo_afterwards_says_that_they_are_told_again(tenant: Tenant, mailoutbox: list[Any]) -> None:
    insight, form = fix(tenant, COLLEAGUE)
    client = client_of(tenant.assistant)
    post(client, insight, form)
    send(tenant)
    said = post(client, insight, {"do": "undo"}, headers=HTMX)
    assert "1 person had been told already, and is told of this too." in said
    assert states(tenant) == [(COLLEAGUE, "sent"), (COLLEAGUE, "waiting")]


def test_a_meeting_is_cancelled_from_its_page_and_brought_back(tenant: Tenant) -> None:
    meeting = make_meeting(tenant.admin, tenant.executive, title="Board", attendees=[{"email": ANA}])
    client = client_of(tenant.assistant)
    page = client.get(f"/meetings/{meeting.pk}/").content.decode()
    assert f"/meetings/{meeting.pk}/cancel/" in page
    assert ANA in client.get(f"/meetings/{meeting.pk}/cancel/").content.decode()
    page = client.post(f"/meetings/{meeting.pk}/cancel/", {"tell": "send"}, follow=True).content.decode()
    assert ("To be told" in page, "Cancelled" in page) == (True, True)
    undo_url = re.findall(r'action="(/meetings/undo/[^"]+)"', page)[0]
    assert client_of(make_house(email="zoe@other.example").assistant).post(undo_url).status_code == 404
    client.post(undo_url)
    with acting_as(tenant.admin):
        meeting.refresh_from_db()
    assert (meeting.status, meeting.sequence, states(tenant)) == ("confirmed", 0, [(ANA, "taken_back")])
    assert client.post(undo_url[:-3] + "x/").status_code == 404


def test_one_instance_that_is_cancelled_says_which_and_keeps_its_page(tenant: Tenant) -> None:
    meeting = make_meeting(
        tenant.admin,
        tenant.executive,
        title="Board",
        attendees=[{"email": ANA}],
        is_recurring=True,
        recurrence_rule="FREQ=DAILY;COUNT=3",
    )
    second = write_moment(meeting.start_time + timedelta(days=1))
    client, query = client_of(tenant.assistant), f"?{urlencode({'instance': second})}"
    sheet = client.get(f"/meetings/{meeting.pk}/cancel/{query}").text
    assert f'href="/meetings/{meeting.pk}/cancel/"' in sheet
    gone = client.post(f"/meetings/{meeting.pk}/cancel/{query}", {"tell": "send"}, follow=True)
    assert gone.redirect_chain == [(f"/meetings/{meeting.pk}/{query}", 302)]
    assert re.search(r"“Board”, .+, is cancelled\. 1 person is told", gone.text)
    assert re.search(r"Cancelled: .+ · today", gone.text)
    assert "Cancel the meeting…" not in gone.text
    assert "Cancel the meeting…" in client.get(f"/meetings/{meeting.pk}/").text
    undone = client.post(re.findall(r'action="(/meetings/undo/[^"]+)"', gone.text)[0], follow=True)
    assert undone.redirect_chain == [(f"/meetings/{meeting.pk}/{query}", 302)]
    assert "Cancel the meeting…" in undone.text
