"""Every page of the staff site, in an organization with a row in every table."""

import json
import re
from typing import Any

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib import admin
from django.test import Client
from django.urls import reverse

from jenifer.db.base import BIND
from jenifer.db.fields import ShapedJSONField
from jenifer.db.models import Base
from jenifer.principal import Principal, acting_as
from jenifer.tests.catalogue.attempts import Ways
from jenifer.tests.catalogue.rows import House
from jenifer.tests.catalogue.shape_examples import violations
from jenifer.tests.clients import client_of
from jenifer.tests.staff_clients import address, form_of, meeting_page, staff_inside, staff_outside, user_of
from orgs.models import AuditLog
from orgs.staff.model_admin import SECRETS
from scheduling.models import Meeting

pytestmark = pytest.mark.django_db
SCHEMAS_OWN = 26
OF_OURS = {
    "api_tokens",
    "attachments",
    "attendee_notices",
    "calendar_clashes",
    "calendar_feeds",
    "calendar_imports",
    "calendar_news",
    "deliveries",
    "digests",
    "examinations",
    "push_subscriptions",
    "saved_views",
    "staff_entries",
}
# Answers of the API, kept for a day to be given again: copies of what stands in the other tables.
# Bookkeeping, and in the sync's own texts that others wrote.
NOT_SHOWN = {"idempotency_keys", "calendar_changes", "synced_series", "news_marks"}
REGISTERED: list[Any] = list(admin.site._registry)
MODELS = pytest.mark.parametrize("model", REGISTERED, ids=lambda model: model._meta.model_name)


@pytest.fixture
def client(ours: House) -> Client:
    return staff_inside(ours)


@pytest.fixture
def meeting(ours: House) -> str:
    return meeting_page(ours)


def test_all_tables_of_ours_are_there() -> None:
    ours = {model._meta.db_table for model in apps.get_models() if issubclass(model, Base)}
    assert {model._meta.db_table for model in REGISTERED} == ours - NOT_SHOWN
    assert len({model._meta.db_table for model in REGISTERED} - OF_OURS) == SCHEMAS_OWN
    assert [model for model in REGISTERED if not issubclass(model, Base)] == []


@MODELS
def test_a_list_and_its_rows_open(model: Any, client: Client, ours: House) -> None:
    row = ours.rows[model._meta.db_table]
    listed = client.get(address(model, "changelist"))
    assert listed.status_code == 200
    assert address(model, "change", row["id"]) in listed.content.decode()
    assert client.get(address(model, "changelist"), {"q": "nothing like it"}).status_code == 200
    may_add = admin.site.get_model_admin(model).has_add_permission(listed.wsgi_request)
    assert client.get(address(model, "add")).status_code == (200 if may_add else 403)
    assert client.get(address(model, "history", row["id"])).status_code == 302


@MODELS
def test_what_may_be_changed_is_saved_as_it_was(model: Any, client: Client, ours: House) -> None:
    change = address(model, "change", ours.rows[model._meta.db_table]["id"])
    page = client.get(change)
    assert page.status_code == 200
    is_open = admin.site.get_model_admin(model).has_change_permission(page.wsgi_request)
    saved = client.post(change, form_of(page) if is_open else {})
    assert saved.status_code == (302 if is_open else 403), saved.context and saved.context["errors"]


@MODELS
def test_what_staff_may_change_leaves_its_trace(model: Any, client: Client) -> None:
    request = client.get("/admin/").wsgi_request
    may_change = admin.site.get_model_admin(model).has_change_permission(request)
    triggers = {constraint.name for constraint in model._meta.constraints}
    table = model._meta.db_table
    traced = {f"{table}_audit", f"{table}_staff_audit", "organizations_changes"} & triggers
    assert traced or not may_change or table in {"feature_flags", "ai_embeddings"}


@MODELS
def test_secrets_are_on_no_page(model: Any, client: Client, ours: House) -> None:
    row = ours.rows[model._meta.db_table]
    change = client.get(address(model, "change", row["id"])).content.decode()
    shown = change + client.get(address(model, "changelist")).content.decode()
    secrets = {name: str(row[name]) for name in SECRETS & row.keys() if len(str(row[name])) > 4}
    assert [name for name, value in secrets.items() if value in shown] == []
    assert not SECRETS & set(re.findall(r'name="(\w+)"', change)) - {"csrfmiddlewaretoken"}


@MODELS
def test_secrets_are_not_told_by_what_a_filter_finds(model: Any, client: Client, ours: House) -> None:
    listed = client.get(address(model, "changelist"))
    off_page: Any = admin.site.get_model_admin(model).get_exclude(listed.wsgi_request)
    asked = [client.get(address(model, "changelist"), {f"{name}__gt": "a"}) for name in off_page]
    assert [each.status_code for each in asked] == [400] * len(off_page)


@MODELS
def test_nothing_of_another_organization_is_reached(model: Any, client: Client, theirs: House) -> None:
    if model._meta.db_table == "feature_flags":
        return
    row = theirs.rows[model._meta.db_table]
    for kind in ("change", "delete", "history"):
        found = client.get(address(model, kind, row["id"]))
        assert found.status_code in ({404} if kind != "delete" else {403, 404}), kind
    assert str(row["id"]) not in client.get(address(model, "changelist")).content.decode()


def test_a_choice_offers_nothing_of_another_organization(client: Client, ours: House, theirs: House) -> None:
    asked = {"app_label": "tasks", "model_name": "task", "field_name": "assigned_to", "term": ""}
    offered = client.get(reverse("admin:autocomplete"), asked).json()["results"]
    ids = {each["id"] for each in offered}
    assert {str(ours.admin), str(ours.colleague)} < ids
    assert not {str(theirs.admin), str(ours.staff)} & ids


