from typing import Any

import pytest
from django.test import Client

from jenifer.principal import acting_as
from jenifer.tests.clients import client_of
from jenifer.tests.factories import Tenant
from orgs.models import AuditLog, Organization, User
from orgs.services.organizations import found_organization

PROFILE, ORGANIZATION, AI = "/settings/profile/", "/settings/organization/", "/settings/ai/"
ME, OURS = "/api/v1/me/", "/api/v1/organization/"

pytestmark = pytest.mark.django_db


def fields_of(client: Client, address: str) -> dict[str, Any]:
    form = client.get(address).context["form"]
    shown = {field.name: field.value() for field in form}
    return {name: value for name, value in shown.items() if value not in (None, False)}


def person(tenant: Tenant) -> User:
    with acting_as(tenant.assistant):
        return User.objects.get(pk=tenant.assistant.pk)


def organization(tenant: Tenant) -> Organization:
    with acting_as(tenant.admin):
        return Organization.objects.get()


def patch(client: Client, address: str, body: Any) -> Any:
    return client.patch(address, body, content_type="application/json", headers={"If-Match": "*"})


def test_profile_is_saved_and_logged(tenant: Tenant) -> None:
    client = client_of(tenant.assistant)
    change = {"full_name": "Maya Lindqvist", "job_title": "EA", "phone": "+46 8 1", "timezone": "Asia/Tokyo"}
    assert client.post(PROFILE, fields_of(client, PROFILE) | change).status_code == 302
    row = person(tenant)
    assert {name: getattr(row, name) for name in change} == change
    with acting_as(tenant.admin):
        entry = AuditLog.objects.filter(entity_id=row.pk, action="update").latest("created_at")
    assert (entry.user_id, entry.new_values["job_title"]) == (row.pk, "EA")


def test_form_saved_as_it_is_changes_no_preference(tenant: Tenant) -> None:
    client, before = client_of(tenant.assistant), person(tenant).preferences
    client.post(PROFILE, fields_of(client, PROFILE))
    assert person(tenant).preferences == before


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("timezone", "Mars/Olympus"),
        ("timezone", "../etc/passwd"),
        ("timezone", ""),
        ("full_name", ""),
        ("full_name", "x" * 256),
        ("full_name", "a\x00b"),
        ("job_title", "x" * 256),
        ("phone", "1" * 51),
        ("theme", "plaid"),
        ("default_view", "https://evil.test"),
        ("place_tasks", "9"),
    ],
)
def test_profile_refuses_nonsense_and_keeps_what_was_typed(tenant: Tenant, field: str, value: str) -> None:
    client, before = client_of(tenant.assistant), person(tenant)
    answer = client.post(PROFILE, fields_of(client, PROFILE) | {"job_title": "EA", field: value})
    assert (answer.status_code, list(answer.context["form"].errors)) == (200, [field])
    after = person(tenant)
    assert (after.job_title, after.timezone) == (before.job_title, before.timezone)


def test_theme_is_kept_from_the_menu(tenant: Tenant) -> None:
    client = client_of(tenant.assistant)
    quiet = client.post("/settings/theme/", {"theme": "dark"}, headers={"Accept": "application/json"})
    assert (quiet.status_code, quiet.cookies["theme"].value) == (204, "dark")
    assert person(tenant).theme == "dark"
    assert b' data-theme="dark"' in client.get("/").content
    client.post("/settings/theme/", {"theme": "plaid"})
    assert person(tenant).theme == "dark"


def test_theme_leads_back_only_to_our_own_pages(tenant: Tenant) -> None:
    client = client_of(tenant.assistant)
    places = [
        client.post("/settings/theme/", {"theme": "dark"}, headers={"Referer": address})["Location"]
        for address in ("http://testserver/insights/", "https://evil.test/")
    ]
    assert places == ["http://testserver/insights/", "/"]


def test_today_without_any_panel_says_how_to_get_them_back(tenant: Tenant) -> None:
    client = client_of(tenant.assistant)
    patch(client, ME, {"preferences": {"dashboard": {"widgets": []}}})
    page = client.get("/").content.decode()
    assert ("Every panel is hidden" in page, 'id="day"' in page) == (True, False)


def test_organization_is_saved(tenant: Tenant) -> None:
    client = client_of(tenant.admin)
    change = {"name": "Halden & Co", "website": "halden.example", "industry": "Shipping", "size": "11-50"}
    assert client.post(ORGANIZATION, fields_of(client, ORGANIZATION) | change).status_code == 302
    row = organization(tenant)
    assert (row.name, row.website, row.size) == ("Halden & Co", "https://halden.example", "11-50")
    assert (row.settings["timezone"], row.ai_settings) == ("UTC", tenant.organization.ai_settings)


