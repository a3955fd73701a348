import json
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.db import connection, connections
from django.http import Http404, HttpRequest, HttpResponse
from django.template import Context, Template, TemplateSyntaxError
from django.test import RequestFactory
from hypothesis import given
from hypothesis import strategies as st

from jenifer.principal import acting_as
from jenifer.tests.clients import client_of
from jenifer.tests.factories import Tenant, make_tenant
from jenifer.tests.queries import counted_queries
from orgs.flags import Verdict, Why, decide, explain, features_of, flag_required, is_on, needs_flag, share
from orgs.models import FeatureFlag, Organization, User

API = "/api/v1/features/"
ALL_TIERS = ["trial", "starter", "professional", "enterprise"]

keys = st.text(st.characters(codec="utf-8", exclude_characters="\0"), max_size=100)
percentages = st.integers(0, 100)


def flag(**columns: Any) -> FeatureFlag:
    row = {"key": "slack", "is_enabled": True, "rollout_percentage": 100, "allowed_tiers": ALL_TIERS}
    return FeatureFlag(**row | columns)


@given(keys, st.uuids(), percentages, percentages)
def test_raising_the_rollout_takes_a_flag_from_nobody(key: str, org_id: UUID, one: int, other: int) -> None:
    organization = Organization(id=org_id, subscription_tier="starter")
    less, more = sorted((one, other))
    before, after = (
        decide(flag(key=key, rollout_percentage=percentage), organization, None).is_on
        for percentage in (less, more)
    )
    assert before <= after


@given(keys, st.uuids())
def test_a_rollout_of_0_is_for_none_and_of_100_for_all(key: str, org_id: UUID) -> None:
    organization = Organization(id=org_id, subscription_tier="starter")
    verdicts = [
        decide(flag(key=key, rollout_percentage=percentage), organization, None) for percentage in (0, 100)
    ]
    assert verdicts == [Verdict(False, Why.ROLLOUT), Verdict(True, Why.ROLLOUT)]


def test_a_rollout_reaches_about_its_share_and_another_flag_others() -> None:
    ids = [UUID(int=number) for number in range(10_000)]
    reached = {key: {org_id for org_id in ids if share(key, org_id) < 30} for key in ("one", "other")}
    assert [round(len(found) / len(ids), 1) for found in reached.values()] == [0.3, 0.3]
    assert round(len(reached["one"] & reached["other"]) / len(ids), 2) == 0.09


@pytest.mark.parametrize(
    ("columns", "override", "verdict"),
    [
        ({}, None, Verdict(True, Why.ROLLOUT)),
        ({}, False, Verdict(False, Why.OVERRIDE)),
        ({"is_enabled": False}, None, Verdict(False, Why.DISABLED)),
        ({"is_enabled": False}, True, Verdict(True, Why.OVERRIDE)),
        ({"allowed_tiers": ["enterprise"]}, None, Verdict(False, Why.TIER)),
        ({"allowed_tiers": ["enterprise"]}, True, Verdict(True, Why.OVERRIDE)),
        ({"allowed_tiers": ["enterprise"], "rollout_percentage": 0}, None, Verdict(False, Why.TIER)),
        ({"rollout_percentage": 0}, True, Verdict(True, Why.OVERRIDE)),
    ],
)
def test_an_override_beats_the_tier_and_the_tier_the_rollout(
    columns: dict[str, Any], override: bool | None, verdict: Verdict
) -> None:
    organization = Organization(id=uuid4(), subscription_tier="starter")
    assert decide(flag(**columns), organization, override) == verdict


