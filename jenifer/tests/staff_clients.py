"""Browsers of staff: signed in, and in the organization of a House or on its doorstep."""

from typing import Any

from django.test import Client
from django.urls import reverse

from jenifer.principal import acting_as
from jenifer.tests.catalogue.rows import House
from jenifer.tests.clients import client_of
from orgs.models import User
from orgs.staff.views import ENTRY_KEY
from scheduling.models import Meeting


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


def address(model: Any, kind: str, *args: Any) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{kind}", args=args)


def form_of(page: Any) -> dict[str, Any]:
    """What the form of a change page would send back, untouched."""
    sent: dict[str, Any] = {}
    for bound in page.context["adminform"].form:
        widget, value = bound.field.widget, bound.value()
        parts = widget.decompress(value) if hasattr(widget, "decompress") else None
        if parts is not None:
            sent |= {f"{bound.html_name}_{number}": part or "" for number, part in enumerate(parts)}
        elif value is not None and value is not False:
            sent[bound.html_name] = value
    return sent


def meeting_page(house: House) -> str:
    return address(Meeting, "change", house.rows["meetings"]["id"])
