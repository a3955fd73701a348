from django.db import models

from jenifer.db.fields import ShapedJSONField, count, flag, long_text
from jenifer.db.models import Base, TenantModel, Touched
from jenifer.db.wall import STAFF, TENANT, Trigger
from orgs import shapes


class FeatureFlag(Touched, Base):
    """A switch of the product, the same for all organizations but for their overrides."""

    wall = {"select": "true", "update": "(SELECT app.is_staff())", "definer": "SELECT"}

    key = models.CharField(max_length=100, unique=True)
    name = models.CharField(max_length=255)
    description = long_text()
    is_enabled = flag()
    rollout_percentage = count()
    allowed_tiers = ShapedJSONField(shape=shapes.TIERS, default=[])

    class Meta:
        db_table = "feature_flags"
        constraints = [
            models.CheckConstraint(
                name="feature_flags_rollout_range", condition=models.Q(rollout_percentage__range=(0, 100))
            ),
            Trigger(name="feature_flags_changes", when="AFTER UPDATE", call="app.audit_flag()"),
        ]

    def __str__(self) -> str:
        return self.key


class OrgFeatureOverride(TenantModel):
    wall = {"select": TENANT, "insert": STAFF, "update": STAFF, "delete": STAFF, "definer": "SELECT"}
    is_audited = True

    feature_flag = models.ForeignKey(FeatureFlag, models.DB_CASCADE, related_name="overrides")
    is_enabled = models.BooleanField()

    class Meta:
        db_table = "org_feature_overrides"
        constraints = [
            models.UniqueConstraint(name="org_feature_overrides_once", fields=["org", "feature_flag"])
        ]

    def __str__(self) -> str:
        return f"{self.feature_flag}: {'on' if self.is_enabled else 'off'}"
