from django.core.validators import MaxValueValidator
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from jenifer.db.fields import choice, moment, now
from jenifer.db.models import TenantModel
from jenifer.db.wall import TENANT

LONGEST_WINDOW = 3660  # days


class FeedLevel(models.TextChoices):
    """What a feed tells."""

    BUSY = "busy", _("Busy times only")
    TITLES = "titles", _("Titles, private ones as “Busy”")
    EVERYTHING = "everything", _("Everything that may leave, private ones too")


class CalendarFeed(TenantModel):
    """A secret address at which one executive's calendar can be subscribed to. `token` is a hash of it."""

    wall = dict.fromkeys(("select", "insert", "update"), TENANT) | {"definer": "SELECT"}
    is_audited = True

    executive = models.ForeignKey(
        "executives.ExecutiveProfile", models.DB_CASCADE, related_name="calendar_feeds"
    )
    created_by = models.ForeignKey(
        "orgs.User", models.DB_SET_NULL, null=True, blank=True, related_name="+", db_column="created_by"
    )
    name = models.CharField(max_length=100)
    token = models.CharField(max_length=64, unique=True)
    level = choice(FeedLevel, FeedLevel.BUSY)
    days_back = models.SmallIntegerField(
        default=30, db_default=30, validators=[MaxValueValidator(LONGEST_WINDOW)]
    )
    days_ahead = models.SmallIntegerField(
        default=365, db_default=365, validators=[MaxValueValidator(LONGEST_WINDOW)]
    )
    changed_at = now()
    # Under this name it is bookkeeping, which the log of changes leaves out (app.audit).
    last_used_at = moment(db_column="last_seen_at")
    revoked_at = moment()

    class Meta:
        db_table = "calendar_feeds"
        constraints = [
            models.CheckConstraint(
                name="calendar_feeds_window",
                condition=Q(days_back__range=(0, LONGEST_WINDOW)) & Q(days_ahead__range=(1, LONGEST_WINDOW)),
            )
        ]

    def __str__(self) -> str:
        return self.name
