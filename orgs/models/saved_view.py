from django.db import models
from django.db.models import Q

from jenifer.db.fields import ShapedJSONField, count, flag, moment
from jenifer.db.models import TenantModel, Touched
from jenifer.db.wall import OWN, STAFF, TENANT
from orgs import shapes

OURS = f"({TENANT} AND (is_shared OR user_id = (SELECT app.user_id()))) OR {STAFF}"
# An admin may take a colleague's shared view away; a view that is not shared is nobody else's affair.
REMOVABLE = f"({OWN}) OR (org_id = (SELECT app.admin_org()) AND is_shared)"
MOST_NAME = 80  # characters


class SavedView(Touched, TenantModel):
    """Filters of one list under a name: a person's own, or shared with the whole organization."""

    wall = {"select": OURS, "insert": OWN, "update": REMOVABLE, "delete": REMOVABLE}

    user = models.ForeignKey("orgs.User", models.DB_CASCADE, related_name="saved_views")
    list_name = models.CharField(max_length=50)
    name = models.CharField(max_length=MOST_NAME)
    filters = ShapedJSONField(shape=shapes.FILTERS, default={})
    is_shared = flag()
    position = count()
    deleted_at = moment()

    class Meta:
        db_table = "saved_views"
        indexes = [models.Index(fields=["org", "list_name"], name="idx_saved_views_list")]
        constraints = [
            models.UniqueConstraint(
                name="saved_views_once",
                fields=["user", "list_name", "name"],
                condition=Q(deleted_at=None),
            )
        ]

    def __str__(self) -> str:
        return self.name
