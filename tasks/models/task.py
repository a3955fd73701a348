from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models
from django.db.models import Q

from jenifer.db.fields import ShapedJSONField, choice, count, flag, long_text, moment
from jenifer.db.models import TenantModel, Touched
from jenifer.db.shapes import TAGS
from tasks import shapes


class TaskStatus(models.TextChoices):
    TODO = "todo"
    IN_PROGRESS = "in_progress"
    WAITING = "waiting"
    DONE = "done"
    CANCELLED = "cancelled"


class Priority(models.TextChoices):
    LOW = "low"
    MEDIUM = "medium"
    HIGH = "high"
    URGENT = "urgent"


class TaskCategory(models.TextChoices):
    SCHEDULING = "scheduling"
    TRAVEL = "travel"
    ADMIN = "admin"
    COMMUNICATION = "communication"
    RESEARCH = "research"
    OTHER = "other"


class Task(Touched, TenantModel):
    """Something to do. Due on a date alone: `due_time` NULL, `due_date` midnight in the assignee's zone."""

    is_audited = True

    executive = models.ForeignKey(
        "executives.ExecutiveProfile", models.DB_SET_NULL, null=True, blank=True, related_name="tasks"
    )
    created_by = models.ForeignKey("orgs.User", models.DB_CASCADE, related_name="+", db_column="created_by")
    assigned_to = models.ForeignKey(
        "orgs.User",
        models.DB_SET_NULL,
        null=True,
        blank=True,
        related_name="assigned_tasks",
        db_column="assigned_to",
    )
    title = models.CharField(max_length=500)
    description = long_text()
    status = choice(TaskStatus, TaskStatus.TODO)
    priority = choice(Priority, Priority.MEDIUM, max_length=20)
    category = choice(TaskCategory, max_length=100)
    tags = ShapedJSONField(shape=TAGS, default=[])
    due_date = moment()
    due_time = models.TimeField(null=True, blank=True)
    completed_at = moment()
    is_recurring = flag()
    recurrence_rule = long_text()
    recurrence_parent = models.ForeignKey(
        "self", models.DB_CASCADE, null=True, blank=True, related_name="occurrences"
    )
    related_meeting = models.ForeignKey(
        "scheduling.Meeting", models.DB_SET_NULL, null=True, blank=True, related_name="tasks"
    )
    related_approval = models.ForeignKey(
        "approvals.Approval", models.DB_SET_NULL, null=True, blank=True, related_name="tasks"
    )
    related_contact = models.ForeignKey(
        "executives.Contact", models.DB_SET_NULL, null=True, blank=True, related_name="tasks"
    )
    subtasks = ShapedJSONField(shape=shapes.SUBTASKS, default=[])
    attachments = ShapedJSONField(shape=shapes.ATTACHMENTS, default=[])
    ai_suggested_priority = choice(Priority, max_length=20)
    ai_suggested_due_date = moment()
    ai_notes = long_text()
    position = count()
    deleted_at = moment()

    class Meta:
        db_table = "tasks"
        indexes = [
            models.Index(fields=["org", "status"], name="idx_tasks_status"),
            models.Index(
                fields=["org", "due_date"], name="idx_tasks_due", condition=Q(due_date__isnull=False)
            ),
            models.Index(fields=["org", "priority", "status"], name="idx_tasks_priority"),
            GinIndex(SearchVector("title", "description", config="english"), name="idx_tasks_fts"),
            GinIndex(fields=["tags"], name="idx_tasks_tags"),
        ]
        constraints = [
            models.CheckConstraint(
                name="tasks_due_time_needs_date",
                condition=Q(due_time=None) | Q(due_date__isnull=False),
            )
        ]

    def __str__(self) -> str:
        return self.title
