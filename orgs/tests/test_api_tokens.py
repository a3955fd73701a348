from datetime import timedelta
from typing import Any

import pytest
from django.test import Client
from django.utils import timezone

from jenifer.digests import digest_of
from jenifer.principal import acting_as
from jenifer.tests.clients import client_of
from jenifer.tests.factories import PASSWORD, make_executive, make_meeting, make_person, make_tenant
from jenifer.tests.queries import queries_for
from orgs.belongings import kinds
from orgs.models import ApiToken, AuditLog, PushSubscription, User
from orgs.services.departures import deactivate_member, reactivate_member
from orgs.tests.api_clients import make_token, program_of, program_with

EXECUTIVES, MEETINGS, TOKENS = "/api/v1/executives/", "/api/v1/meetings/", "/api/v1/tokens/"
PAGE = "/settings/tokens/"

pytestmark = pytest.mark.django_db


def refusal(answer):
    assert answer["Content-Type"] == "application/problem+json"
    return answer.status_code, answer.json()["type"].removeprefix("/problems/")


def stored(token):
    with acting_as(token.user):
        return ApiToken.objects.get(pk=token.pk)


def make_on_page(client, password=PASSWORD, **fields):
    """The form, and the password where it is asked for again: what was asked is then carried out."""
    answer = client.post(PAGE, {"name": "Export", "days": "90", "calendar": "read"} | fields)
    return client.post(answer["Location"], {"password": password}) if answer.status_code == 302 else answer


def key_on(page):
    return page.context["new_key"]


def test_token_made_on_the_page_is_shown_once_and_kept_as_a_hash():
    tenant = make_tenant()
    client = client_of(tenant.assistant)
    key = key_on(make_on_page(client, insights="write"))
    with acting_as(tenant.assistant):
        token = ApiToken.objects.get()
    assert (token.token, token.prefix) == (digest_of(key), key[:10])
    assert token.scopes == ["calendar:read", "insights:write"]
    assert timedelta(days=89) < token.expires_at - timezone.now() <= timedelta(days=90)
    again = client.get(PAGE)
    assert (key in again.content.decode(), f"<code>{token.prefix}…</code>" in again.content.decode()) == (
        False,
        True,
    )
    assert "no-store" in again["Cache-Control"]
    assert program_with(key).get(MEETINGS).status_code == 200


def test_token_outlives_a_session_so_the_password_is_asked_for_again():
    tenant = make_tenant()
    client = client_of(tenant.assistant)
    wrong = make_on_page(client, password="not-the-password")
    assert wrong.context["form"].errors == {"password": ["Incorrect password."]}
    with acting_as(tenant.assistant):
        assert not ApiToken.objects.exists()
    assert [len(key_on(make_on_page(client))), client.get(PAGE).status_code] == [47, 200]


def test_key_has_256_random_bits():
    _token, key = make_token(make_tenant().admin)
    assert (key[:4], len(key)) == ("jnf_", 4 + 43)


def test_token_for_nothing_or_for_ever_is_not_made():
    tenant = make_tenant()
    client = client_of(tenant.assistant)
    answers = [
        make_on_page(client, calendar=""),
        make_on_page(client, days="0"),
        make_on_page(client, name=""),
    ]
    assert [key_on(each) for each in answers] == ["", "", ""]
    assert key_on(make_on_page(client_of(tenant.admin), days="0")) != ""
    with acting_as(tenant.admin):
        assert ApiToken.objects.get().expires_at is None


def test_fifty_tokens_are_enough():
    tenant = make_tenant()
    for _ in range(50):
        make_token(tenant.admin)
    answer = make_on_page(client_of(tenant.admin))
    assert answer.context["form"].non_field_errors() == ["You have 50 tokens. Revoke one that is not used."]


def test_token_acts_as_its_owner_and_sees_no_farther():
    tenant, other = make_tenant(), make_tenant()
    own = make_meeting(tenant.admin, tenant.executive)
    unserved = make_meeting(tenant.admin, make_executive(tenant.admin))
    foreign = make_meeting(other.admin, other.executive)
    program = program_of(tenant.assistant)
    listed = [each["id"] for each in program.get(MEETINGS).json()["results"]]
    details = [program.get(f"{MEETINGS}{each.pk}/").status_code for each in (own, unserved, foreign)]
    assert (listed, details) == ([str(own.pk)], [200, 404, 404])


