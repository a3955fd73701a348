import pytest
from allauth.usersessions.models import UserSession
from django.conf import settings as configured
from django.core import mail
from django.core.cache import cache
from django.test import Client

from jenifer.principal import acting_as
from jenifer.tests.clients import client_of
from jenifer.tests.factories import PASSWORD, make_person, make_tenant
from orgs.models import AuditLog, User
from orgs.tests.sign_in import code_from_mail, log_in, session_key, signed_in

WRONG = "not-the-right-word"

pytestmark = pytest.mark.django_db


def test_log_in_leads_to_today():
    tenant = make_tenant()
    client = Client()
    assert log_in(client, tenant.admin.email.upper())["Location"] == "/"
    assert signed_in(client) == tenant.admin.email
    with acting_as(tenant.admin):
        assert User.objects.get(pk=tenant.admin.pk).last_login
        assert UserSession.objects.get().ip == "127.0.0.1"
        entry = AuditLog.objects.get(action="login")
        assert (entry.user_id, entry.entity_id, entry.ip_address) == (
            tenant.admin.pk,
            tenant.admin.pk,
            "127.0.0.1",
        )


def test_wrong_password_and_unknown_address_get_the_same_answer():
    tenant = make_tenant()
    sentences = []
    for email in (tenant.admin.email, "nobody@nowhere.test"):
        client = Client()
        response = log_in(client, email, WRONG)
        sentences.append((response.status_code, response.context["form"].non_field_errors()))
        assert signed_in(client) == ""
    assert sentences[0] == sentences[1]
    assert sentences[0][0] == 200


def test_log_out_ends_the_session_for_good():
    tenant = make_tenant()
    client = Client()
    log_in(client, tenant.admin.email)
    stolen = session_key(client)
    assert client.post("/accounts/logout/")["Location"] == "/accounts/login/"
    thief = Client()
    thief.cookies[configured.SESSION_COOKIE_NAME] = stolen
    assert [signed_in(client), signed_in(thief)] == ["", ""]


def test_log_out_wants_a_click():
    tenant = make_tenant()
    client = Client()
    log_in(client, tenant.admin.email)
    assert client.get("/accounts/logout/").status_code == 200
    assert signed_in(client) == tenant.admin.email


def test_log_in_by_code():
    tenant = make_tenant()
    client = Client()
    page = client.post("/accounts/login/code/", {"email": tenant.admin.email})["Location"]
    assert client.post(page, {"code": "ZZZ-ZZZ"}).status_code == 200
    assert client.post(page, {"code": code_from_mail()})["Location"] == "/"
    assert signed_in(client) == tenant.admin.email


def test_another_log_in_code_is_sent():
    tenant = make_tenant()
    client = Client()
    page = client.post("/accounts/login/code/", {"email": tenant.admin.email})["Location"]
    cache.clear()
    client.post(page, {"action": "resend"})
    assert len(mail.outbox) == 2
    client.post(page, {"code": code_from_mail()})
    assert signed_in(client) == tenant.admin.email


def test_log_in_code_of_an_unknown_address_is_answered_alike():
    tenant = make_tenant()
    answers = [
        Client().post("/accounts/login/code/", {"email": email})
        for email in (tenant.admin.email, "nobody@nowhere.test")
    ]
    known, unknown = ((each.status_code, each["Location"], sorted(each.cookies)) for each in answers)
    assert known == unknown
    assert mail.outbox[0].to == [tenant.admin.email]


def test_deactivated_person_is_told_so_and_stays_out():
    tenant = make_tenant()
    with acting_as(tenant.admin):
        User.objects.filter(pk=tenant.assistant.pk).update(is_active=False)
    client = Client()
    assert log_in(client, tenant.assistant.email)["Location"] == "/accounts/inactive/"
    assert client.get("/accounts/inactive/").status_code == 200
    assert signed_in(client) == ""


def test_session_of_a_deactivated_person_ends_at_once():
    tenant = make_tenant()
    client = Client()
    log_in(client, tenant.assistant.email)
    assert client.get("/").status_code == 200
    with acting_as(tenant.admin):
        User.objects.filter(pk=tenant.assistant.pk).update(is_active=False)
    assert client.get("/")["Location"] == "/accounts/login/?next=/"
    assert client.get("/api/v1/meetings/").status_code == 401


def test_changed_password_ends_other_sessions():
    tenant = make_tenant()
    client, other = Client(), Client()
    for each in (client, other):
        log_in(each, tenant.admin.email)
    new = {"oldpassword": PASSWORD, "password1": "another-long-word", "password2": "another-long-word"}
    assert client.post("/accounts/password/change/", new).status_code == 302
    assert [signed_in(client), signed_in(other)] == [tenant.admin.email, ""]


def test_other_sessions_can_be_ended():
    tenant = make_tenant()
    client, other = Client(), Client()
    for each in (client, other):
        log_in(each, tenant.admin.email)
    client.post("/accounts/sessions/")
    assert [signed_in(client), signed_in(other)] == [tenant.admin.email, ""]


def test_one_session_can_be_ended():
    tenant = make_tenant()
    client, other, third = Client(), Client(), Client()
    for each in (client, other, third):
        log_in(each, tenant.admin.email)
    with acting_as(tenant.admin):
        session = UserSession.objects.get(session_key=session_key(other))
    response = client.post(f"/settings/sessions/{session.pk}/end/")
    assert response["Location"] == "/accounts/sessions/"
    signed = [signed_in(each) for each in (client, other, third)]
    assert signed == [tenant.admin.email, "", tenant.admin.email]
    assert client.post(f"/settings/sessions/{session.pk}/end/").status_code == 404


