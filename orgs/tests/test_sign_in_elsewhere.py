"""Whole log-ins by an account elsewhere, against the real counterparts."""

from collections.abc import Iterator
from typing import Any

import oidc_provider_mock
import pytest
import requests
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount
from allauth.socialaccount.providers.google import views as google
from django.core import mail
from django.test import Client
from pytest_django import Settings

from jenifer.principal import acting_as
from jenifer.tests.factories import make_tenant
from orgs.models import Organization, User
from orgs.tests import providers
from orgs.tests.providers import NIA, TOM, UNPROVEN, come_back, go_through
from orgs.tests.sign_in import code_from_mail, log_in, said_again, signed_in

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def addresses(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[str, str]]:
    with providers.emulated(tmp_path_factory.mktemp("emulate")) as addresses:
        yield addresses


@pytest.fixture
def elsewhere(addresses: tuple[str, str], settings: Settings, monkeypatch: pytest.MonkeyPatch) -> None:
    """Our side with keys set, and the providers' addresses those of the counterparts."""
    at_google, at_microsoft = addresses
    adapter = google.GoogleOAuth2Adapter
    monkeypatch.setattr(adapter, "authorize_url", f"{at_google}/o/oauth2/v2/auth")
    monkeypatch.setattr(adapter, "access_token_url", f"{at_google}/oauth2/token")
    monkeypatch.setattr(google, "ID_TOKEN_ISSUER", at_google)
    # The counterpart knows no tenants: "." leaves its path as it is.
    there = {"tenant": ".", "login_url": at_microsoft, "graph_url": at_microsoft}
    settings.SOCIALACCOUNT_PROVIDERS = settings.SOCIALACCOUNT_PROVIDERS | {
        "google": settings.SOCIALACCOUNT_PROVIDERS["google"] | {"APPS": [_app("google")]},
        "microsoft": settings.SOCIALACCOUNT_PROVIDERS["microsoft"]
        | {"APPS": [_app("microsoft") | {"settings": there}]},
    }


def _app(provider: str) -> dict[str, object]:
    return {"client_id": f"{provider}-client", "secret": f"{provider}-secret"}


@pytest.fixture
def company(settings: Settings) -> Iterator[str]:
    with oidc_provider_mock.run_server_in_thread() as server:
        address = f"http://localhost:{server.server_port}"
        app = {"client_id": "us", "secret": "secret", "provider_id": "company", "name": "Halden"}
        settings.SOCIALACCOUNT_PROVIDERS = settings.SOCIALACCOUNT_PROVIDERS | {
            "openid_connect": {
                "APPS": [app | {"settings": {"server_url": address}}],
                "OAUTH_PKCE_ENABLED": True,
            }
        }
        yield address


def person_of(client: Client) -> User:
    with acting_as(client.session["_auth_user_id"]):
        return User.objects.select_related("org").get(pk=client.session["_auth_user_id"])


def test_new_person_by_google_gets_an_organization_of_their_own(elsewhere: None) -> None:
    client = Client()
    assert go_through(client, "google", NIA["email"])["Location"] == "/welcome/"
    assert signed_in(client) == "nia@google.test"
    person = person_of(client)
    assert (person.full_name, person.role, person.org.name) == ("Nia Okoro", "admin", "google.test")
    assert not person.has_usable_password()
    with acting_as(person):
        assert [(each.email, each.verified) for each in EmailAddress.objects.all()] == [
            ("nia@google.test", True)
        ]
        assert Organization.objects.count() == 1


def test_second_time_by_google_is_the_same_person(elsewhere: None) -> None:
    people = []
    for _time in range(2):
        client = Client()
        go_through(client, "google", NIA["email"])
        people.append(client.session["_auth_user_id"])
    assert people[0] == people[1]


def test_microsoft_vouches_for_no_address_so_a_code_is_asked_for(elsewhere: None) -> None:
    client = Client()
    assert go_through(client, "microsoft", TOM["email"])["Location"] == "/accounts/confirm-email/"
    assert signed_in(client) == ""
    assert mail.outbox[-1].to == ["tom@outlook.test"]
    assert client.post("/accounts/confirm-email/", {"code": code_from_mail()})["Location"] == "/welcome/"
    assert (signed_in(client), person_of(client).full_name) == ("tom@outlook.test", "Tom Berg")


