"""Pushes to a real push service on this machine, which decrypts them as a browser would."""

import json
import os
import subprocess
import time
import urllib.request
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest
from django.conf import settings as django_settings
from django.utils import timezone
from pytest_django import Settings

from jenifer.principal import acting_as
from jenifer.tests.clients import client_of
from jenifer.tests.factories import Tenant, make_tenant
from orgs.models import PushSubscription, User
from orgs.notifications.push_services import is_push_service, public_key
from orgs.tests.node import NODE, PACKAGES
from orgs.tests.telling import free_port, send_due, states, tell, wish

SERVICE = PACKAGES / "web-push-testing/src"
START = (
    "const Server = require('./server.js'); const {PushApiModel} = require('./PushApiModel.js');"
    "new Server(new PushApiModel(), Number(process.argv[1])).startServer();"
)
pytestmark = pytest.mark.django_db


class PushService:
    def __init__(self, port: int) -> None:
        self.url = f"http://localhost:{port}"

    def ask(self, path: str, **body: Any) -> Any:
        request = urllib.request.Request(
            f"{self.url}/{path}", json.dumps(body).encode(), {"Content-Type": "application/json"}
        )
        with urllib.request.urlopen(request, timeout=10) as answer:
            text = answer.read()
        return json.loads(text)["data"] if text.startswith(b"{") else None

    def subscribe(self) -> dict[str, Any]:
        return dict(self.ask("subscribe", userVisibleOnly="true", applicationServerKey=public_key()))

    def messages(self, browser: dict[str, Any]) -> list[Any]:
        found = self.ask("get-notifications", clientHash=browser["clientHash"])["messages"]
        return [json.loads(each) for each in found]


@pytest.fixture(scope="module")
def service() -> Iterator[PushService]:
    port = free_port()
    environment = {"PATH": os.environ["PATH"]}
    process = subprocess.Popen(
        [NODE, "-e", START, str(port)], cwd=SERVICE, env=environment, stdout=subprocess.DEVNULL
    )
    service = PushService(port)
    deadline = time.monotonic() + 30
    while time.monotonic() < deadline:
        try:
            service.ask("status")
            break
        except OSError:
            time.sleep(0.1)
    yield service
    process.terminate()
    process.wait(10)


@pytest.fixture
def tenant(settings: Settings) -> Tenant:
    settings.PUSH_SERVICES = ["localhost"]
    return make_tenant()


@pytest.fixture
def person(tenant: Tenant) -> User:
    wish(tenant.assistant, email=False)
    return tenant.assistant


def register(person: User, browser: dict[str, Any], **more: Any) -> Any:
    body = {"endpoint": browser["endpoint"], "keys": browser["keys"], **more}
    return client_of(person).post("/api/v1/notifications/push/", body, content_type="application/json")


def test_a_push_is_decrypted_by_the_browser_it_was_meant_for(service: PushService, person: User) -> None:
    browser = service.subscribe()
    assert register(person, browser, label="Firefox").status_code == 201
    tell(person, "Board prep is due", body="In an hour")
    send_due(person)
    (message,) = service.messages(browser)
    assert (message["title"], message["body"]) == ("Board prep is due", "In an hour")
    assert message["url"] == f"{django_settings.PUBLIC_URL}/notifications/"
    assert states(person, "push") == ["sent"]


def test_a_browser_that_took_its_subscription_back_is_forgotten(service: PushService, person: User) -> None:
    browser = service.subscribe()
    register(person, browser)
    service.ask(f"expire-subscription/{browser['clientHash']}")
    tell(person)
    send_due(person)
    with acting_as(person):
        assert PushSubscription.objects.count() == 0
    assert states(person, "push") == ["suppressed"]


def test_one_browser_of_two_is_enough(service: PushService, person: User) -> None:
    gone, here = service.subscribe(), service.subscribe()
    register(person, gone)
    register(person, here)
    service.ask(f"expire-subscription/{gone['clientHash']}")
    tell(person)
    send_due(person)
    assert (len(service.messages(here)), states(person, "push")) == (1, ["sent"])


def test_a_push_waits_while_the_service_is_away(person: User) -> None:
    with acting_as(person):
        PushSubscription.objects.create(
            user=person, endpoint=f"http://localhost:{free_port()}/x", p256dh=public_key(), auth="A" * 22
        )
    tell(person)
    send_due(person)
    send_due(person, timezone.now() + timedelta(seconds=30))
    assert states(person, "push") == ["waiting"]


def test_signing_out_ends_the_pushes_to_that_browser_alone(
    service: PushService, tenant: Tenant, person: User
) -> None:
    here, elsewhere, colleagues = service.subscribe(), service.subscribe(), service.subscribe()
    register(person, here)
    register(person, elsewhere)
    register(tenant.admin, colleagues)
    for browser in (here, colleagues):
        client_of(person).post("/accounts/logout/", {"push_endpoint": browser["endpoint"]})
    left = []
    for each in (person, tenant.admin):
        with acting_as(each):
            left += list(PushSubscription.objects.values_list("endpoint", flat=True))
    assert left == [elsewhere["endpoint"], colleagues["endpoint"]]


def test_a_browser_speaks_to_whoever_subscribed_last(
    service: PushService, tenant: Tenant, person: User
) -> None:
    browser = service.subscribe()
    register(tenant.admin, browser)
    assert register(person, browser).status_code == 201
    with acting_as(tenant.admin):
        assert PushSubscription.objects.count() == 0
    with acting_as(person):
        assert PushSubscription.objects.count() == 1


def test_without_a_browser_there_is_nothing_to_push(person: User) -> None:
    tell(person)
    assert states(person, "push") == []


@pytest.mark.parametrize(
    "endpoint",
    [
        "http://127.0.0.1:6379/",
        "http://169.254.169.254/latest/",
        "https://localhost.evil.test/",
        "https://localhost@evil.test/",
        "https://127.0.0.1\\.localhost/",
        "https://evil.test\t.localhost/",
        "https://localhost:8443/",
        "file:///etc/passwd",
        "https://[x",
    ],
)
def test_an_address_that_is_no_push_service_is_refused(person: User, endpoint: str) -> None:
    answer = register(person, {"endpoint": endpoint, "keys": {"p256dh": public_key(), "auth": "A" * 22}})
    assert (answer.status_code, list(answer.json()["errors"])) == (400, ["endpoint"])


@pytest.mark.parametrize(
    "endpoint",
    ["https://fcm.googleapis.com/fcm/send/x", "https://updates.push.services.mozilla.com/wpush/v2/x"],
)
def test_the_browsers_own_services_are_known(endpoint: str) -> None:
    assert is_push_service(endpoint)


@pytest.mark.parametrize("keys", [{}, {"p256dh": "x", "auth": "y"}, {"p256dh": "?" * 87, "auth": "A" * 22}])
def test_keys_that_are_none_are_refused(service: PushService, person: User, keys: dict[str, str]) -> None:
    assert register(person, service.subscribe() | {"keys": keys}).status_code == 400


def test_the_service_worker_is_served_at_the_root(person: User) -> None:
    answer = client_of(person).get("/sw.js")
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/javascript")
    assert b"showNotification" in answer.content