def test_scope_that_is_missing_is_named():
    tenant = make_tenant()
    program = program_of(tenant.admin, "calendar:read", "executives:write")
    meeting = make_meeting(tenant.admin, tenant.executive)
    answer = program.post(f"{MEETINGS}{meeting.pk}/move/", {}, content_type="application/json")
    assert (refusal(answer), answer.json()["scope"]) == ((403, "insufficient_scope"), "calendar:write")
    answer = program.get("/api/v1/insights/")
    assert (refusal(answer), answer.json()["scope"]) == ((403, "insufficient_scope"), "insights:read")
    assert [program.get(each).status_code for each in (MEETINGS, EXECUTIVES)] == [200, 200]


def test_token_needs_no_csrf_token_and_a_session_does():
    tenant = make_tenant()
    address = f"{EXECUTIVES}{tenant.executive.pk}/"
    send: Any = {"content_type": "application/json", "headers": {"If-Match": "*"}}
    assert program_of(tenant.admin).patch(address, {"name": "Zoe"}, **send).status_code == 200
    browser = client_of(tenant.admin, enforce_csrf_checks=True)
    assert refusal(browser.patch(address, {"name": "Eve"}, **send)) == (403, "permission_denied")


def test_expired_token_is_told_so():
    tenant = make_tenant()
    token, key = make_token(tenant.admin)
    with acting_as(tenant.admin):
        ApiToken.objects.filter(pk=token.pk).update(expires_at=timezone.now())
    answer = program_with(key).get(MEETINGS)
    assert refusal(answer) == (401, "token_expired")
    assert answer["WWW-Authenticate"] == 'Bearer realm="JeniferAI", error="invalid_token"'


@pytest.mark.parametrize("key", ["jnf_", "jnf_" + "A" * 43, "other", "jnf_\x00é", "jnf_" + "x" * 5000])
def test_unknown_token_opens_nothing_even_beside_a_session(key):
    client = client_of(make_tenant().admin)
    assert refusal(client.get(MEETINGS, headers={"Authorization": f"Bearer {key}"})) == (401, "invalid_token")


def test_guessing_is_told_to_wait_and_a_known_token_from_there_is_not():
    _token, key = make_token(make_tenant().admin)
    guesses = [program_with(f"jnf_{number}").get(MEETINGS) for number in range(11)]
    assert [each.status_code for each in guesses] == [401] * 10 + [429]
    assert 0 < int(guesses[-1]["Retry-After"]) <= 60
    assert program_with("jnf_").get(MEETINGS, REMOTE_ADDR="10.1.1.1").status_code == 401
    assert program_with(key).get(MEETINGS).status_code == 200


def test_an_address_of_ipv6_is_its_network():
    for number in range(10):
        program_with("jnf_").get(MEETINGS, REMOTE_ADDR=f"2001:db8::{number}")
    places = ("2001:db8::ffff", "2001:db8:0:1::")
    assert [program_with("jnf_").get(MEETINGS, REMOTE_ADDR=each).status_code for each in places] == [429, 401]


def test_token_that_is_over_is_no_guess():
    tenant = make_tenant()
    token, key = make_token(tenant.admin)
    with acting_as(tenant.admin):
        ApiToken.objects.filter(pk=token.pk).update(revoked_at=timezone.now())
    assert {program_with(key).get(MEETINGS).status_code for _ in range(12)} == {401}


def test_revoked_token_opens_nothing():
    tenant = make_tenant()
    token, key = make_token(tenant.admin)
    answer = client_of(tenant.admin).post(f"{PAGE}{token.pk}/revoke/")
    assert (answer.status_code, answer["Location"]) == (302, PAGE)
    assert refusal(program_with(key).get(MEETINGS)) == (401, "invalid_token")


def test_token_revokes_itself_once_and_for_all():
    tenant = make_tenant()
    token, key = make_token(tenant.assistant)
    answer = program_with(key).post(f"{TOKENS}{token.pk}/revoke/")
    assert (answer.status_code, answer.json()["is_live"]) == (200, False)
    assert refusal(program_with(key).get(TOKENS)) == (401, "invalid_token")
    at = stored(token).revoked_at
    assert client_of(tenant.assistant).post(f"{TOKENS}{token.pk}/revoke/").status_code == 200
    assert stored(token).revoked_at == at


