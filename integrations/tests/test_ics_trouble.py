"""Subscriptions when something is wrong: each says so in words, and what came before stays."""

import logging

import pytest

from integrations.services.connections import ConnectionRefused
from integrations.tests.calendar_files import Published, calendar, event
from integrations.tests.subscriptions import SECRET, stored, subscribed, titles, turn
from jenifer.principal import acting_as
from jenifer.tests.factories import Tenant, make_tenant
from orgs.models import AuditLog, Notification

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("loopback_allowed")]


@pytest.fixture
def tenant() -> Tenant:
    return make_tenant()


@pytest.mark.parametrize(
    ("status", "after", "sentence"),
    [
        (401, "expired", "does not let us read"),
        (403, "expired", "does not let us read"),
        (404, "active", "no calendar at this address any more"),
        (410, "active", "no calendar at this address any more"),
        (418, "active", "it said 418"),
        (429, "error", "asks us to wait"),
        (500, "error", "in trouble"),
    ],
)
def test_what_a_server_says_is_put_in_words(
    tenant: Tenant, published: Published, status: int, after: str, sentence: str
) -> None:
    row = subscribed(tenant, published)
    turn(tenant, row)
    published.status = status
    turn(tenant, row)
    row = stored(tenant, row)
    assert (row.status, sentence in row.last_error) == (after, True)
    assert titles(tenant) == ["Board", "Lunch"]
    with acting_as(tenant.assistant):
        assert Notification.objects.filter(user=tenant.assistant).count() == (after != "error")


def test_its_owner_is_led_to_the_connection_and_admins_to_the_owner(
    tenant: Tenant, published: Published
) -> None:
    row = subscribed(tenant, published)
    published.status = 404
    turn(tenant, row)
    with acting_as(tenant.assistant):
        assert Notification.objects.get(user=tenant.assistant).action_url == f"/settings/calendars/{row.pk}/"
    with acting_as(tenant.admin):
        told = Notification.objects.get(user=tenant.admin)
    assert (told.action_url, told.body.splitlines()[-1]) == (
        "",
        f"{tenant.assistant} connected them, and can mend it.",
    )


def test_an_answer_cut_in_the_middle_changes_nothing(tenant: Tenant, published: Published) -> None:
    row = subscribed(tenant, published)
    turn(tenant, row)
    published.is_cut = True
    assert turn(tenant, row) is None
    published.is_cut, published.text = False, str(published.text)[:-200]
    assert turn(tenant, row) is None
    assert titles(tenant) == ["Board", "Lunch"]
    assert "broke off" in stored(tenant, row).last_error


def test_half_a_calendar_does_not_go_without_a_word(tenant: Tenant, published: Published) -> None:
    published.text = calendar(*(event(f"u{number}", f"Event {number}") for number in range(30)))
    row = subscribed(tenant, published)
    turn(tenant, row)
    published.text = calendar(event("u1", "Event 1"))
    turn(tenant, row)
    assert "29 of 30 events are gone" in stored(tenant, row).last_error
    assert len(titles(tenant)) == 30


@pytest.mark.parametrize(
    ("address", "sentence"),
    [
        ("https://10.0.0.1/a.ics", "inside a private network"),
        ("http://169.254.169.254/latest/", "inside a private network"),
        ("nowhere.invalid/a.ics", "not found"),
        ("ftp://calendars.example/", "not an address"),
    ],
)
def test_an_address_that_cannot_be_is_refused_in_words(
    tenant: Tenant, published: Published, address: str, sentence: str
) -> None:
    with pytest.raises(ConnectionRefused, match=sentence) as refusal:
        subscribed(tenant, published, address=address)
    assert refusal.value.field == "address"


def test_a_redirect_inside_is_refused(tenant: Tenant, published: Published) -> None:
    with pytest.raises(ConnectionRefused, match="private network"):
        subscribed(tenant, published, address=f"{published.url}/away?to=http://10.0.0.1/")


def test_a_web_page_is_told_from_a_calendar(tenant: Tenant, published: Published) -> None:
    published.text = "<!doctype html><title>Sign in</title>"
    with pytest.raises(ConnectionRefused, match="leads to a web page"):
        subscribed(tenant, published)


def test_the_address_is_a_secret(
    tenant: Tenant, published: Published, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO)
    address = published.url.replace("//", "//ana:hunter2@") + f"/{SECRET}.ics"
    row = subscribed(tenant, published, address=address)
    assert published.asked[-1]["authorization"].startswith("Basic ")
    turn(tenant, row)
    row = stored(tenant, row)
    assert row.access_token.reveal() == address
    with acting_as(tenant.admin):
        told = str(list(AuditLog.objects.values_list("new_values", flat=True)))
    said = told + caplog.text + str(vars(row) | {"access_token": row.access_token}) + row.last_error
    assert (SECRET in said, "hunter2" in said) == (False, False)
