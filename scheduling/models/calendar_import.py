from django.db import models
from django.db.models import Q

from jenifer.db.fields import ShapedJSONField, choice, count, long_text, moment, text
from jenifer.db.models import TenantModel, Touched
from jenifer.db.wall import everyone_in_tenant
from scheduling import shapes


class ImportStatus(models.TextChoices):
    WAITING = "waiting"
    RUNNING = "running"
    DONE = "done"
    FAILED = "failed"


class CalendarImport(Touched, TenantModel):
    """An iCalendar file on its way into one executive's calendar, and what became of each component."""

    wall = everyone_in_tenant() | {"definer": "SELECT"}

    executive = models.ForeignKey(
        "executives.ExecutiveProfile", models.DB_CASCADE, related_name="calendar_imports"
    )
    created_by = models.ForeignKey(
        "orgs.User", models.DB_SET_NULL, null=True, related_name="+", db_column="created_by"
    )
    file_name = text()
    stored_as = text()
    size = models.BigIntegerField(default=0, db_default=0)
    bytes_read = models.BigIntegerField(default=0, db_default=0)
    status = choice(ImportStatus, ImportStatus.WAITING)
    created_count = count()
    changed_count = count()
    unchanged_count = count()
    refused_count = count()
    report = ShapedJSONField(shape=shapes.IMPORT_REPORT, default=[])
    error = long_text()
    finished_at = moment()

    class Meta:
        db_table = "calendar_imports"
        indexes = [
            models.Index(
                fields=["updated_at"],
                name="idx_calendar_imports_open",
                condition=Q(status__in=["waiting", "running"]),
            )
        ]

    def __str__(self) -> str:
        return self.file_name
