from django.db import models
from django.db.models.functions import Now

from jenifer.db.fields import moment
from jenifer.db.models import TenantModel
from jenifer.db.wall import everyone_in_tenant


class Examination(TenantModel):
    """When a look through an executive's calendar was last asked for, and when it was answered.

    `examined_at` is empty from the asking to the look: a lost job is found again by it.
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