@pytest.mark.parametrize(
    ("field", "value"),
    [
        ("name", ""),
        ("name", "\x00"),
        ("name", "x" * 256),
        ("website", "javascript:alert(1)"),
        ("size", "millions"),
        ("timezone", "Mars/Olympus"),
        ("date_format", "%Y"),
        ("week_starts_on", "tuesday"),
        ("number_format", "1_234"),
    ],
)
def test_organization_refuses_nonsense(tenant: Tenant, field: str, value: str) -> None:
    client = client_of(tenant.admin)
    answer = client.post(ORGANIZATION, fields_of(client, ORGANIZATION) | {field: value})
    assert (answer.status_code, list(answer.context["form"].errors)) == (200, [field])
    assert organization(tenant).name == tenant.organization.name


def test_a_website_over_the_api_is_one_too(tenant: Tenant) -> None:
    client = client_of(tenant.admin)
    assert patch(client, OURS, {"website": "javascript:alert(1)"}).status_code == 400
    assert patch(client, OURS, {"website": ""}).status_code == 200


def test_ai_settings_refuse_an_unknown_frequency(tenant: Tenant) -> None:
    answer = client_of(tenant.admin).post(AI, {"notification_frequency": "never"})
    assert list(answer.context["form"].errors) == ["notification_frequency"]
    assert organization(tenant).ai_settings == tenant.organization.ai_settings


def test_me_tells_who_asks(tenant: Tenant) -> None:
    told = client_of(tenant.assistant).get(ME).json()
    assert (told["email"], told["role"], told["organization"]) == (
        tenant.assistant.email,
        "user",
        str(tenant.organization.pk),
    )
    assert told["preferences"] == tenant.assistant.preferences
    assert "password" not in told


def test_me_changes_key_by_key(tenant: Tenant) -> None:
    client = client_of(tenant.assistant)
    body = {"job_title": "EA", "preferences": {"notifications": {"push": False}, "theme": "light"}}
    told = patch(client, ME, body).json()
    assert told["preferences"] == tenant.assistant.preferences | {
        "theme": "light",
        "notifications": {"email": True, "push": False, "slack": False},
    }
    assert person(tenant).preferences == told["preferences"]


@pytest.mark.parametrize(
    "body",
    [
        {"timezone": "Mars/Olympus"},
        {"full_name": ""},
        {"full_name": "a\x00"},
        {"full_name": None},
        {"phone": "1" * 51},
        {"preferences": []},
        {"preferences": None},
        {"preferences": {"theme": "plaid"}},
        {"preferences": {"dashboard": {"widgets": ["tasks", "money"]}}},
        {"preferences": {"notifications": {"email": {"deep": 1}}}},
        [],
    ],
)
def test_me_refuses_nonsense(tenant: Tenant, body: Any) -> None:
    answer = patch(client_of(tenant.assistant), ME, body)
    assert (answer.status_code, answer["Content-Type"]) == (400, "application/problem+json")
    assert person(tenant).preferences == tenant.assistant.preferences


def test_nobody_raises_themself(tenant: Tenant) -> None:
    body = {"role": "admin", "permissions": ["team.manage"], "email": "else@where.test", "organization": "x"}
    refused = patch(client_of(tenant.assistant), ME, body)
    assert (refused.status_code, set(refused.json()["errors"])) == (400, set(body))
    row = person(tenant)
    assert (row.role, row.permissions, row.email) == ("user", [], tenant.assistant.email)


def test_organization_is_read_by_all_and_changed_by_admins(tenant: Tenant) -> None:
    body = {"name": "Other", "settings": {"time_format": "24h"}, "ai_settings": {"learning_enabled": False}}
    assert client_of(tenant.assistant).get(OURS).json()["name"] == tenant.organization.name
    refused = patch(client_of(tenant.assistant), OURS, body)
    assert (refused.status_code, organization(tenant).name) == (403, tenant.organization.name)
    told = patch(client_of(tenant.admin), OURS, body).json()
    assert (told["name"], told["settings"]["time_format"], told["settings"]["timezone"]) == (
        "Other",
        "24h",
        "UTC",
    )
    assert told["ai_settings"] == tenant.organization.ai_settings | {"learning_enabled": False}
    assert organization(tenant).ai_settings == told["ai_settings"]


@pytest.mark.parametrize(
    "body",
    [
        {"settings": {"timezone": "x"}},
        {"ai_settings": {"learning_enabled": "perhaps"}},
        {"size": "huge"},
        {"name": ""},
    ],
)
def test_organization_by_the_api_refuses_nonsense(tenant: Tenant, body: Any) -> None:
    assert patch(client_of(tenant.admin), OURS, body).status_code == 400
    assert organization(tenant).settings == tenant.organization.settings


def test_organization_begins_in_its_founders_zone() -> None:
    founder = User(email="ana@lima.test", timezone="Asia/Tokyo")
    assert found_organization(user=founder).settings["timezone"] == "Asia/Tokyo"
