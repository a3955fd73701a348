from django.db import models

from executives import shapes
from executives.models.executive import ExecutiveProfile
from jenifer.db.fields import ShapedJSONField, choice, long_text, text
from jenifer.db.models import TenantModel, Touched


class Relationship(models.TextChoices):
    SPOUSE = "spouse"
    CHILD = "child"
    PARENT = "parent"
    SIBLING = "sibling"
    OTHER = "other"


class FamilyMember(Touched, TenantModel):
    is_audited_for_staff = True

    executive = models.ForeignKey(ExecutiveProfile, models.DB_CASCADE, related_name="family_members")
    full_name = models.CharField(max_length=255)
    relationship = choice(Relationship, None, max_length=100)
    birthday = models.DateField(null=True, blank=True)
    email = text()
    phone = text(50)
    preferences = ShapedJSONField(shape=shapes.FAMILY, default=shapes.FAMILY_DEFAULT)
    notes = long_text()

    class Meta:
        db_table = "family_members"

    def __str__(self) -> str:
        return self.full_name
