from django.db import models

from executives.models.executive import ExecutiveProfile
from jenifer.db.fields import choice, long_text, text
from jenifer.db.models import TenantModel, Touched


class MembershipCategory(models.TextChoices):
    AIRLINES = "airlines"
    HOTELS = "hotels"
    CAR_RENTAL = "car_rental"
    LOUNGES = "lounges"
    CLUBS = "clubs"
    OTHER = "other"


class Membership(Touched, TenantModel):
    """A loyalty programme, lounge or club of an executive."""

    is_audited_for_staff = True

    executive = models.ForeignKey(
        ExecutiveProfile, models.DB_CASCADE, related_name="memberships", db_index=False
    )
    category = choice(MembershipCategory, None)
    provider_name = models.CharField(max_length=255)
    program_name = text()
    member_number = text()
    tier = text(100)
    enrolled_at = models.DateField(null=True, blank=True)
    expires_at = models.DateField(null=True, blank=True)
    benefits = long_text()
    notes = long_text()

    class Meta:
        db_table = "memberships"
        indexes = [
            models.Index(fields=["executive", "category"], name="idx_memberships_category"),
            models.Index(
                fields=["expires_at"],
                name="idx_memberships_expiry",
                condition=models.Q(expires_at__isnull=False),
            ),
        ]

    def __str__(self) -> str:
        return self.program_name or self.provider_name
