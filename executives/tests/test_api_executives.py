import pytest

from jenifer.tests.clients import client_of
from jenifer.tests.factories import make_assignment, make_executive, make_tenant
from jenifer.tests.queries import counted_queries

EXECUTIVES = "/api/v1/executives/"

pytestmark = pytest.mark.django_db


def test_executive_is_an_id_a_name_and_a_clock():
    tenant = make_tenant(full_name="Ana", title="CEO", timezone="Europe/Lisbon")
    ana = {"id": str(tenant.executive.pk), "name": "Ana", "title": "CEO", "timezone": "Europe/Lisbon"}
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
