from django.db import models
from django.db.models import Q

from ai_engine import shapes
from jenifer.db.fields import ShapedJSONField, choice, long_text, moment, text
from jenifer.db.models import TenantModel, Touched
from jenifer.db.wall import everyone_in_tenant
from orgs.models import EntityType
from tasks.models import Priority


class InsightType(models.TextChoices):
    CONFLICT_DETECTED = "conflict_detected"
    PATTERN_FOUND = "pattern_found"
    REMINDER = "reminder"
    SUGGESTION = "suggestion"
    ANOMALY = "anomaly"
    OPTIMIZATION = "optimization"
    PREPARATION = "preparation"
    FOLLOWUP = "followup"


class InsightStatus(models.TextChoices):
    ACTIVE = "active"
    DISMISSED = "dismissed"
    ACTED_UPON = "acted_upon"
    EXPIRED = "expired"


class Response(models.TextChoices):
    ACCEPTED = "accepted"
    DISMISSED = "dismissed"
    SNOOZED = "snoozed"


class AIInsight(Touched, TenantModel):
    """Something noticed, with what it rests on and what can be done about it.

    `fingerprint` stands for the facts: the same facts are found once, and stay dismissed.
    """

    wall = everyone_in_tenant() | {"definer": "SELECT"}
    is_audited_for_staff = True

    executive = models.ForeignKey(
        "executives.ExecutiveProfile", models.DB_SET_NULL, null=True, blank=True, related_name="insights"
    )
    user = models.ForeignKey("orgs.User", models.DB_SET_NULL, null=True, blank=True, related_name="+")
    insight_type = choice(InsightType, None)
    kind = text(50)
    priority = choice(Priority, Priority.MEDIUM, max_length=20)
    title = models.CharField(max_length=500)
    description = long_text()
    suggested_actions = ShapedJSONField(shape=shapes.ACTIONS, default=[])
    related_entity_type = choice(EntityType)
    related_entity_id = models.UUIDField(null=True, blank=True)
    status = choice(InsightStatus, InsightStatus.ACTIVE)
    user_action = choice(Response)
    user_action_at = moment()
    user_feedback = long_text()
    responded_by = models.ForeignKey(
        "orgs.User", models.DB_SET_NULL, null=True, blank=True, related_name="+", db_column="responded_by"
    )
    snoozed_until = moment()
    valid_until = moment()
    happens_at = moment()
    confidence_score = models.DecimalField(max_digits=3, decimal_places=2, null=True, blank=True)
    model_version = text(50)
    reasoning = long_text()
    evidence = ShapedJSONField(shape=shapes.EVIDENCE, default=[])
    fingerprint = text(64)
    told_again = 0  # attendees, by the undo that has just been done
    undo = ShapedJSONField(shape=shapes.UNDO, null=True)

    class Meta:
        db_table = "ai_insights"
        indexes = [
            models.Index(
                fields=["org", "status", "priority"],
                name="idx_ai_insights_active",
                condition=Q(status="active"),
            ),
            models.Index(fields=["org", "insight_type"], name="idx_ai_insights_type"),
        ]
        constraints = [
            models.CheckConstraint(
                name="ai_insights_confidence_range", condition=Q(confidence_score__range=(0, 1))
            ),
            models.UniqueConstraint(
                name="ai_insights_once", fields=["executive", "fingerprint"], condition=~Q(fingerprint="")
            ),
        ]

    def __str__(self) -> str:
        return self.title
