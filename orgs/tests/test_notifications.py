"""The list, the bell and the API: a person's own, read and unread."""

import json
from contextlib import ExitStack

import pytest
from django.test import Client
from pytest_django import Settings

from jenifer.principal import acting_as
from jenifer.tests.clients import client_of
from jenifer.tests.factories import Tenant, make_tenant
from jenifer.tests.queries import queries_for
from orgs.models import Notification, NotificationCategory, User
from orgs.notifications.notify import notify
from orgs.notifications.wakeups import MOST_BELLS, switchboard
from orgs.tests.telling import fresh, tell, titles

pytestmark = pytest.mark.django_db
PAGE, API = "/notifications/", "/api/v1/notifications/"


@pytest.fixture
def client(person: User) -> Client:
    return client_of(person)


def only(person: User) -> Notification:
    with acting_as(person):
        return Notification.objects.get()


def bell(client: Client, settings: Settings) -> str:
    settings.BELL_STREAM_SECONDS = 0
    return b"".join(client.get("/notifications/stream/")).decode()


def test_a_colleague_is_told_and_the_sender_is_not(tenant: Tenant, person: User) -> None:
    with acting_as(tenant.admin):
        told = notify(
            to=[fresh_colleague(tenant)], category=NotificationCategory.TASK, title="Please call Ana"
        )
    assert (len(told), titles(person), titles(tenant.admin)) == (1, ["Please call Ana"], [])


def fresh_colleague(tenant: Tenant) -> User:
    return User.objects.select_related("org").get(pk=tenant.assistant.pk)


def test_another_organization_is_not_told(tenant: Tenant) -> None:
    stranger = fresh(make_tenant().assistant)
    with acting_as(tenant.admin):
        assert notify(to=[stranger], category=NotificationCategory.TASK, title="Hello") == []
    assert titles(stranger) == []


def test_whoever_left_is_not_told(tenant: Tenant, person: User) -> None:
    left = fresh(person)
    with acting_as(tenant.admin):
        User.objects.filter(pk=person.pk).update(is_active=False)
        assert notify(to=[left], category=NotificationCategory.TASK, title="Hello") == []


def test_an_empty_list_says_what_will_come(client: Client) -> None:
    assert "No notifications yet" in client.get(PAGE).content.decode()


def test_the_list_is_filtered_by_state_and_category(client: Client, person: User) -> None:
    tell(person, "A task", category="task")
    tell(person, "An insight", category="ai")
    client.post(f"{PAGE}{first(person).pk}/read/")

    def shown(query: str) -> list[bool]:
        page = client.get(f"{PAGE}{query}").content.decode()
        return [title in page for title in ("A task", "An insight")]

    assert shown("") == [True, True]
    assert shown("?show=unread") == [False, True]
    assert shown("?category=task") == [True, False]
    assert shown("?category=nonsense") == [False, False]


def first(person: User) -> Notification:
    with acting_as(person):
        return Notification.objects.earliest("created_at")


def test_opening_one_marks_it_read_and_leads_on(client: Client, person: User) -> None:
    tell(person, url="/insights/?status=open")
    answer = client.get(f"{PAGE}{only(person).pk}/open/")
    assert (answer.status_code, answer["Location"]) == (302, "/insights/?status=open")
    assert only(person).is_read


@pytest.mark.parametrize(
    "url", ["https://evil.test/", "//evil.test/", "javascript:alert(1)", "\\\\evil.test"]
)
def test_opening_one_never_leads_away(client: Client, person: User, url: str) -> None:
    tell(person, url=url)
    assert client.get(f"{PAGE}{only(person).pk}/open/")["Location"] == PAGE


def test_marking_all_read_leaves_colleagues_alone(client: Client, tenant: Tenant, person: User) -> None:
    tell(person)
    tell(person)
    tell(tenant.admin)
    page = client.post(f"{PAGE}read/", {"back": f"{PAGE}?show=unread"}, follow=True)
    assert page.redirect_chain == [(f"{PAGE}?show=unread", 302)]
    assert "2 notifications marked read." in page.content.decode()
    assert not only(tenant.admin).is_read


def test_a_colleagues_notification_is_not_there(client: Client, tenant: Tenant) -> None:
    tell(tenant.admin)
    notification = only(tenant.admin)
    for answer in (
        client.get(f"{PAGE}{notification.pk}/open/"),
        client.post(f"{PAGE}{notification.pk}/read/"),
        client.post(f"{API}{notification.pk}/read/"),
    ):
        assert answer.status_code == 404
    assert not only(tenant.admin).is_read


def test_the_list_costs_the_same_for_one_and_for_three(client: Client, person: User) -> None:
    tell(person)
    one = queries_for(client, PAGE)
    tell(person)
    tell(person)
    assert queries_for(client, PAGE) == one


def test_the_api_lists_marks_and_narrows(client: Client, person: User) -> None:
    tell(person, "A task", category="task")
    tell(person, "An insight", category="ai")
    assert [each["title"] for each in client.get(API).json()["results"]] == ["An insight", "A task"]
    marked = client.post(f"{API}{first(person).pk}/read/").json()
    assert (marked["title"], marked["is_read"], marked["deliveries"][0]["state"]) == (
        "A task",
        True,
        "waiting",
    )
    unread = client.get(API, {"is_read": "false"}).json()["results"]
    assert [each["title"] for each in unread] == ["An insight"]
    assert [each["title"] for each in client.get(API, {"category": "task"}).json()["results"]] == ["A task"]
    assert client.get(API, {"category": "weather"}).status_code == 400
    assert client.post(f"{API}read/").json() == {"marked": 1}


def test_the_bell_says_at_once_what_is_unread(client: Client, person: User, settings: Settings) -> None:
    tell(person, "<b>Bold</b>")
    retry, data, *rest = bell(client, settings).split("\n")
    assert (retry, rest) == ("retry: 1000", ["", ""])
    news = json.loads(data.removeprefix("data: "))
    assert (news["person"], news["unread"], "&lt;b&gt;Bold" in news["html"]) == (str(person.pk), 1, True)


def test_the_top_bar_shows_the_count_without_script(client: Client, person: User) -> None:
    tell(person)
    page = client.get("/executives/").content.decode()
    assert '<span class="count" data-count="notifications">1</span>' in page


def test_a_signed_out_bell_is_refused_without_a_redirect() -> None:
    answer = Client().get("/notifications/stream/")
    assert (answer.status_code, answer.content) == (401, b"")


def test_one_persons_bells_leave_threads_to_others(client: Client, person: User, settings: Settings) -> None:
    settings.BELL_STREAM_SECONDS = 0
    with ExitStack() as bells:
        for _ in range(MOST_BELLS):
            bells.enter_context(switchboard.bell(str(person.pk)))
        assert client.get("/notifications/stream/").status_code == 429
        assert client_of(make_tenant().admin).get("/notifications/stream/").status_code == 200
    assert client.get("/notifications/stream/").status_code == 200
