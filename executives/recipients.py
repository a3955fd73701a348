"""Who is to hear of what concerns an executive."""

from django.db.models import Q
from django.utils import timezone

from executives.models import ExecutiveProfile
from executives.permissions import Area, Right
from orgs.models import User


def assistants_of(executive: ExecutiveProfile, area: Area, right: Right) -> list[User]:
    """Those assigned today with that right; with their organizations, which settings are read from."""
    today = timezone.localdate()
    has_begun = Q(assignments__starts_on=None) | Q(assignments__starts_on__lte=today)
    is_on = Q(assignments__ends_on=None) | Q(assignments__ends_on__gte=today)
    has_right = Q(**{f"assignments__permissions__{area}__contains": [right]})
    found = User.objects.filter(has_begun, is_on, has_right, assignments__executive=executive, is_active=True)
    return list(found.select_related("org").distinct().order_by("email"))