@pytest.mark.parametrize("stranger", ["theirs", "staff"])
def test_a_row_names_nobody_from_outside(stranger: str, client: Client, ours: House, theirs: House) -> None:
    task = address(REGISTERED_BY_TABLE["tasks"], "change", ours.rows["tasks"]["id"])
    sent = form_of(client.get(task)) | {
        "assigned_to": str(theirs.admin if stranger == "theirs" else ours.staff)
    }
    refused = client.post(task, sent)
    assert refused.status_code == 200
    assert list(refused.context["adminform"].form.errors) == ["assigned_to"]


REGISTERED_BY_TABLE: dict[str, Any] = {model._meta.db_table: model for model in REGISTERED}


@MODELS
def test_outside_no_rows_are_shown(model: Any, ours: House) -> None:
    page = staff_outside(ours).get(address(model, "changelist"))
    is_shared = model._meta.db_table == "feature_flags"
    assert page.status_code == (200 if is_shared else 302)


# --- JSON


def shaped(form: Any, model: Any) -> dict[str, Any]:
    """The form's JSON fields with, for each, a value that misses its column's shape."""
    columns = {name: model._meta.get_field(name) for name in form.fields}
    return {
        name: next(violations(column.shape))
        for name, column in columns.items()
        if isinstance(column, ShapedJSONField) and next(violations(column.shape), None) is not None
    }


@MODELS
def test_json_that_misses_its_shape_is_refused_at_its_field(model: Any, client: Client, ours: House) -> None:
    change = address(model, "change", ours.rows[model._meta.db_table]["id"])
    page = client.get(change)
    form = page.context["adminform"].form
    wrong = shaped(form, model)
    texts = {name: json.dumps(value) for name, value in wrong.items()}
    for sent in (texts, dict.fromkeys(wrong, "{"), dict.fromkeys(wrong, '{"a": "\\u0000"}')) if wrong else ():
        refused = client.post(change, form_of(page) | sent)
        assert refused.status_code == 200
        assert set(refused.context["adminform"].form.errors) == set(wrong)


# --- what staff do is in the customer's log


def test_a_change_is_in_the_customers_log_with_staff_as_its_actor(
    client: Client, meeting: str, ours: House
) -> None:
    sent = form_of(client.get(meeting)) | {"title": "Corrected by staff"}
    assert client.post(meeting, sent).status_code == 302
    with acting_as(ours.admin):
        entry = AuditLog.objects.select_related("user", "staff_entry").get(
            entity_id=ours.rows["meetings"]["id"], action="update"
        )
        assert (entry.user_id, entry.staff_entry_id) == (ours.staff, ours.entry)
        assert entry.new_values is not None
        assert entry.new_values["title"] == "Corrected by staff"
        assert entry.actor.endswith("(JeniferAI staff)")
    page = client_of(user_of(ours.admin)).get("/settings/audit/", {"happening": "staff"}).text
    assert f"<b>{entry.actor}</b>" in page
    assert "<ins>Corrected by staff</ins>" in page


def test_what_staff_add_is_in_the_name_of_the_organizations_worker(client: Client, ours: House) -> None:
    added = client.post(
        address(REGISTERED_BY_TABLE["contacts"], "add"),
        {"full_name": "New", "category": "other", "relationship_strength": "3"},
    )
    assert added.status_code == 302, added.context["errors"]
    with acting_as(ours.admin):
        contact = REGISTERED_BY_TABLE["contacts"].objects.get(full_name="New")
        assert contact.created_by.is_system


def test_a_changed_meeting_is_looked_through_again(client: Client, meeting: str, ours: House) -> None:
    assert client.post(meeting, form_of(client.get(meeting))).status_code == 302
    with acting_as(ours.admin):
        examination = REGISTERED_BY_TABLE["examinations"].objects.get(executive=_executive(ours))
        assert examination.examined_at is None


def _executive(house: House) -> Any:
    return house.rows["meetings"]["executive_id"]


# --- the policy


def test_only_the_staff_site_may_make_code_of_text(client: Client, meeting: str) -> None:
    for place in ("/admin/", meeting, address(Meeting, "changelist"), reverse("admin:jsi18n")):
        policy = client.get(place)["Content-Security-Policy"]
        assert "script-src 'self' 'unsafe-eval';" in policy
        assert "'unsafe-inline'" not in policy.replace("style-src-attr 'unsafe-inline'", "")
    for place in ("/", "/accounts/login/", "/api/v1/meetings/", "/admin-like/"):
        assert "unsafe" not in client.get(place)["Content-Security-Policy"]


def test_the_policies_differ_in_what_is_written_beside_them() -> None:
    changed = {
        name for name in settings.STAFF_CSP if settings.STAFF_CSP[name] != settings.SECURE_CSP.get(name)
    }
    assert changed == {"script-src", "style-src-attr", "img-src"}


def test_everything_comes_from_our_own_origin(client: Client, meeting: str) -> None:
    for place in ("/admin/", meeting, address(Meeting, "changelist")):
        page = client.get(place).content.decode()
        sources = re.findall(r'<(?:script|link|img)[^>]*(?:src|href)="([^"]+)"', page)
        assert sources
        assert [source for source in sources if not source.startswith(("/static/", "/admin/"))] == []
        assert "<style" not in page


def test_the_database_needs_no_more_rights(ways: Ways, ours: House) -> None:
    """Django's own log is closed to the application, and not missed."""
    with ways.app.transaction(force_rollback=True):
        ways.app.execute(BIND, Principal(str(ours.staff), entry_id=str(ours.entry)))
        rights = "SELECT has_table_privilege('django_admin_log', 'SELECT, INSERT, UPDATE, DELETE')"
        assert ways.app.execute(rights).fetchone() == (False,)
