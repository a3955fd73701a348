"""Private feeds of an executive's calendar: made, changed, revoked. Who may write the calendar may do so."""

import secrets
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from executives.models import ExecutiveProfile
from executives.permissions import Access, Area, Right
from jenifer.digests import digest_of
from jenifer.principal import on_behalf_of
from orgs.models import User
from orgs.services.events import log_event
from scheduling.models import CalendarFeed

MOST = 20  # of one executive
CHANGEABLE = ("name", "level", "days_back", "days_ahead")


class TooManyFeeds(Exception):
    """The message is for a person."""


def feeds_of(by: User, executive_id: UUID) -> QuerySet[CalendarFeed]:
    """Those that can be subscribed to. Whoever may not change the calendar is refused (403, 404)."""
    Access.of(by).require(executive_id, Area.CALENDAR, Right.WRITE)
    return CalendarFeed.objects.filter(executive=executive_id, revoked_at=None)


def feed_for(by: User, executive_id: UUID, feed_id: UUID, *, is_locked: bool = False) -> CalendarFeed:
    rows = feeds_of(by, executive_id)
    row = (rows.select_for_update() if is_locked else rows).filter(pk=feed_id).first()
    if row is None:
        raise Http404
    return row


@transaction.atomic
def make_feed(*, by: User, executive_id: UUID, **about: Any) -> tuple[CalendarFeed, str]:
    """A new feed, and its address: this is the only time that anyone sees it. `about`: see CHANGEABLE."""
    executive = Access.of(by).executive(executive_id, Area.CALENDAR, Right.WRITE)
    ExecutiveProfile.objects.select_for_update().get(pk=executive.pk)
    if feeds_of(by, executive_id).count() >= MOST:
        text = _("%(name)s has %(most)d feeds. Revoke one that is not used.")
        raise TooManyFeeds(text % {"name": executive.full_name, "most": MOST})
    key = secrets.token_urlsafe(32)
    row = CalendarFeed(org_id=by.org_id, executive=executive, created_by=by, token=digest_of(key), **about)
    row.full_clean(exclude=["org"])
    with on_behalf_of(executive_id):
        row.save(force_insert=True)
        log_event("reveal", "calendar_feed", row.pk)
    return row, settings.PUBLIC_URL + reverse("calendar-feed", args=[key])


@transaction.atomic
def change_feed(*, by: User, executive_id: UUID, feed_id: UUID, **changes: Any) -> CalendarFeed:
    """`changes`: see CHANGEABLE. The address stays."""
    row = feed_for(by, executive_id, feed_id, is_locked=True)
    for name, value in changes.items():
        setattr(row, name, value)
    row.changed_at = timezone.now()
    row.full_clean(exclude=["org"])
    with on_behalf_of(executive_id):
        row.save(update_fields=[*changes, "changed_at"])
    return row


@transaction.atomic
def revoke_feed(*, by: User, executive_id: UUID, feed_id: UUID) -> CalendarFeed:
    """The address leads nowhere from now on."""
    row = feed_for(by, executive_id, feed_id, is_locked=True)
    row.revoked_at = timezone.now()
    with on_behalf_of(executive_id):
        row.save(update_fields=["revoked_at"])
    return row
