"""Who looks around on their own machine is told how to get in; nobody else is."""

import pytest
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from jenifer.desk.demo.make import make_demo
from jenifer.desk.demo_login import ASSISTANT, PASSWORD

pytestmark = pytest.mark.django_db
LOGIN = "/accounts/login/"


def test_login_page_names_the_demo_where_it_is(settings: Settings, client: Client) -> None:
    settings.EMBEDDED = True
    assert PASSWORD not in client.get(LOGIN).content.decode()
    make_demo(timezone.now())
    page = client.get(LOGIN).content.decode()
    assert ASSISTANT in page
    assert PASSWORD in page


def test_login_page_names_no_demo_in_production(settings: Settings, client: Client) -> None:
    make_demo(timezone.now())
    settings.EMBEDDED = False
    settings.SECURE_SSL_REDIRECT = False
    assert PASSWORD not in client.get(LOGIN, secure=True).content.decode()
