"""Staff bring back what the plan counts only where there is room, as everybody does."""

from typing import Any

import pytest
from django.utils import timezone

from executives.models import ExecutiveProfile
from jenifer.principal import acting_as
from jenifer.tests.catalogue.rows import House
from jenifer.tests.staff_clients import address, form_of, staff_inside
from orgs.models import Invitation, Organization, Tier, User
from orgs.plans import ALLOWED, Limit

pytestmark = pytest.mark.django_db
AWAY: list[tuple[Any, Limit, dict[str, Any], dict[str, Any]]] = [
    (ExecutiveProfile, Limit.EXECUTIVES, {"is_active": False}, {"is_active": "on"}),
    (User, Limit.USERS, {"is_active": False}, {"is_active": "on"}),
    (Invitation, Limit.USERS, {"status": "revoked"}, {"status": "pending"}),
]


def gone(model: Any, columns: dict[str, Any], house: House) -> Any:
    """A row of the house that is not counted."""
    with acting_as(house.admin):
        rows = model.objects.filter(org_id=house.org)
        if model is User:
            rows = rows.filter(pk=house.colleague)
        row = rows.order_by("pk").first()
        model.objects.filter(pk=row.pk).update(**columns)
    return row


@pytest.mark.parametrize(
    ("model", "limit", "away", "back"), AWAY, ids=lambda each: getattr(each, "__name__", "")
)
def test_staff_bring_back_only_what_has_room(
    model: Any, limit: Limit, away: dict[str, Any], back: dict[str, Any], ours: House, monkeypatch: Any
) -> None:
    row = gone(model, away, ours)
    page = address(model, "change", row.pk)
    client = staff_inside(ours)
    sent = form_of(client.get(page)) | back
    if model is Invitation:
        sent |= {"expires_at_0": f"{timezone.now().date().replace(year=2199)}", "expires_at_1": "00:00"}
    with acting_as(ours.admin):
        tier = Tier(Organization.objects.get().subscription_tier)
    monkeypatch.setitem(ALLOWED, tier, {**ALLOWED[tier], limit: 0})
    refused = client.post(page, sent)
    (said,) = refused.context["adminform"].form.non_field_errors()
    assert said.startswith("Your plan is for")
    monkeypatch.setitem(ALLOWED, tier, {**ALLOWED[tier], limit: None})
    assert client.post(page, sent).status_code == 302
    monkeypatch.setitem(ALLOWED, tier, {**ALLOWED[tier], limit: 0})
    assert client.post(page, sent).status_code == 302  # what is counted already needs no room