def as_owner(sql: str, *parameters: Any) -> None:
    """What staff set: the application's role may not."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(sql, parameters)


def make_flags(*names: str) -> None:
    for name in names:
        as_owner(
            "INSERT INTO feature_flags (key, name, is_enabled, rollout_percentage, allowed_tiers)"
            " VALUES (%s, %s, true, 100, %s) ON CONFLICT (key) DO NOTHING",
            name.lower(),
            name,
            json.dumps(ALL_TIERS),
        )


def override(tenant: Tenant, key: str, is_enabled: bool) -> None:
    as_owner(
        "INSERT INTO org_feature_overrides (org_id, feature_flag_id, is_enabled)"
        " SELECT %s, id, %s FROM feature_flags WHERE key = %s",
        tenant.organization.pk,
        is_enabled,
        key,
    )


@pytest.fixture
def tenant(transactional_db: None) -> Tenant:
    tenant = make_tenant()
    make_flags("Slack", "Travel", "Patterns", "Concierge")  # emptied by a test that committed
    override(tenant, "slack", False)
    return tenant


def request_of(person: User) -> HttpRequest:
    request = RequestFactory().get("/")
    request.user = person
    return request


def drawn(person: User, text: str) -> str:
    with acting_as(person):
        return Template("{% load flags %}" + text).render(Context({"request": request_of(person)}))


def test_the_tag_shows_what_an_organization_has(tenant: Tenant) -> None:
    text = '{% flag "slack" %}slack{% else %}none{% endflag %} {% flag "travel" %}trips{% endflag %}'
    other = make_tenant()
    assert [drawn(person, text) for person in (tenant.admin, other.admin)] == ["none trips", "slack trips"]
    assert drawn(tenant.admin, '{% flag "no such flag" %}on{% endflag %}') == ""
    with pytest.raises(TemplateSyntaxError):
        drawn(tenant.admin, "{% flag %}{% endflag %}")


def test_however_many_are_asked_it_is_one_query(tenant: Tenant) -> None:
    tags = "".join(f'{{% flag "{key}" %}}{{% endflag %}}' for key in ("slack", "travel", "insights"))
    counts = []
    for text in ("nothing", tags):
        with counted_queries() as count:
            drawn(tenant.admin, text)
        counts.append(count())
    assert counts == [0, 2]  # the binding and the query


def test_a_view_is_not_there_without_its_flag(tenant: Tenant) -> None:
    @flag_required("slack")
    def view(request: HttpRequest) -> HttpResponse:
        return HttpResponse("on")

    other = make_tenant()
    with acting_as(other.admin):
        assert view(request_of(other.admin)).content == b"on"
        assert needs_flag("slack")().has_permission(request_of(other.admin), None)  # type: ignore[arg-type]
    with acting_as(tenant.admin):
        with pytest.raises(Http404):
            view(request_of(tenant.admin))
        with pytest.raises(Http404):
            needs_flag("slack")().has_permission(request_of(tenant.admin), None)  # type: ignore[arg-type]


def test_a_job_asks_without_a_request(tenant: Tenant) -> None:
    with acting_as(tenant.admin):
        assert [is_on(key, tenant.organization) for key in ("slack", "travel", "?")] == [False, True, False]


def test_the_api_tells_ones_own_features(tenant: Tenant) -> None:
    features = {each["key"]: each for each in client_of(tenant.assistant).get(API).json()["features"]}
    assert features["slack"] == {"key": "slack", "name": "Slack", "is_on": False, "why": "override"}
    assert (features["travel"]["is_on"], features["travel"]["why"]) == (True, "rollout")


def test_reach_counts_as_the_flags_decide(tenant: Tenant) -> None:
    """The database's rules, for staff's aggregates, are Python's."""
    others = [make_tenant() for _ in range(3)]
    as_owner("UPDATE feature_flags SET rollout_percentage = 50 WHERE key = 'concierge'")
    as_owner("UPDATE feature_flags SET allowed_tiers = '[\"starter\"]' WHERE key = 'travel'")
    as_owner("UPDATE feature_flags SET is_enabled = false WHERE key = 'patterns'")
    override(others[0], "patterns", True)
    wanted: dict[tuple[str, str, bool], int] = {}
    for each in (tenant, *others):
        with acting_as(each.admin):
            each.organization.refresh_from_db()
            for row in FeatureFlag.objects.all():
                verdict = explain(row, each.organization)
                assert features_of(request_of(each.admin)).verdicts[row.key] == verdict  # type: ignore[arg-type]
                place = (row.key, verdict.why.value, verdict.is_on)
                wanted[place] = wanted.get(place, 0) + 1
    assert reach(tenant.admin) == {}
    as_owner("UPDATE users SET is_staff = true WHERE id = %s", tenant.admin.pk)
    assert reach(tenant.admin) == wanted


def reach(person: User) -> dict[tuple[str, str, bool], int]:
    with acting_as(person), connection.cursor() as cursor:
        cursor.execute("SELECT * FROM app.flag_reach()")
        return {(key, why, is_on): count for key, why, is_on, count in cursor.fetchall()}


@given(key=keys, org_id=st.uuids())
def test_the_databases_share_is_pythons(key: str, org_id: UUID, shares: Any) -> None:
    assert shares(key, org_id) == share(key, org_id)


@pytest.fixture(scope="module")
def shares(django_db_setup: None, django_db_blocker: Any) -> Any:
    def ask(key: str, org_id: UUID) -> int:
        with django_db_blocker.unblock(), connection.cursor() as cursor:
            cursor.execute("SELECT app.flag_share(%s, %s)", [key, org_id])
            return cursor.fetchone()[0]

    return ask
