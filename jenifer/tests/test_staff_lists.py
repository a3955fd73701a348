"""What a list of the staff site costs: as many statements at three rows as at one."""

from typing import Any
from uuid import uuid4

import pytest
from django.contrib import admin
from django.urls import reverse

from jenifer.tests.catalogue.attempts import Ways
from jenifer.tests.catalogue.rows import House, insert
from jenifer.tests.queries import queries_for
from jenifer.tests.staff_clients import staff_inside

pytestmark = pytest.mark.django_db
# There is one of each: the organization itself.
SINGLE = {"organizations"}
# In what further rows differ, where their tables want it; {…} is the id of a further row made just before.
FURTHER: dict[str, dict[str, str]] = {
    "ai_insights": {"fingerprint": "{number}"},
    "ai_patterns": {"pattern_key": "{number}"},
    "attendee_notices": {"token": "{number}"},
    "calendar_sync_tokens": {"calendar_id": "{number}"},
    "deliveries": {"notification_id": "{notifications}"},
    "digests": {"day": "2026-12-0{number}"},
    "examinations": {"executive_id": "{executive_profiles}"},
    "integrations": {"provider_user_id": "{number}"},
    "meetings": {"ical_uid": "{number}"},
    "org_feature_overrides": {"feature_flag_id": "{feature_flags}"},
    "user_executive_assignments": {"executive_id": "{executive_profiles}"},
}
FIRST = ("executive_profiles", "feature_flags", "notifications", "users")


@pytest.fixture(scope="module")
def full_house(ways: Ways, houses: tuple[House, House]) -> House:
    """The first of the two houses, with three rows in every list."""
    house = houses[0]
    models = {model._meta.db_table: model for model in admin.site._registry}
    for number in ("2", "3"):
        made: dict[str, Any] = {"number": number}
        for table in sorted(models.keys() - SINGLE, key=lambda table: (table not in FIRST, table)):
            columns = {name: value.format_map(made) for name, value in FURTHER.get(table, {}).items()}
            row = house.new_row(models[table], id=uuid4(), **columns)
            made[table] = insert(ways.owner, table, row)["id"]
            house.spare[table] = made[table] if table == "feature_flags" else house.spare.get(table)
    house.spare = {table: key for table, key in house.spare.items() if key}
    return house


@pytest.mark.parametrize("model", admin.site._registry, ids=lambda model: model._meta.model_name)
def test_a_list_asks_no_more_for_more_rows(model: Any, full_house: House, theirs: House) -> None:
    address = reverse(f"admin:{model._meta.app_label}_{model._meta.model_name}_changelist")
    one, three = staff_inside(theirs), staff_inside(full_house)
    queries_for(one, address)  # content types and the like are remembered from here on
    assert queries_for(three, address) == queries_for(one, address) <= 20
