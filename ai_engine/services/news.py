"""Telling assistants of what was found."""

from collections.abc import Sequence

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from ai_engine.models import AIInsight
from executives.models import ExecutiveProfile
from executives.permissions import Area, Right
from executives.recipients import assistants_of
from orgs.models import EntityType, NotificationCategory, NotificationType
from orgs.notifications.notify import notify

MOST_NAMED = 5


def tell_of_conflicts(executive: ExecutiveProfile, found: Sequence[AIInsight]) -> None:
    """One notification a look, however many there are: to whoever may answer them, for insights name meetings."""
    if not found:
        return
    values = {"count": len(found), "name": executive.full_name}
    title = ngettext(
        "%(count)s new conflict for %(name)s", "%(count)s new conflicts for %(name)s", len(found)
    )
    first = found[0]
    notify(
        to=assistants_of(executive, Area.CALENDAR, Right.WRITE),
        category=NotificationCategory.AI,
        kind=NotificationType.AI_SUGGESTION,
        title=title % values,
        body="\n".join(each.title for each in found[:MOST_NAMED]),
        url=f"{reverse('insights')}?executive={executive.pk}",
        label=_("Look at it"),
        about=(EntityType.MEETING, first.related_entity_id) if first.related_entity_id else None,
    )
