from django.db import models

from jenifer.db.fields import ShapedJSONField, choice, count, flag, long_text, moment, text
from jenifer.db.models import TenantModel, Touched
from jenifer.db.shapes import TAGS


class ServiceCategory(models.TextChoices):
    RESTAURANT = "restaurant"
    HOTEL = "hotel"
    TRANSPORTATION = "transportation"
    VENUE = "venue"
    GIFT = "gift"
    FLORIST = "florist"
    CATERING = "catering"
    ENTERTAINMENT = "entertainment"
    OTHER = "other"


class PriceRange(models.TextChoices):
    LOW = "$"
    MEDIUM = "$$"
    HIGH = "$$$"
    LUXURY = "$$$$"


class ConciergeService(Touched, TenantModel):
    """A restaurant, driver, florist: whoever the organization calls on."""

    is_audited_for_staff = True

    created_by = models.ForeignKey("orgs.User", models.DB_CASCADE, related_name="+", db_column="created_by")
    name = models.CharField(max_length=255)
    description = long_text()
    category = choice(ServiceCategory, None)
    subcategory = text(100)
    contact_name = text()
    phone = text(50)
    email = text()
    website = text(500)
    address = long_text()
    city = text(100)
    price_range = choice(PriceRange, max_length=20)
    rating = models.DecimalField(max_digits=2, decimal_places=1, null=True, blank=True)
    notes = long_text()
    special_instructions = long_text()
    tags = ShapedJSONField(shape=TAGS, default=[])
    is_favorite = flag()
    times_used = count()
    last_used_at = moment()

    class Meta:
        db_table = "concierge_services"
        indexes = [
            models.Index(fields=["org", "category"], name="idx_concierge_category"),
            models.Index(
                fields=["org", "is_favorite"],
                name="idx_concierge_favorites",
                condition=models.Q(is_favorite=True),
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="concierge_services_rating_range", condition=models.Q(rating__range=(0, 5))
            ),
            models.CheckConstraint(
                name="concierge_services_times_used", condition=models.Q(times_used__gte=0)
            ),
        ]

    def __str__(self) -> str:
        return self.name
