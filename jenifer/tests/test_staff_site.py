"""Every page of the staff site, in an organization with a row in every table."""

from typing import Any

import pytest
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from jenifer.db.models import Base
from jenifer.tests.catalogue.rows import House
from jenifer.tests.staff_clients import staff_inside

pytestmark = pytest.mark.django_db


def registered() -> list[Any]:
    return [model for model in admin.site._registry if issubclass(model, Base)]


def address(model: Any, kind: str, *args: Any) -> str:
    return reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_{kind}", args=args)


@pytest.fixture
def client(ours: House) -> Client:
    return staff_inside(ours)


NAMES = [f"{model._meta.app_label}.{model._meta.model_name}" for model in registered()]
MODELS = pytest.mark.parametrize("model", registered(), ids=NAMES)


@MODELS
def test_a_list_and_its_rows_open(model: Any, client: Client, ours: House) -> None:
    row = ours.rows[model._meta.db_table]
    listed = client.get(address(model, "changelist"), {"q": "x"})
    assert listed.status_code == 200
    listed = client.get(address(model, "changelist"))
    assert listed.status_code == 200
    assert address(model, "change", row["id"]) in listed.content.decode()
    assert client.get(address(model, "change", row["id"])).status_code == 200
    may_add = admin.site.get_model_admin(model).has_add_permission(listed.wsgi_request)
    assert client.get(address(model, "add")).status_code == (200 if may_add else 403)
