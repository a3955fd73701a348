"""Who has which feature and why, as staff see it; and that a change of a flag says who made it."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.urls import reverse

from jenifer.tests.catalogue.attempts import Ways
from jenifer.tests.catalogue.rows import House
from jenifer.tests.clients import client_of
from jenifer.tests.staff_clients import staff_outside, user_of
from orgs.flags import Verdict, Why

pytestmark = pytest.mark.django_db
RULE = {"is_enabled": False, "rollout_percentage": 0, "allowed_tiers": "[]"}


@pytest.fixture
def flag(ways: Ways, ours: House) -> Iterator[Any]:
    """The house's own flag: off for all, but by an override of the house's own not even that."""
    key = ours.rows["feature_flags"]["id"]
    yield key
    columns = ", ".join(f"{name} = %({name})s" for name in RULE)
    ways.owner.execute(f"UPDATE feature_flags SET {columns} WHERE id = %(id)s", RULE | {"id": key})


def change(client: Any, flag: Any, **values: Any) -> Any:
    sent = {"name": "Travel", "description": "", "allowed_tiers": "[]", "rollout_percentage": "0"}
    return client.post(reverse("admin:orgs_featureflag_change", args=[flag]), sent | values)


def verdict(client: Any, flag: Any, name: str) -> Verdict:
    found = client.get(reverse("admin:feature", args=[flag]), {"q": name.upper()}).context["holders"]
    return next(holder.verdict for holder in found if holder.name == name)


def test_each_organization_is_named_with_its_reason(flag: Any, ours: House, theirs: House) -> None:
    client, own = staff_outside(ours), ours.rows["organizations"]["name"]
    assert verdict(client, flag, own) == Verdict(False, Why.OVERRIDE)
    other = theirs.rows["organizations"]["name"]
    assert verdict(client, flag, other) == Verdict(False, Why.DISABLED)
    assert change(client, flag, is_enabled="on").status_code == 302
    assert verdict(client, flag, other) == Verdict(False, Why.TIER)
    everyone = '["trial", "starter", "professional", "enterprise"]'
    change(client, flag, is_enabled="on", allowed_tiers=everyone, rollout_percentage="100")
    assert verdict(client, flag, other) == Verdict(True, Why.ROLLOUT)
    assert verdict(client, flag, own) == Verdict(False, Why.OVERRIDE)


def test_the_table_counts_them(flag: Any, ours: House) -> None:
    client = staff_outside(ours)
    page = client.get(reverse("admin:features"))
    line = next(line for line in page.context["lines"] if line.flag.pk == flag)
    found = client.get(reverse("admin:feature", args=[flag])).context["found"]
    assert (line.on, line.off, line.rule) == (0, found, "Off for all")
    assert sum(group.organizations for group in line.groups) == found


def test_list_and_change_page_lead_there(flag: Any, ours: House) -> None:
    client = staff_outside(ours)
    assert 'href="/admin/features/"' in client.get(reverse("admin:orgs_featureflag_changelist")).text
    one = client.get(reverse("admin:orgs_featureflag_change", args=[flag])).text
    assert f'href="/admin/features/{flag}/"' in one


def test_a_change_says_who_made_it_and_what_it_was(flag: Any, ours: House) -> None:
    client = staff_outside(ours)
    change(client, flag, is_enabled="on", rollout_percentage="40")
    latest = client.get(reverse("admin:feature", args=[flag])).context["changes"][0]
    assert latest.who == str(user_of(ours.staff))
    assert ("Rollout percentage", 0, 40) in latest.differences
    count = len(client.get(reverse("admin:feature", args=[flag])).context["changes"])
    change(client, flag, name=latest_name(client, flag), is_enabled="on", rollout_percentage="40")
    assert len(client.get(reverse("admin:feature", args=[flag])).context["changes"]) == count


def latest_name(client: Any, flag: Any) -> str:
    return str(client.get(reverse("admin:feature", args=[flag])).context["line"].flag.name)


def test_no_customer_reads_it(flag: Any, ways: Ways, ours: House) -> None:
    change(staff_outside(ours), flag, is_enabled="on")
    log = client_of(user_of(ours.admin)).get("/settings/audit/", {"kind": "feature_flag"})
    assert str(flag) not in log.text
    with ways.app.transaction(force_rollback=True):
        ways.app.execute("SELECT set_config('app.user_id', %s, true)", [str(ours.admin)])
        assert ways.app.execute("SELECT FROM app.flag_changes(%s, 10)", [flag]).rowcount == 0
        assert ways.app.execute("SELECT FROM app.flag_organizations('', '', 10, 0)").rowcount == 0
        assert ways.app.execute("SELECT FROM app.flag_reach()").rowcount == 0


def test_an_unknown_feature_is_not_found(ours: House) -> None:
    assert staff_outside(ours).get(reverse("admin:feature", args=[ours.admin])).status_code == 404
