import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from jenifer.principal import acting_as
from jenifer.tests.clients import client_of
from jenifer.tests.factories import PASSWORD, make_executive, make_tenant
from jenifer.tests.people import invite
from jenifer.tests.visitors import CALENDAR
from orgs.models import Invitation, Organization, User

ORGANIZATION = {"name": "Lima & Co", "size": "11-50", "timezone": "Europe/Vienna",
                "date_format": "DD.MM.YYYY", "time_format": "24h"}  # fmt: skip
REMINDER = "Setting up is not finished."

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def uploads(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path


def step(client, name, /, **form):
    """Where an answered step leads."""
    return client.post(f"/welcome/{name}/", form)["Location"]


def again(person):
    with acting_as(person):
        return User.objects.get(pk=person.pk)


def joined(tenant):
    client = Client()
    client.post(invite(tenant, "ben@kilo.test")[1], {"full_name": "Ben", "password1": PASSWORD})
    return client


def test_steps_are_walked_one_by_one_and_then_over():
    tenant = make_tenant()
    client = client_of(tenant.admin)
    assert client.get("/welcome/")["Location"] == "/welcome/organization/"
    assert step(client, "organization", **ORGANIZATION) == "/welcome/executive/"
    assert step(client, "executive", full_name="Ana", timezone="Europe/Lisbon") == "/welcome/calendar/"
    assert step(client, "calendar", skip="") == "/welcome/colleague/"
    assert (again(tenant.admin).onboarding_step, again(tenant.admin).onboarding_completed) == (3, False)
    assert step(client, "colleague", addresses="ben@kilo.test", role="user") == "/"
    person = again(tenant.admin)
    assert (person.onboarding_step, person.onboarding_completed) == (4, True)
    assert person.onboarding_data["answers"] == {
        "organization": "done", "executive": "done", "calendar": "skipped", "colleague": "done",
    }  # fmt: skip
    assert client.get("/welcome/")["Location"] == "/"
    with acting_as(tenant.admin):
        organization = Organization.objects.get()
        assert (organization.name, organization.size) == ("Lima & Co", "11-50")
        assert organization.settings == {"timezone": "Europe/Vienna", "date_format": "DD.MM.YYYY",
                                         "time_format": "24h", "week_starts_on": "sunday",
                                         "number_format": "1,234.56"}  # fmt: skip
        assert Invitation.objects.filter(email="ben@kilo.test", status="pending").exists()


def test_it_goes_on_where_it_was_left_in_another_browser():
    tenant = make_tenant()
    step(client_of(tenant.admin), "organization", skip="")
    step(client_of(tenant.admin), "calendar", skip="")
    assert client_of(tenant.admin).get("/welcome/")["Location"] == "/welcome/executive/"


def test_skipped_step_can_still_be_done():
    tenant = make_tenant()
    client = client_of(tenant.admin)
    for name in ("organization", "executive", "calendar"):
        step(client, name, skip="")
    assert step(client, "organization", **ORGANIZATION) == "/welcome/colleague/"
    assert again(tenant.admin).onboarding_data["answers"]["organization"] == "done"


@pytest.mark.parametrize(
    ("name", "form", "fields"),
    [
        ("organization", ORGANIZATION | {"name": ""}, ["name"]),
        ("organization", ORGANIZATION | {"timezone": "Mars"}, ["timezone"]),
        ("organization", ORGANIZATION | {"time_format": "13h", "size": "many"}, ["size", "time_format"]),
        ("executive", {"full_name": "", "timezone": ""}, ["full_name", "timezone"]),
        ("colleague", {"addresses": "nobody", "role": "user"}, ["addresses"]),
        ("colleague", {"addresses": "a@b.test", "role": "owner"}, ["role"]),
    ],
)
def test_step_refuses_at_the_field_and_stays(name, form, fields):
    tenant = make_tenant()
    client = client_of(tenant.admin)
    mail.outbox.clear()
    response = client.post(f"/welcome/{name}/", form)
    assert (response.status_code, list(response.context["form"].errors)) == (200, fields)
    assert (again(tenant.admin).onboarding_data, mail.outbox) == ({}, [])


def test_calendar_step_leads_to_the_import_and_knows_what_came_in():
    tenant = make_tenant(full_name="Ana")
    client = client_of(tenant.admin)
    assert (
        f"/calendar/import/?executive={tenant.executive.pk}"
        in client.get("/welcome/calendar/").content.decode()
    )
    upload = {"executive": tenant.executive.pk, "file": SimpleUploadedFile("ana.ics", CALENDAR)}
    page = client.post("/calendar/import/", upload, follow=True)
    assert REMINDER in page.content.decode()
    assert "ana.ics is in: 1 event." in client.get("/welcome/calendar/").content.decode()
    step(client, "calendar", keep="")
    assert again(tenant.admin).onboarding_data["answers"] == {"calendar": "done"}


def test_going_on_without_anything_counts_as_skipped():
    tenant = make_tenant()
    client = client_of(tenant.admin)
    step(client, "calendar", keep="")
    step(client, "executive", keep="")
    assert again(tenant.admin).onboarding_data["answers"] == {"calendar": "skipped", "executive": "done"}


def test_reminder_on_today_goes_when_it_is_dismissed():
    tenant = make_tenant()
    client = client_of(tenant.admin)
    assert REMINDER in client.get("/").content.decode()
    assert client.post("/welcome/dismiss/")["Location"] == "/"
    assert REMINDER not in client.get("/").content.decode()
    assert client.get("/welcome/")["Location"] == "/"


def test_who_was_invited_is_asked_for_their_profile_alone():
    tenant = make_tenant()
    client = joined(tenant)
    assert client.get("/welcome/")["Location"] == "/welcome/profile/"
    assert [client.get(f"/welcome/{name}/").status_code for name in ("organization", "executive")] == [
        404,
        404,
    ]
    profile = {"full_name": "Ben Kilo", "job_title": "Assistant", "phone": "", "timezone": "Europe/Vienna"}
    assert step(client, "profile", **profile) == "/"
    with acting_as(tenant.admin):
        ben = User.objects.get(email="ben@kilo.test")
    assert (ben.full_name, ben.job_title, ben.timezone, ben.onboarding_completed) == (
        "Ben Kilo", "Assistant", "Europe/Vienna", True,
    )  # fmt: skip


def test_who_is_no_admin_any_more_sets_up_no_organization():
    tenant = make_tenant()
    make_executive(tenant.admin)
    with acting_as(tenant.admin):
        User.objects.filter(pk=tenant.assistant.pk).update(onboarding_completed=False)
    client = client_of(tenant.assistant)
    assert client.post("/welcome/organization/", ORGANIZATION).status_code == 404
    assert client.get("/welcome/")["Location"] == "/welcome/profile/"
