"""Browsers and programs for tests, signed in as someone."""

from typing import Any

from django.test import Client

from jenifer.principal import acting_as
from orgs.models import User


def client_of(user: User, **options: Any) -> Client:
    client = Client(**options)
    with acting_as(user):  # the session is listed among the person's own
        client.force_login(user)
    return client
