from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models
from django.db.models import F, Q

from jenifer.db.fields import ShapedJSONField, choice, flag, long_text, text
from jenifer.db.models import TenantModel, Touched
from jenifer.db.shapes import TAGS
from scheduling import shapes


class KeyDateCategory(models.TextChoices):
    BIRTHDAY = "birthday"
    ANNIVERSARY = "anniversary"
    DEADLINE = "deadline"
    MILESTONE = "milestone"
    TRAVEL = "travel"
    FINANCIAL = "financial"
    TEAM = "team"
    PERSONAL = "personal"
    VIP = "vip"
    EXPIRATION = "expiration"
    HOLIDAY = "holiday"
    OTHER = "other"


class KeyDate(Touched, TenantModel):
    """A date to remember. Without a known year it stands in 1904, a leap year."""

    is_audited = True

    executive = models.ForeignKey(
        "executives.ExecutiveProfile", models.DB_SET_NULL, null=True, blank=True, related_name="key_dates"
    )
    created_by = models.ForeignKey("orgs.User", models.DB_CASCADE, related_name="+", db_column="created_by")
    title = models.CharField(max_length=500)
    description = long_text()
    date = models.DateField()
    time = models.TimeField(null=True, blank=True)
    end_date = models.DateField(null=True, blank=True)
    is_year_known = flag(default=True)
    category = choice(KeyDateCategory, None)
    related_person = text()
    related_contact = models.ForeignKey(
        "executives.Contact", models.DB_SET_NULL, null=True, blank=True, related_name="key_dates"
    )
    related_family_member = models.ForeignKey(
        "executives.FamilyMember", models.DB_SET_NULL, null=True, blank=True, related_name="key_dates"
    )
    is_recurring = flag()
    recurrence_rule = long_text()
    reminder_days = ShapedJSONField(shape=shapes.REMINDER_DAYS, default=[7, 1])
    tags = ShapedJSONField(shape=TAGS, default=[])
    ai_suggested_actions = ShapedJSONField(shape=shapes.SUGGESTED_ACTIONS, default=[])

    class Meta:
        db_table = "key_dates"
        indexes = [
            models.Index(fields=["org", "date"], name="idx_key_dates_date"),
            models.Index(fields=["org", "category"], name="idx_key_dates_category"),
            models.Index(fields=["date"], name="idx_key_dates_upcoming"),
            GinIndex(
                SearchVector("title", "description", "related_person", config="english"),
                name="idx_key_dates_fts",
            ),
            GinIndex(fields=["tags"], name="idx_key_dates_tags"),
        ]
        constraints = [
            models.CheckConstraint(
                name="key_dates_end_after_start", condition=Q(end_date=None) | Q(end_date__gte=F("date"))
            ),
            models.CheckConstraint(
                name="key_dates_unknown_year", condition=Q(is_year_known=True) | Q(date__year=1904)
            ),
        ]

    def __str__(self) -> str:
        return self.title
