from django.db import models
from django.db.models.functions import Now

from jenifer.db.fields import choice, flag, moment, text
from jenifer.db.models import TenantModel
from jenifer.db.wall import TENANT, owner_alone


class NewsKind(models.TextChoices):
    NEW = "new"
    MOVED = "moved"
    CANCELLED = "cancelled"
    DECLINED = "declined"


class CalendarNews(TenantModel):
    """What is different on a calendar, noted by the database with the change (migrations/calendar_news.sql).

    Of many changes of one kind in one statement there is a single row, with their `amount` and no series.
    All-day and floating times are civil, as those of a meeting are.
    """

    wall = {"select": TENANT, "definer": "SELECT, INSERT, UPDATE, DELETE"}

    executive = models.ForeignKey("executives.ExecutiveProfile", models.DB_CASCADE, related_name="+")
    kind = choice(NewsKind, NewsKind.NEW)
    series_id = models.UUIDField(null=True, blank=True)  # outlives the meeting
    recurrence_id = moment()
    title = text(500)
    who = text(320)
    was_start = moment()
    was_end = moment()
    start_time = moment()
    end_time = moment()
    timezone = text(100)
    is_all_day = flag()
    is_recurring = flag()
    is_private = flag()
    amount = models.IntegerField(default=1, db_default=1)
    by = models.ForeignKey("orgs.User", models.DB_SET_NULL, null=True, blank=True, related_name="+")
    is_outside = flag()

    class Meta:
        db_table = "calendar_news"
        verbose_name_plural = "calendar news"
        indexes = [
            models.Index(fields=["executive", "created_at"], name="idx_calendar_news_at"),
            models.Index(fields=["series_id"], name="idx_calendar_news_series"),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.title}".strip()


class NewsMark(TenantModel):
    """Up to where a person knows the news: `since` is when they left, `shown_at` when they last saw Today.

    Its id is the person's own: there is one of each.
    """

    wall = owner_alone()

    user = models.ForeignKey("orgs.User", models.DB_CASCADE, related_name="+")
    since = models.DateTimeField(db_default=Now())
    shown_at = models.DateTimeField(db_default=Now())

    class Meta:
        db_table = "news_marks"

    def __str__(self) -> str:
        return str(self.since)
