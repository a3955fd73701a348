"""The command that makes staff: people of an organization of their own, with a proven address."""

from io import StringIO

import pytest
from allauth.account.models import EmailAddress
from django.core.management import CommandError, call_command

from jenifer.principal import acting_as
from jenifer.tests.factories import make_tenant
from orgs.models import User

pytestmark = pytest.mark.django_db(transaction=True, databases=["default", "owner"])


def staff() -> set[str]:
    return set(User.objects.using("owner").filter(is_staff=True).values_list("email", flat=True))


def test_people_of_an_organization_of_their_own_become_staff() -> None:
    make_tenant("staff")
    said = StringIO()
    call_command("make_staff", "admin@staff.test", "EA@staff.test", stdout=said)
    assert staff() == {"admin@staff.test", "ea@staff.test"}
    assert said.getvalue() == "Staff now: admin@staff.test, EA@staff.test.\n"


def test_nobody_else_may_be_in_their_organization() -> None:
    make_tenant("mixed")
    with pytest.raises(CommandError, match=r"ea@mixed\.test would be in it too"):
        call_command("make_staff", "admin@mixed.test")
    assert staff() == set()


def test_an_address_is_proven_first() -> None:
    tenant = make_tenant("hasty")
    with acting_as(tenant.admin):
        EmailAddress.objects.filter(email=tenant.admin.email).update(verified=False)
    with pytest.raises(CommandError, match="has not confirmed that address"):
        call_command("make_staff", tenant.admin.email, tenant.assistant.email)


def test_an_unknown_person_is_named() -> None:
    with pytest.raises(CommandError, match=r"nobody@nowhere\.test"):
        call_command("make_staff", "nobody@nowhere.test")
