from django.db import models

from executives.models.executive import ExecutiveProfile
from jenifer.db.fields import text
from jenifer.db.models import TenantModel, Touched


class DirectReport(Touched, TenantModel):
    is_audited_for_staff = True

    executive = models.ForeignKey(ExecutiveProfile, models.DB_CASCADE, related_name="direct_reports")
    full_name = models.CharField(max_length=255)
    title = text()
    department = text()
    email = text()
    phone = text(50)

    class Meta:
        db_table = "direct_reports"

    def __str__(self) -> str:
        return self.full_name
