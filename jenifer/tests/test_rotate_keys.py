"""Keys change under rows of every organization, through kills and beside people who save."""

import os
from io import StringIO
from typing import Any

import pytest
from django.core.management import CommandError, call_command
from django.db import connections
from pytest_django import Settings

from integrations.models import Integration
from jenifer.db.secrets import SecretField
from jenifer.management.commands import rotate_keys
from jenifer.principal import acting_as
from jenifer.sealing import seal
from jenifer.tests.factories import Tenant, make_tenant

pytestmark = pytest.mark.django_db(databases=["default", "owner"], transaction=True)
OLD, NEW = {"old": os.urandom(32)}, {"new": os.urandom(32)}


@pytest.fixture
def houses(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> list[Tenant]:
    """Two organizations with three connections each, sealed by the old key; batches of two."""
    monkeypatch.setattr(rotate_keys, "BATCH", 2)
    settings.FIELD_KEYS = OLD
    houses = [make_tenant(), make_tenant()]
    for house in houses:
        with acting_as(house.admin):
            for name in ("a", "b", "c"):
                Integration.objects.create(
                    user=house.admin,
                    provider="caldav",
                    integration_type="calendar",
                    provider_user_id=name,
                    access_token=name,
                    refresh_token="" if name == "c" else "again",
                )
    settings.FIELD_KEYS = NEW | OLD
    return houses


def rotate() -> str:
    out = StringIO()
    call_command("rotate_keys", stdout=out)
    return out.getvalue()


def seals(column: str = "access_token") -> list[str]:
    """With which key each value is sealed, as the owner sees it."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(f"SELECT split_part({column}, ':', 2) FROM integrations ORDER BY 1")
        return [row[0] for row in cursor.fetchall()]


def test_every_secret_of_every_organization_gets_the_first_key(
    houses: list[Tenant], settings: Settings
) -> None:
    assert rotate() == "Sealed anew: 10. Changed by others meanwhile: 0. Do not open: 0.\n"
    assert (seals(), seals("refresh_token")) == (["new"] * 6, ["", "", *["new"] * 4])
    settings.FIELD_KEYS = NEW
    for house in houses:
        with acting_as(house.admin):
            found = Integration.objects.order_by("provider_user_id")
            assert [row.access_token.reveal() for row in found] == ["a", "b", "c"]


def test_a_second_run_changes_nothing(houses: list[Tenant]) -> None:
    rotate()
    assert rotate() == "Sealed anew: 0. Changed by others meanwhile: 0. Do not open: 0.\n"


def test_a_run_that_was_killed_goes_on_where_it_was(
    houses: list[Tenant], monkeypatch: pytest.MonkeyPatch
) -> None:
    whole = rotate_keys._reseal
    done: list[Any] = []

    def killed_at_the_fourth(*call: Any) -> None:
        if len(done) == 3:
            raise KeyboardInterrupt
        done.append(call)
        whole(*call)

    monkeypatch.setattr(rotate_keys, "_reseal", killed_at_the_fourth)
    with pytest.raises(KeyboardInterrupt):
        rotate()
    assert seals() == ["new"] * 3 + ["old"] * 3
    monkeypatch.setattr(rotate_keys, "_reseal", whole)
    assert rotate() == "Sealed anew: 7. Changed by others meanwhile: 0. Do not open: 0.\n"
    assert seals() == ["new"] * 6


def test_what_a_person_saves_meanwhile_stays(houses: list[Tenant], monkeypatch: pytest.MonkeyPatch) -> None:
    whole = rotate_keys._reseal
    person = houses[0].admin

    def saved_just_before(column: SecretField, row_id: Any, *call: Any) -> None:
        with acting_as(person):
            for row in Integration.objects.filter(pk=row_id, provider_user_id="a"):
                row.access_token = "fresh"
                row.save(update_fields=["access_token"])
        whole(column, row_id, *call)

    monkeypatch.setattr(rotate_keys, "_reseal", saved_just_before)
    said = rotate().splitlines()
    assert said == [
        "Sealed anew: 9. Changed by others meanwhile: 1. Do not open: 0.",
        "Run it again before you take an older key away.",
    ]
    with acting_as(person):
        assert Integration.objects.get(provider_user_id="a").access_token.reveal() == "fresh"


def test_what_does_not_open_is_named_and_the_rest_goes_on(houses: list[Tenant]) -> None:
    with acting_as(houses[0].admin):
        row = Integration.objects.get(provider_user_id="b")
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "UPDATE integrations SET access_token = %s WHERE id = %s", [seal("b", "elsewhere", OLD), row.pk]
        )
    with pytest.raises(CommandError) as found:
        rotate()
    assert str(found.value).splitlines()[1:] == [
        f"integrations.access_token.{row.pk} was changed after it was sealed."
    ]
    assert seals() == ["new"] * 5 + ["old"]


def test_a_rotation_leaves_no_entry_in_the_log(houses: list[Tenant]) -> None:
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT count(*) FROM audit_log")
        before = cursor.fetchone()
        rotate()
        cursor.execute("SELECT count(*) FROM audit_log")
        assert cursor.fetchone() == before
