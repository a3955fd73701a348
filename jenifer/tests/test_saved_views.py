"""Views of lists: one's own, a colleague's, outdated ones."""

from typing import Any
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied, ValidationError
from django.http import Http404

from executives.views.executives import SAVED as EXECUTIVES
from jenifer.desk.insights import SAVED as INSIGHTS
from jenifer.principal import acting_as
from jenifer.tests.clients import client_of
from jenifer.tests.factories import make_person, make_tenant
from orgs.models import SavedView
from orgs.services import saved_views
from orgs.services.saved_views import (
    change_view,
    delete_view,
    order_views,
    restore_view,
    save_view,
    views_of,
)

API = "/api/v1/saved-views/"

pytestmark = pytest.mark.django_db


def save(by, name="Overlaps", *, of=INSIGHTS, is_shared=False, **filters):
    with acting_as(by):
        return save_view(by=by, of=of, name=name, filters=filters, is_shared=is_shared)


def names(person):
    with acting_as(person):
        return [each.name for each in views_of(person, "insights")]


def test_view_keeps_what_its_list_knows(tenant):
    row = save(tenant.admin, kind="overlap", page="3", csrfmiddlewaretoken="x", executive="")
    assert row.filters == {"kind": "overlap"}
    assert INSIGHTS.url(row.filters) == "/insights/?kind=overlap"


def test_view_of_the_same_name_is_replaced(tenant):
    first, second = save(tenant.admin, kind="overlap"), save(tenant.admin, " Overlaps ", kind="no_buffer")
    assert (second.pk, second.filters) == (first.pk, {"kind": "no_buffer"})


@pytest.mark.parametrize("name", ["", "   ", "x" * 81, "a\0b"])
def test_name_has_to_be_one(tenant, name):
    with pytest.raises(ValidationError):
        save(tenant.admin, name)


def test_own_views_come_first_and_shared_ones_are_everybodys(tenant):
    colleague, outsider = make_person(tenant.admin), make_tenant().admin
    save(tenant.admin, "Shared", is_shared=True)
    save(tenant.admin, "Own")
    save(colleague, "Mine")
    assert names(colleague) == ["Mine", "Shared"]
    assert names(tenant.admin) == ["Shared", "Own"]
    assert names(outsider) == []


def test_a_colleagues_view_is_not_ones_own_to_change(tenant):
    colleague, outsider = make_person(tenant.admin), make_tenant().admin
    shared, own = save(tenant.admin, "Shared", is_shared=True), save(tenant.admin, "Own")
    for person, view, refusal in (
        (colleague, shared, PermissionDenied),
        (colleague, own, Http404),
        (outsider, shared, Http404),
    ):
        for act in (lambda **who: change_view(name="New", **who), delete_view, restore_view):
            with acting_as(person), pytest.raises(refusal):
                act(by=person, view_id=view.pk)


def test_admin_takes_a_shared_view_away(tenant):
    view = save(tenant.assistant, "Shared", is_shared=True)
    with acting_as(tenant.admin):
        delete_view(by=tenant.admin, view_id=view.pk)
    assert names(tenant.assistant) == []


def test_view_is_renamed_and_shared(tenant):
    view = save(tenant.admin)
    save(tenant.admin, "Other")
    with acting_as(tenant.admin):
        changed = change_view(by=tenant.admin, view_id=view.pk, name="Clashes", is_shared=True)
        assert (changed.name, changed.is_shared) == ("Clashes", True)
        with pytest.raises(ValidationError, match="already"):
            change_view(by=tenant.admin, view_id=view.pk, name="Other")


def test_views_are_put_in_order(tenant):
    one, two, three = (save(tenant.admin, name) for name in ("One", "Two", "Three"))
    with acting_as(tenant.admin):
        order_views(by=tenant.admin, list_name="insights", view_ids=[three.pk, one.pk, uuid4(), three.pk])
    assert names(tenant.admin) == ["Three", "One", "Two"]
    assert two.position == 1


def test_deleted_view_comes_back_unless_its_name_is_taken(tenant):
    view = save(tenant.admin)
    with acting_as(tenant.admin):
        delete_view(by=tenant.admin, view_id=view.pk)
        assert names(tenant.admin) == []
        restore_view(by=tenant.admin, view_id=view.pk)
        assert names(tenant.admin) == ["Overlaps"]
        delete_view(by=tenant.admin, view_id=view.pk)
        save(tenant.admin)
        with pytest.raises(ValidationError, match="again"):
            restore_view(by=tenant.admin, view_id=view.pk)


