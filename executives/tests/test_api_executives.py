import pytest

from executives.models import ExecutiveProfile
from executives.shapes import SCHEDULING_DEFAULT
from jenifer.principal import acting_as
from jenifer.tests.clients import client_of
from jenifer.tests.factories import make_assignment, make_executive, make_person, make_tenant
from jenifer.tests.queries import counted_queries

EXECUTIVES = "/api/v1/executives/"

pytestmark = pytest.mark.django_db


def test_executive_is_a_name_a_clock_and_rules():
    tenant = make_tenant(full_name="Ana", title="CEO", timezone="Europe/Lisbon")
    ana = {
        "id": str(tenant.executive.pk),
        "name": "Ana",
        "title": "CEO",
        "timezone": "Europe/Lisbon",
        "scheduling_preferences": SCHEDULING_DEFAULT,
    }
    client = client_of(tenant.assistant)
    assert client.get(f"{EXECUTIVES}{tenant.executive.pk}/").json() == ana
    assert client.get(EXECUTIVES).json() == {"next": None, "previous": None, "results": [ana]}


def test_only_served_executives_are_there():
    tenant, other = make_tenant(full_name="Ana"), make_tenant(full_name="Zoe")
    unserved = make_executive(tenant.admin, full_name="Ben")
    names = [
        [each["name"] for each in client_of(person).get(EXECUTIVES).json()["results"]]
        for person in (tenant.assistant, tenant.admin, other.admin)
    ]
    assert names == [["Ana"], ["Ana", "Ben"], ["Zoe"]]
    client = client_of(tenant.assistant)
    gone = [client.get(f"{EXECUTIVES}{each.pk}/").status_code for each in (unserved, other.executive)]
    assert gone == [404, 404]


def test_executives_take_as_many_queries_for_three_as_for_one():
    tenant = make_tenant()
    client = client_of(tenant.assistant)
    counts = []
    for more in (0, 2):
        for _ in range(more):
            make_assignment(tenant.admin, tenant.assistant, make_executive(tenant.admin))
        with counted_queries() as count:
            assert len(client.get(EXECUTIVES).json()["results"]) == 1 + more
        counts.append(count())
    assert counts == [counts[0]] * 2
    assert counts[0] <= 9


def change(client, executive, body, **headers):
    return client.patch(
        f"{EXECUTIVES}{executive.pk}/", body, content_type="application/json", headers=headers
    )


def refusal(answer):
    assert answer["Content-Type"] == "application/problem+json"
    return answer.status_code, answer.json()["type"].removeprefix("/problems/")


def test_executive_is_changed_and_what_is_left_out_stays():
    tenant = make_tenant(full_name="Ana", title="CEO")
    client = client_of(tenant.admin)
    etag = client.get(f"{EXECUTIVES}{tenant.executive.pk}/")["ETag"]
    body = {"name": "Ana S.", "scheduling_preferences": {"meeting_buffer_minutes": 25}}
    answer = change(client, tenant.executive, body, If_Match=etag)
    wanted = SCHEDULING_DEFAULT | {"meeting_buffer_minutes": 25}
    shown = answer.json()
    assert (answer.status_code, shown["name"], shown["title"]) == (200, "Ana S.", "CEO")
    assert shown["scheduling_preferences"] == wanted
    assert answer["ETag"] == client.get(f"{EXECUTIVES}{tenant.executive.pk}/")["ETag"] != etag


def test_change_without_or_with_an_old_etag_writes_nothing():
    tenant = make_tenant(full_name="Ana")
    client = client_of(tenant.admin)
    etag = client.get(f"{EXECUTIVES}{tenant.executive.pk}/")["ETag"]
    assert refusal(change(client, tenant.executive, {"name": "B"})) == (428, "precondition_required")
    assert change(client, tenant.executive, {"name": "C"}, If_Match=etag).status_code == 200
    stale = change(client, tenant.executive, {"name": "D"}, If_Match=etag)
    assert refusal(stale) == (412, "precondition_failed")
    weak = change(client, tenant.executive, {"name": "D"}, If_Match=f"W/{etag}")
    assert refusal(weak) == (412, "precondition_failed")
    with acting_as(tenant.admin):
        assert ExecutiveProfile.objects.get(pk=tenant.executive.pk).full_name == "C"
    assert change(client, tenant.executive, {"name": "E"}, If_Match="*").status_code == 200


@pytest.mark.parametrize(
    ("body", "field"),
    [
        ({"name": ""}, "name"),
        ({"name": "x" * 300}, "name"),
        ({"timezone": "Mars/Base"}, "timezone"),
        ({"scheduling_preferences": {"unknown": 1}}, "scheduling_preferences"),
        ({"scheduling_preferences": {"meeting_buffer_minutes": "ten"}}, "scheduling_preferences"),
        ({"scheduling_preferences": [1]}, "scheduling_preferences"),
        (
            {"scheduling_preferences": {"working_hours": {"start": "18:00", "end": "09:00"}}},
            "scheduling_preferences",
        ),
    ],
)
def test_senseless_change_names_its_field(body, field):
    tenant = make_tenant()
    answer = change(client_of(tenant.admin), tenant.executive, body, If_Match="*")
    assert (refusal(answer), list(answer.json()["errors"])) == ((400, "invalid"), [field])


def test_only_who_may_change_the_settings_changes_them():
    tenant, other = make_tenant(), make_tenant()
    people = tenant.assistant, make_person(tenant.admin), other.admin
    answers = [
        change(client_of(each), tenant.executive, {"name": "X"}, If_Match="*").status_code for each in people
    ]
    assert answers == [403, 404, 404]


def test_rules_are_shown_to_who_may_read_the_settings():
    tenant = make_tenant()
    rightless = make_person(tenant.admin)
    make_assignment(tenant.admin, rightless, tenant.executive, permissions={"calendar": ["read"]})
    shown = client_of(rightless).get(f"{EXECUTIVES}{tenant.executive.pk}/").json()
    assert shown["scheduling_preferences"] is None


def test_executives_are_searched_sorted_and_shown_in_part():
    tenant = make_tenant(full_name="Ana", title="Chair")
    make_executive(tenant.admin, full_name="Ben", title="Chief")
    make_executive(tenant.admin, full_name="Cleo", title="Chair of the board")
    client = client_of(tenant.admin)

    def found(**query):
        return client.get(EXECUTIVES, query | {"fields": "name"}).json()["results"]

    assert found(search="chair") == [{"name": "Ana"}, {"name": "Cleo"}]
    assert found(ordering="-name") == [{"name": "Cleo"}, {"name": "Ben"}, {"name": "Ana"}]
    assert found(ordering="title", page_size=1) == [{"name": "Ana"}]
