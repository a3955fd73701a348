"""Whatever stands in an address or a form, it is answered, never stumbled over."""

import pytest
from django.test import Client

from jenifer.tests.clients import client_of
from jenifer.tests.factories import make_meeting, make_tenant

WORDS = [
    "",
    "\0",
    "%00",
    "9999-12-31",
    "0001-01-01",
    "1583-01-01",
    "2199-12-31",
    "9999-12-31T23:59:59Z",
    "-1",
    "9" * 30,
    "é́",
    "'\"<",
    "x" * 5000,
]
FILTERS = {
    "/": ["day", "executive"],
    "/insights/": ["kind", "status", "executive", "page"],
    "/executives/": ["q", "page"],
    "/calendar/import/": ["executive"],
    "/outbox/": ["mail"],
    "/settings/team/": ["q", "state", "page"],
    "/settings/team/invitations/": ["page"],
    "/accounts/login/": ["next"],
    "/meetings/{meeting}/": ["instance"],
    "/api/v1/executives/": ["cursor", "page_size"],
    "/api/v1/meetings/": ["executive", "since", "until", "status"],
    "/api/v1/meetings/instances/": ["executive", "since", "until"],
    "/api/v1/members/": ["q", "cursor"],
    "/api/v1/invitations/": ["cursor"],
    "/api/v1/insights/": ["executive", "kind", "status", "cursor"],
}
FORMS = [
    "/executives/new/",
    "/executives/{executive}/",
    "/calendar/import/",
    "/accounts/email/",
    "/accounts/2fa/",
]
FORMS += ["/accounts/password/change/", "/insights/{executive}/respond/"]
FORMS += [
    "/settings/team/invitations/",
    "/welcome/organization/",
    "/welcome/executive/",
    "/welcome/colleague/",
]


@pytest.mark.django_db
@pytest.mark.parametrize("word", WORDS, ids=ascii)
def test_odd_word_in_an_address_is_answered(word):
    tenant = make_tenant()
    meeting = make_meeting(tenant.admin, tenant.executive)
    client = client_of(tenant.admin, raise_request_exception=False)
    answers = {
        (address, name): client.get(address.format(meeting=meeting.pk), {name: word}).status_code
        for address, names in FILTERS.items()
        for name in names
    }
    assert {asked: status for asked, status in answers.items() if status >= 500} == {}


@pytest.mark.django_db
@pytest.mark.parametrize("word", WORDS, ids=ascii)
def test_odd_word_in_a_form_is_answered(word):
    tenant = make_tenant()
    client = client_of(tenant.admin, raise_request_exception=False)
    names = [
        "full_name",
        "title",
        "email",
        "timezone",
        "work_start",
        "work_end",
        "buffer_minutes",
        "max_per_day",
    ]
    names += ["avoid_days", "executive", "file", "action_add", "oldpassword", "password1", "do", "version"]
    names += ["addresses", "role", "name", "size", "date_format", "time_format"]
    body = dict.fromkeys(names, word)
    addresses = [each.format(executive=tenant.executive.pk) for each in FORMS]
    answers = {address: client.post(address, body).status_code for address in addresses}
    assert {asked: status for asked, status in answers.items() if status >= 500} == {}


@pytest.mark.django_db
@pytest.mark.parametrize("word", WORDS, ids=ascii)
def test_odd_word_from_a_stranger_is_answered(word):
    body = dict.fromkeys(
        ("login", "email", "password", "password1", "full_name", "organization", "code"), word
    )
    addresses = [
        "login/",
        "signup/",
        "login/code/",
        "password/reset/",
        "login/code/confirm/",
        "confirm-email/",
    ]
    client = Client(raise_request_exception=False)
    answers = {each: client.post(f"/accounts/{each}", body).status_code for each in addresses}
    answers |= {
        f"{each} known": client.post(
            f"/accounts/{each}", body | {"login": "a@b.test", "email": "a@b.test"}
        ).status_code
        for each in addresses
    }
    assert {asked: status for asked, status in answers.items() if status >= 500} == {}