def test_there_is_an_end_to_views(tenant, monkeypatch):
    monkeypatch.setattr(saved_views, "MOST", 1)
    save(tenant.admin)
    with pytest.raises(ValidationError, match="1 views"):
        save(tenant.admin, "One more")


@pytest.mark.parametrize(
    "filters",
    [{"kind": "of old"}, {"executive": str(uuid4())}, {"executive": "x"}, {"status": "?", "gone": "1"}],
)
def test_outdated_filters_are_none(tenant, filters):
    with acting_as(tenant.admin):
        SavedView.objects.create(
            org_id=tenant.admin.org_id, user=tenant.admin, list_name="insights", name="Old", filters=filters
        )
    client = client_of(tenant.admin)
    page = client.get("/insights/")
    line = page.context["saved_views"]["lines"][0]
    answer = client.get(line["url"])
    assert answer.status_code == 200
    assert answer.context["saved_views"]["is_all"]
    assert not answer.context["saved_views"]["can_save"]


def test_page_offers_to_save_what_no_view_is_yet(tenant):
    client = client_of(tenant.admin)

    def tabs(address):
        shown = client.get(address).context["saved_views"]
        return shown["can_save"], shown["current"] and shown["current"]["name"]

    assert tabs("/insights/?status=open") == (False, None)
    assert tabs("/insights/?kind=overlap&page=1") == (True, None)
    data = {"list": "insights", "name": "Overlaps", "kind": "overlap", "status": ""}
    assert client.post("/views/", data)["Location"] == "/insights/?kind=overlap"
    assert tabs("/insights/?kind=overlap") == (False, "Overlaps")
    assert tabs("/insights/?kind=overlap&status=snoozed") == (True, None)


def test_lists_keep_their_views_apart(tenant):
    save(tenant.admin, of=EXECUTIVES, q="ana")
    assert names(tenant.admin) == []
    page = client_of(tenant.admin).get("/executives/?q=ana")
    assert page.context["saved_views"]["current"]["name"] == "Overlaps"


@pytest.mark.parametrize("data", [{}, {"list": "secrets", "name": "x"}, {"list": "\0", "name": "x"}])
def test_view_of_no_list_is_not_found(tenant, data):
    assert client_of(tenant.admin).post("/views/", data).status_code == 404


def test_refusal_is_said_on_the_list(tenant):
    answer = client_of(tenant.admin).post("/views/", {"list": "insights", "name": " "}, follow=True)
    assert [str(each) for each in answer.context["messages"]] == ["This field is required."]


def test_api_saves_changes_orders_and_deletes(tenant):
    client = client_of(tenant.admin)

    def send(verb, address, body=None):
        sent: Any = {"content_type": "application/json", "headers": {"If-Match": "*"}}
        return getattr(client, verb)(address, body, **sent)

    body = {"list": "insights", "name": "Overlaps", "filters": {"kind": "overlap", "gone": "1"}}
    first = send("post", API, body).json()
    second = send("post", API, body | {"name": "Second"}).json()
    assert first == first | {"filters": {"kind": "overlap"}, "is_mine": True, "is_shared": False}
    assert send("patch", f"{API}{first['id']}/", {"name": "New"}).json()["name"] == "New"
    assert send("patch", f"{API}{first['id']}/", {"name": "Second"}).json()["errors"]["name"]
    order = {"list": "insights", "order": [second["id"], first["id"]]}
    assert send("post", f"{API}order/", order).json() == order
    listed = client.get(API, {"list": "insights"}).json()["results"]
    assert [each["name"] for each in listed] == ["Second", "New"]
    assert send("delete", f"{API}{first['id']}/").status_code == 204
    assert client.get(f"{API}{first['id']}/").status_code == 404


@pytest.mark.parametrize(
    "change",
    [
        {"list": "secrets"},
        {"name": ""},
        {"filters": []},
        {"filters": {"kind": ["a"]}},
        {"filters": {"kind": "x" * 201}},
        {"is_shared": "maybe"},
    ],
)
def test_api_refuses_what_is_no_view(tenant, change):
    body = {"list": "insights", "name": "Overlaps", "filters": {}} | change
    answer = client_of(tenant.admin).post(API, body, content_type="application/json")
    assert (answer.status_code, list(answer.json()["errors"])) == (400, list(change))
