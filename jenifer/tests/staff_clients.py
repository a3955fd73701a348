"""Browsers of staff: signed in, and in the organization of a House or on its doorstep."""

from typing import Any

from django.test import Client

from jenifer.principal import acting_as
from jenifer.tests.catalogue.rows import House
from jenifer.tests.clients import client_of
from orgs.models import User
from orgs.staff.views import ENTRY_KEY


def user_of(identity: Any) -> User:
    with acting_as(identity):
        return User.objects.select_related("org").get(pk=identity)


def staff_outside(house: House, **options: Any) -> Client:
    return client_of(user_of(house.staff), **options)


def staff_inside(house: House, **options: Any) -> Client:
    client = staff_outside(house, **options)
    session = client.session
    session[ENTRY_KEY] = str(house.entry)
    session.save()
    return client
