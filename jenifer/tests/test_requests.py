"""A request acts as its session's person, also while its body is streamed; the next one starts anew."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.db import connection
from django.http import HttpRequest, HttpResponse, JsonResponse, StreamingHttpResponse
from django.test import Client
from django.urls import path

from jenifer.principal import ANONYMOUS, acting_as, current
from jenifer.tests.factories import Tenant
from orgs.models import User


def bound() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(current_setting('app.user_id', true), '')")
        return cursor.fetchone()[0]


def plain(request: HttpRequest) -> HttpResponse:
    return HttpResponse(bound())


def who(request: HttpRequest) -> JsonResponse:
    return JsonResponse(current(), safe=False)


def streamed(request: HttpRequest) -> StreamingHttpResponse:
    return StreamingHttpResponse(_parts())


def _parts() -> Iterator[str]:
    for _ in range(3):
        yield f"{bound()}\n"


urlpatterns = [path("plain", plain), path("streamed", streamed), path("who", who)]
pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


def signed_in(user: User) -> Client:
    client = Client(headers={"user-agent": "Browser 1.0"})
    with acting_as(user):
        client.force_login(user)
    return client


def body(user: User) -> Iterator[bytes]:
    response: Any = signed_in(user).get("/streamed")
    return iter(response.streaming_content)


def test_a_visitor_is_nobody(tenant: Tenant) -> None:
    assert Client().get("/plain").content == b""


def test_a_request_acts_as_its_person_and_leaves_nothing_behind(tenant: Tenant) -> None:
    client = signed_in(tenant.assistant)
    assert client.get("/plain").content.decode() == str(tenant.assistant.pk)
    assert (current(), Client().get("/plain").content) == (ANONYMOUS, b"")


def test_a_streamed_body_is_made_as_its_person(tenant: Tenant) -> None:
    parts = body(tenant.assistant)
    assert current() == ANONYMOUS
    assert [part.decode().strip() for part in parts] == [str(tenant.assistant.pk)] * 3


def test_two_streams_read_by_turns_keep_their_persons(tenant: Tenant) -> None:
    people = tenant.assistant, tenant.admin
    bodies = [body(person) for person in people]
    turns = [next(each).decode().strip() for _ in range(3) for each in bodies]
    assert turns == [str(person.pk) for person in people] * 3


def test_whoever_is_deactivated_is_nobody_at_the_next_request(tenant: Tenant) -> None:
    client = signed_in(tenant.assistant)
    with acting_as(tenant.admin):
        User.objects.filter(pk=tenant.assistant.pk).update(is_active=False)
    assert client.get("/plain").content == b""


def test_address_and_client_are_bound_for_the_log(tenant: Tenant) -> None:
    response = signed_in(tenant.admin).get("/who", REMOTE_ADDR="192.0.2.9")
    assert response.json() == [str(tenant.admin.pk), "", "", "192.0.2.9", "Browser 1.0", ""]
