from django.db import models
from django.db.models import Q

from jenifer.db.fields import choice, moment
from jenifer.db.models import TenantModel
from jenifer.db.wall import everyone_in_tenant
from orgs.models import EntityType


class Attachment(TenantModel):
    """A file that hangs on a row of another table. Who may have it is that row's affair (executives.attachables).

    The file lies in the default storage as `stored_as`, which says nothing; removed ones stay for a while.
    """

    wall = everyone_in_tenant() | {"definer": "SELECT"}
    is_audited = True

    executive = models.ForeignKey(
        "executives.ExecutiveProfile", models.DB_SET_NULL, null=True, blank=True, related_name="attachments"
    )
    created_by = models.ForeignKey(
        "orgs.User", models.DB_SET_NULL, null=True, blank=True, related_name="+", db_column="created_by"
    )
    entity_type = choice(EntityType, None)
    entity_id = models.UUIDField()
    file_name = models.CharField(max_length=255)
    stored_as = models.CharField(max_length=255, unique=True)
    size = models.BigIntegerField()
    content_type = models.CharField(max_length=255)
    sha256 = models.CharField(max_length=64)
    deleted_at = moment()

    class Meta:
        db_table = "attachments"
        indexes = [
            models.Index(fields=["org", "entity_type", "entity_id"], name="idx_attachments_entity"),
            models.Index(
                fields=["deleted_at"],
                name="idx_attachments_removed",
                condition=Q(deleted_at__isnull=False),
            ),
        ]
        constraints = [models.CheckConstraint(name="attachments_size_range", condition=Q(size__gte=1))]

    def __str__(self) -> str:
        return self.file_name
