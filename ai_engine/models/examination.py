from django.db import models
from django.db.models.functions import Now

from jenifer.db.fields import moment
from jenifer.db.models import TenantModel
from jenifer.db.wall import everyone_in_tenant


class Examination(TenantModel):
    """When an executive's calendar was last changed, and when it was last looked through for conflicts.

    A lost job is found again here: whatever was requested after it was examined is due.
    """

    wall = everyone_in_tenant() | {"definer": "SELECT"}

    executive = models.OneToOneField(
        "executives.ExecutiveProfile", models.DB_CASCADE, related_name="examination"
    )
    requested_at = models.DateTimeField(db_default=Now())
    examined_at = moment()

    class Meta:
        db_table = "examinations"

    def __str__(self) -> str:
        return str(self.executive_id)