def test_whoever_is_deactivated_has_no_tokens_any_more():
    tenant = make_tenant()
    _token, key = make_token(tenant.assistant)
    with acting_as(tenant.admin):
        User.objects.filter(pk=tenant.assistant.pk).update(is_active=False)
    assert refusal(program_with(key).get(MEETINGS)) == (401, "invalid_token")


def test_tokens_and_pushes_do_not_come_back_with_a_person():
    tenant = make_tenant()
    token, key = make_token(tenant.assistant)
    columns = {"endpoint": "https://fcm.googleapis.com/x", "p256dh": "x", "auth": "y"}
    with acting_as(tenant.assistant):
        PushSubscription.objects.create(user=tenant.assistant, **columns)
    with acting_as(tenant.admin):
        takers = dict.fromkeys(kinds(), tenant.admin)
        deactivate_member(by=tenant.admin, member=tenant.assistant, takers=takers)
        reactivate_member(by=tenant.admin, member=tenant.assistant)
        logged = AuditLog.objects.filter(entity_id=token.pk, action="update").get()
    assert refusal(program_with(key).get(MEETINGS)) == (401, "invalid_token")
    with acting_as(tenant.assistant):
        assert not PushSubscription.objects.exists()
    assert (logged.user_id, list(logged.new_values)) == (tenant.admin.pk, ["revoked_at"])


def test_tokens_of_a_colleague_are_not_there():
    tenant = make_tenant()
    token, _key = make_token(tenant.assistant)
    client = client_of(tenant.admin)
    answers = [client.get(f"{TOKENS}{token.pk}/"), client.post(f"{TOKENS}{token.pk}/revoke/")]
    answers.append(client.post(f"{PAGE}{token.pk}/revoke/"))
    assert [each.status_code for each in answers] == [404, 404, 404]
    assert client.get(TOKENS).json()["results"] == []


def test_list_of_tokens_tells_no_secret():
    tenant = make_tenant()
    token, key = make_token(tenant.admin, ["account:read"])
    answer = program_with(key).get(TOKENS)
    (shown,) = answer.json()["results"]
    assert (shown["id"], shown["prefix"], shown["is_live"]) == (str(token.pk), key[:10], True)
    assert token.token not in answer.content.decode()


def test_use_is_noted_once_a_minute():
    tenant = make_tenant()
    token, key = make_token(tenant.admin)
    program = program_with(key)
    program.get(MEETINGS)
    first = stored(token).last_used_at
    program.get(MEETINGS)
    assert (stored(token).last_used_at, first is None) == (first, False)
    with acting_as(tenant.admin):
        ApiToken.objects.update(last_used_at=first - timedelta(minutes=1))
    program.get(MEETINGS)
    assert stored(token).last_used_at >= first


def test_log_tells_that_a_token_was_made_and_revoked_without_its_hash_or_its_use():
    tenant = make_tenant()
    token, key = make_token(tenant.admin)
    program_with(key).post(f"{TOKENS}{token.pk}/revoke/")
    with acting_as(tenant.admin):
        rows = list(AuditLog.objects.filter(entity_id=token.pk).order_by("created_at", "id"))
    assert [row.action for row in rows] == ["create", "update"]
    assert list(rows[1].new_values) == ["revoked_at"]
    assert token.token not in f"{[row.new_values for row in rows]}"


def test_token_takes_no_more_queries_than_a_session():
    tenant = make_tenant()
    program = program_of(tenant.admin)
    program.get(MEETINGS)
    assert queries_for(program, MEETINGS) <= queries_for(client_of(tenant.admin), MEETINGS) + 2


def test_page_of_tokens_takes_as_many_queries_for_three_as_for_one():
    tenant = make_tenant()
    client = client_of(tenant.admin)
    counts = []
    for more in (1, 2):
        for _ in range(more):
            make_token(tenant.admin)
        counts.append((queries_for(client, PAGE), queries_for(client, TOKENS)))
    assert counts == [counts[0]] * 2


def test_token_opens_the_api_and_no_page():
    answer = program_of(make_tenant().admin).get("/")
    assert (answer.status_code, answer["Location"].partition("?")[0]) == (302, "/accounts/login/")


def test_colleague_without_any_right_sees_nothing_with_every_scope():
    tenant = make_tenant()
    make_meeting(tenant.admin, tenant.executive)
    assert program_of(make_person(tenant.admin)).get(MEETINGS).json()["results"] == []


def test_stranger_is_nobody():
    assert refusal(Client().get(TOKENS)) == (401, "not_authenticated")
