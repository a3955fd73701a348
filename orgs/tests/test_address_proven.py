"""A sign-up with someone else's address: nothing of it opens the account once its owner has come."""

import pytest
from allauth.socialaccount.models import SocialAccount
from django.core import mail
from django.core.cache import cache
from django.test import Client

from jenifer.principal import acting_as
from jenifer.tests.factories import PASSWORD
from orgs.tests.sign_in import code_from_mail, log_in, signed_in

MINE = "victim@corp.test"
OTHERS = "a-strangers-own-word"
OWN = "an-owners-own-word"
SIGN_UP = {"full_name": "Not me", "organization": "Trap", "email": MINE, "password1": OTHERS}

pytestmark = pytest.mark.django_db


@pytest.fixture
def stranger() -> Client:
    """Someone who has signed up with the address, and cannot read its mail."""
    client = Client()
    client.post("/accounts/signup/", SIGN_UP)
    mail.outbox.clear()
    cache.clear()  # a second code is sent after ten seconds at the earliest
    return client


def enter_by_code(client: Client) -> None:
    client.post("/accounts/login/code/", {"email": MINE})
    client.post("/accounts/login/code/confirm/", {"code": code_from_mail()})


def set_new_password(client: Client) -> None:
    answer = client.post("/accounts/password/reset/", {"email": MINE})
    answer = client.post(answer["Location"], {"code": code_from_mail()})
    client.post(answer["Location"], {"password1": OWN, "password2": OWN})


def can_enter(password: str) -> bool:
    client = Client()
    log_in(client, MINE, password)
    return signed_in(client) == MINE


def test_owner_who_comes_by_a_code_leaves_the_strangers_password_behind(stranger: Client) -> None:
    owner = Client()
    enter_by_code(owner)
    assert [signed_in(owner), can_enter(OTHERS), signed_in(stranger)] == [MINE, False, ""]


def test_owner_who_sets_a_password_is_alone_with_it(stranger: Client) -> None:
    set_new_password(Client())
    assert [can_enter(OWN), can_enter(OTHERS), signed_in(stranger)] == [True, False, ""]


def test_strangers_account_elsewhere_is_disconnected(stranger: Client) -> None:
    owner = Client()
    account = {"provider": "microsoft", "uid": "of-a-stranger"}
    with acting_as(_person_of(stranger)):
        SocialAccount.objects.create(user_id=_person_of(stranger), **account)
    enter_by_code(owner)
    with acting_as(owner.session["_auth_user_id"]):
        assert not SocialAccount.objects.exists()


def test_code_typed_where_the_sign_up_was_made_keeps_its_password() -> None:
    client = Client()
    client.post("/accounts/signup/", SIGN_UP | {"password1": PASSWORD})
    client.post("/accounts/confirm-email/", {"code": code_from_mail()})
    assert [signed_in(client), can_enter(PASSWORD)] == [MINE, True]


def test_second_time_by_a_code_changes_nothing(stranger: Client) -> None:
    set_new_password(Client())
    cache.clear()
    enter_by_code(Client())
    assert can_enter(OWN)


def _person_of(stranger: Client) -> str:
    return str(stranger.session["claim"])