def test_address_that_google_has_not_verified_needs_a_code_too(elsewhere: None) -> None:
    client = Client()
    assert go_through(client, "google", UNPROVEN["email"])["Location"] == "/accounts/confirm-email/"
    assert signed_in(client) == ""


@pytest.mark.parametrize(("provider", "who"), [("google", NIA), ("microsoft", TOM)])
def test_address_with_an_account_here_opens_it_to_nobody_elsewhere(
    elsewhere: None, provider: str, who: dict[str, Any]
) -> None:
    tenant = make_tenant(who["email"].lower().partition("@")[0])
    with acting_as(tenant.admin):
        EmailAddress.objects.create(user=tenant.admin, email=who["email"].lower(), verified=True)
    client = Client()
    assert go_through(client, provider, who["email"])["Location"] == "/accounts/confirm-email/"
    assert signed_in(client) == ""
    assert mail.outbox[-1].to == [who["email"].lower()]
    assert "There is one already" in str(
        mail.outbox[-1].body
    )  # no code: its owner is told, a stranger nothing
    assert client.post("/accounts/confirm-email/", {"code": "ZZZ-ZZZ"}).status_code in (200, 302)
    assert signed_in(client) == ""
    with acting_as(tenant.admin):
        assert SocialAccount.objects.count() == 0
        assert User.objects.filter(is_system=False).count() == 2


def test_account_elsewhere_is_connected_while_signed_in_and_then_logs_in(elsewhere: None) -> None:
    tenant = make_tenant()
    client = Client()
    log_in(client, tenant.admin.email)
    back = go_through(client, "google", NIA["email"], "connect")
    with acting_as(tenant.admin):
        assert not SocialAccount.objects.exists()  # whoever finds a browser open leaves no way in behind
    assert said_again(client, back)["Location"] == "/accounts/3rdparty/"
    assert b"Disconnect" in client.get("/accounts/3rdparty/").content
    other = Client()
    go_through(other, "google", NIA["email"])
    assert signed_in(other) == tenant.admin.email


def test_only_way_in_cannot_be_disconnected(elsewhere: None) -> None:
    client = Client()
    go_through(client, "google", NIA["email"])
    with acting_as(person_of(client)):
        account = SocialAccount.objects.get()
    response = client.post("/accounts/3rdparty/", {"account": account.pk})
    assert (response.status_code, b"has no password" in response.content) == (200, True)


def test_way_back_without_our_state_signs_nobody_in(elsewhere: None) -> None:
    client = Client()
    response = client.get("/accounts/google/login/callback/?code=stolen&state=forged")
    assert (response.status_code, b"That did not work" in response.content) == (401, True)
    assert signed_in(client) == ""


def test_company_signs_its_people_in(company: str) -> None:
    claims: Any = {"email": "Ola@halden.test", "email_verified": True, "name": "Ola Dahl"}
    requests.put(f"{company}/users/ola", json=claims, timeout=5).raise_for_status()
    client = Client()
    asked = client.post("/accounts/oidc/company/login/?process=login")["Location"]
    assert "code_challenge_method=S256" in asked
    answer = requests.post(asked, {"sub": "ola"}, timeout=5, allow_redirects=False)
    assert come_back(client, answer.headers["Location"])["Location"] == "/welcome/"
    assert (signed_in(client), person_of(client).full_name) == ("ola@halden.test", "Ola Dahl")


@pytest.mark.parametrize("address", ["google/login/", "microsoft/login/", "oidc/company/login/"])
def test_provider_without_keys_is_not_there(address: str) -> None:
    assert Client().get(f"/accounts/{address}").status_code == 404
    assert b"Continue with" not in Client().get("/accounts/login/").content


def test_log_in_page_offers_what_is_set_up(elsewhere: None) -> None:
    page = Client().get("/accounts/login/").content
    assert [f"Continue with {name}".encode() in page for name in ("Google", "Microsoft")] == [True, True]
