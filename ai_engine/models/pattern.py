from django.db import models
from django.db.models import Q

from ai_engine import shapes
from jenifer.db.fields import ShapedJSONField, choice, count, flag, now
from jenifer.db.models import TenantModel, Touched


class PatternType(models.TextChoices):
    MEETING_TIME_PREFERENCE = "meeting_time_preference"
    TASK_COMPLETION_PATTERN = "task_completion_pattern"
    APPROVAL_BEHAVIOR = "approval_behavior"
    COMMUNICATION_STYLE = "communication_style"
    SCHEDULING_HABIT = "scheduling_habit"
    TRAVEL_PREFERENCE = "travel_preference"


class AIPattern(Touched, TenantModel):
    """A habit learned from history, with how often it was seen."""

    is_audited_for_staff = True

    executive = models.ForeignKey(
        "executives.ExecutiveProfile", models.DB_SET_NULL, null=True, blank=True, related_name="patterns"
    )
    pattern_type = choice(PatternType, None)
    pattern_key = models.CharField(max_length=255)
    pattern_value = ShapedJSONField(shape=shapes.PATTERN)
    confidence_score = models.DecimalField(max_digits=3, decimal_places=2, null=True, blank=True)
    sample_size = count()
    first_observed_at = now()
    last_observed_at = now()
    is_active = flag(default=True)

    class Meta:
        db_table = "ai_patterns"
        indexes = [
            models.Index(fields=["org", "pattern_type"], name="idx_ai_patterns_type"),
            models.Index(
                fields=["org", "is_active"], name="idx_ai_patterns_active", condition=Q(is_active=True)
            ),
        ]
        constraints = [
            models.UniqueConstraint(
                name="ai_patterns_once",
                fields=["org", "executive", "pattern_type", "pattern_key"],
                nulls_distinct=False,
            ),
            models.CheckConstraint(
                name="ai_patterns_confidence_range", condition=Q(confidence_score__range=(0, 1))
            ),
            models.CheckConstraint(name="ai_patterns_sample_range", condition=Q(sample_size__gte=0)),
        ]

    def __str__(self) -> str:
        return self.pattern_key
