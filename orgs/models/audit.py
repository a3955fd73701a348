from django.db import models
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from jenifer.db.fields import ShapedJSONField, long_text, text
from jenifer.db.models import Base
from orgs import shapes

# Who did it, where no person stands: the row is gone, or it was done at the server.
UNKNOWN = gettext_lazy("Not known")


class AuditLog(Base):
    """Who changed what, when, from where and for whom. Written by triggers; nobody can change it."""

    wall = {"select": "org_id = (SELECT app.audit_org())", "definer": "SELECT, INSERT, DELETE"}

    org = models.ForeignKey(
        "orgs.Organization", models.DB_SET_NULL, null=True, related_name="+", db_index=False
    )
    user = models.ForeignKey("orgs.User", models.DB_SET_NULL, null=True, related_name="+", db_index=False)
    staff_entry = models.ForeignKey(
        "orgs.StaffEntry", models.DB_SET_NULL, null=True, related_name="+", db_index=False
    )
    acting_for_id = models.UUIDField(null=True)
    action = models.CharField(max_length=100)
    entity_type = text(50)
    entity_id = models.UUIDField(null=True)
    old_values = ShapedJSONField(shape=shapes.LOGGED_VALUES, null=True)
    new_values = ShapedJSONField(shape=shapes.LOGGED_VALUES, null=True)
    ip_address = models.GenericIPAddressField(null=True)
    user_agent = long_text()

    class Meta:
        db_table = "audit_log"
        indexes = [
            models.Index("org", models.F("created_at").desc(), name="idx_audit_log_org"),
            models.Index("user", models.F("created_at").desc(), name="idx_audit_log_user"),
            models.Index(fields=["entity_type", "entity_id"], name="idx_audit_log_entity"),
            models.Index(
                fields=["staff_entry"],
                name="idx_audit_log_staff",
                condition=models.Q(staff_entry__isnull=False),
            ),
            models.Index("org", "action", models.F("created_at").desc(), name="idx_audit_log_action"),
        ]

    def __str__(self) -> str:
        return f"{self.action} {self.entity_type}"

    @property
    def actor(self) -> str:
        """Who did it, for a page: staff by the name on their entry, since a customer cannot see their row."""
        if self.staff_entry_id and self.staff_entry:
            return _("%(name)s (JeniferAI staff)") % {"name": self.staff_entry.staff_name}
        return str(self.user) if self.user_id and self.user else str(UNKNOWN)
