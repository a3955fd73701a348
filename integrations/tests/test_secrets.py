"""Tokens of connections, from the attribute of a row to its column."""

import copy
import pickle
from typing import Any

import pytest
from django.conf import settings
from django.core import serializers
from django.db import connection, transaction
from django.forms import modelform_factory

from integrations.models import Integration
from jenifer.db.secrets import Secret
from jenifer.principal import acting_as
from jenifer.sealing import BrokenSealError, first_key, sealed_by
from jenifer.tests.factories import Tenant, make_tenant
from orgs.models import User

pytestmark = pytest.mark.django_db
WORD = "an app password"


@pytest.fixture
def tenant() -> Tenant:
    return make_tenant()


def connect(person: User, account: str = "ada", **tokens: str) -> Integration:
    return Integration.objects.create(
        user=person, provider="caldav", integration_type="calendar", provider_user_id=account, **tokens
    )


def stored(row: Integration, column: str = "access_token") -> str:
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {column} FROM integrations WHERE id = %s", [row.pk])
        return cursor.fetchone()[0]


def set_stored(row: Integration, value: str, column: str = "access_token") -> None:
    with connection.cursor() as cursor:
        cursor.execute(f"UPDATE integrations SET {column} = %s WHERE id = %s", [value, row.pk])


def test_a_token_is_sealed_in_the_column_and_revealed_by_the_row(tenant: Tenant) -> None:
    with acting_as(tenant.admin):
        row = connect(tenant.admin, access_token=WORD)
        found = Integration.objects.get()
        assert (row.access_token.reveal(), found.access_token.reveal()) == (WORD, WORD)
        assert stored(row).startswith(sealed_by(first_key(settings.FIELD_KEYS)))
        assert (stored(row, "refresh_token"), bool(found.refresh_token)) == ("", False)


def test_a_row_saved_again_keeps_its_seal(tenant: Tenant) -> None:
    with acting_as(tenant.admin):
        row = connect(tenant.admin, access_token=WORD)
        before = stored(row)
        row.status = "error"
        row.save()
        found = Integration.objects.get()
        found.save()
        assert stored(row) == before


def test_a_new_token_replaces_the_old_one(tenant: Tenant) -> None:
    with acting_as(tenant.admin):
        row = connect(tenant.admin, access_token=WORD)
        row.access_token = "another"
        row.save(update_fields=["access_token"])
        assert Integration.objects.get().access_token.reveal() == "another"
        row.access_token = ""
        row.save()
        assert stored(row) == ""


def test_many_rows_are_sealed_each_for_itself(tenant: Tenant) -> None:
    shared = {"user": tenant.admin, "provider": "caldav", "integration_type": "calendar"}
    with acting_as(tenant.admin):
        Integration.objects.bulk_create(
            Integration(**shared, provider_user_id=name, access_token=name) for name in ("ada", "ben")
        )
        found = Integration.objects.order_by("provider_user_id")
        assert [row.access_token.reveal() for row in found] == ["ada", "ben"]


def test_deferred_and_refreshed_tokens_are_the_same(tenant: Tenant) -> None:
    with acting_as(tenant.admin):
        row = connect(tenant.admin, access_token=WORD)
        assert Integration.objects.only("status").get().access_token.reveal() == WORD
        row.refresh_from_db()
        assert row.access_token.reveal() == WORD


def test_a_value_copied_to_another_row_or_column_does_not_open(tenant: Tenant) -> None:
    with acting_as(tenant.admin):
        ours, other = connect(tenant.admin, access_token=WORD), connect(tenant.admin, "ben", access_token="x")
        set_stored(other, stored(ours))
        set_stored(ours, stored(ours), "refresh_token")
        with pytest.raises(BrokenSealError):
            Integration.objects.get(pk=other.pk).access_token.reveal()
        with pytest.raises(BrokenSealError):
            Integration.objects.get(pk=ours.pk).refresh_token.reveal()


def test_a_token_given_to_another_row_is_sealed_for_it(tenant: Tenant) -> None:
    with acting_as(tenant.admin):
        ours, other = connect(tenant.admin, access_token=WORD), connect(tenant.admin, "ben")
        other.access_token = Integration.objects.get(pk=ours.pk).access_token
        other.save()
        assert Integration.objects.get(pk=other.pk).access_token.reveal() == WORD


@pytest.mark.parametrize("token", [WORD, Secret(WORD)])
def test_only_a_row_takes_a_token(tenant: Tenant, token: Any) -> None:
    with acting_as(tenant.admin):
        connect(tenant.admin)
        with pytest.raises(TypeError, match="save the row"), transaction.atomic():
            Integration.objects.update(access_token=token)
        with pytest.raises(TypeError, match="save the row"):
            Integration.objects.filter(access_token=token).exists()
        with pytest.raises(TypeError, match="save the row"), transaction.atomic():
            Integration.objects.bulk_update([Integration(access_token=token)], ["access_token"])
        assert Integration.objects.filter(access_token="").count() == 1


def test_validating_a_row_leaves_its_token_alone(tenant: Tenant) -> None:
    with acting_as(tenant.admin):
        row = connect(tenant.admin, access_token=WORD)
        row.full_clean()
        row.save()
        found = Integration.objects.get()
        found.full_clean()
        found.save()
        assert Integration.objects.get().access_token.reveal() == WORD


def test_nothing_shows_a_token(tenant: Tenant) -> None:
    with acting_as(tenant.admin):
        fresh = connect(tenant.admin, access_token=WORD)
        unsaved = Integration(access_token=WORD)
        found = Integration.objects.get()
        shown = [
            *(f"{vars(row)} {row.access_token} {row.access_token!r}" for row in (fresh, unsaved, found)),
            str(Integration.objects.values()[0]),
            serializers.serialize("json", [found]),
            str(modelform_factory(Integration, fields="__all__")(instance=found).as_p()),
            pickle.dumps(found).decode("latin1"),
            repr(copy.deepcopy(fresh).access_token),
        ]
    assert [text for text in shown if WORD in text] == []
    with pytest.raises(TypeError, match="not written down"):
        pickle.dumps(unsaved)