def test_session_of_a_colleague_is_not_there():
    tenant = make_tenant()
    client, colleague = Client(), Client()
    log_in(client, tenant.admin.email)
    log_in(colleague, tenant.assistant.email)
    with acting_as(tenant.assistant):
        session = UserSession.objects.get()
    assert client.post(f"/settings/sessions/{session.pk}/end/").status_code == 404
    assert signed_in(colleague) == tenant.assistant.email


def test_guessing_is_limited_and_the_right_password_then_refused_too():
    tenant = make_tenant()
    for _ in range(5):
        log_in(Client(), tenant.admin.email, WRONG)
    response = log_in(Client(), tenant.admin.email)
    assert response.context["form"].non_field_errors() == ["Too many failed login attempts. Try again later."]
    assert log_in(Client(), tenant.assistant.email)["Location"] == "/"


def test_guessing_at_many_accounts_from_one_address_is_limited():
    tenant = make_tenant()
    people = [make_person(tenant.admin) for _ in range(10)]
    for person in people:
        log_in(Client(), person.email, WRONG)
    assert log_in(Client(), tenant.admin.email).status_code == 200
    assert log_in(Client(REMOTE_ADDR="10.0.0.9"), tenant.admin.email)["Location"] == "/"


def test_sign_up_is_limited_by_a_page_that_says_so():
    answers = [Client().post("/accounts/signup/", {}) for _ in range(21)]
    assert [answers[19].status_code, answers[20].status_code] == [200, 429]
    assert b"Too many tries" in answers[20].content


def test_proxy_is_believed_only_where_there_is_one(settings):
    tenant = make_tenant()
    forwarded = {"X-Forwarded-For": "6.6.6.6, 198.51.100.7"}
    for count, address in ((0, "127.0.0.1"), (1, "198.51.100.7")):
        settings.ALLAUTH_TRUSTED_PROXY_COUNT = count
        client = Client(headers=forwarded)
        log_in(client, tenant.admin.email)
        client.post("/executives/new/", PROFILE)
        with acting_as(tenant.admin):
            entry = AuditLog.objects.filter(entity_type="executive").latest("created_at")
            assert entry.ip_address == address
            UserSession.objects.get(session_key=session_key(client), ip=address)


PROFILE = {
    "full_name": "Ana",
    "timezone": "UTC",
    "work_start": "09:00",
    "work_end": "17:00",
    "buffer_minutes": "10",
}


def test_log_in_stores_a_stronger_hash(settings):
    tenant = make_tenant()
    settings.PASSWORD_HASHERS = [
        "django.contrib.auth.hashers.ScryptPasswordHasher",
        *settings.PASSWORD_HASHERS,
    ]
    client = Client()
    assert log_in(client, tenant.admin.email)["Location"] == "/"
    assert signed_in(client) == tenant.admin.email
    with acting_as(tenant.admin):
        assert User.objects.get(pk=tenant.admin.pk).password.startswith("scrypt$")


@pytest.mark.parametrize(
    ("target", "arrives"),
    [
        ("/insights/", "/insights/"),
        ("https://evil.test/", "/"),
        ("//evil.test/", "/"),
        ("/\\evil.test", "/"),
        ("javascript:alert(1)", "/"),
    ],
)
def test_log_in_leads_on_only_to_our_own_pages(target, arrives):
    tenant = make_tenant()
    assert log_in(Client(), tenant.admin.email, next=target)["Location"] == arrives


def test_session_changes_its_key_at_log_in():
    tenant = make_tenant()
    client = Client()
    client.session.save()  # one that an attacker knows
    planted = session_key(client)
    assert planted
    log_in(client, tenant.admin.email)
    other = Client()
    other.cookies[configured.SESSION_COOKIE_NAME] = planted
    assert session_key(client) != planted
    assert [signed_in(client), signed_in(other)] == [tenant.admin.email, ""]


def test_cookies_are_kept_from_scripts_and_other_sites(settings):
    tenant = make_tenant()
    settings.SESSION_COOKIE_SECURE = settings.CSRF_COOKIE_SECURE = True  # as without embedded servers
    client = Client()
    client.get("/accounts/login/")
    log_in(client, tenant.admin.email)
    cookies = client.cookies
    session, csrf = cookies[settings.SESSION_COOKIE_NAME], cookies[settings.CSRF_COOKIE_NAME]
    assert [session[flag] for flag in ("httponly", "samesite", "secure")] == [True, "Lax", True]
    assert [csrf[flag] for flag in ("samesite", "secure")] == ["Lax", True]


def test_form_without_its_token_gets_a_page_that_says_so():
    response = log_in(Client(enforce_csrf_checks=True), "a@b.test")
    assert response.status_code == 403
    assert b"The page was open too long" in response.content


def test_api_wants_the_token_too():
    tenant = make_tenant()
    client = client_of(tenant.admin, enforce_csrf_checks=True)
    response = client.post("/api/v1/insights/00000000-0000-0000-0000-000000000000/undo/")
    assert (response.status_code, response["Content-Type"]) == (403, "application/problem+json")
    assert response.json()["detail"].startswith("CSRF Failed")
