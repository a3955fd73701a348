from django.contrib.postgres.indexes import GinIndex
from django.contrib.postgres.search import SearchVector
from django.db import models

from executives import shapes
from executives.models.executive import ExecutiveProfile
from jenifer.db.fields import ShapedJSONField, choice, count, long_text, moment, text
from jenifer.db.models import TenantModel, Touched
from jenifer.db.shapes import TAGS


class ContactCategory(models.TextChoices):
    VIP = "vip"
    CLIENT = "client"
    VENDOR = "vendor"
    PARTNER = "partner"
    PERSONAL = "personal"
    OTHER = "other"


class Contact(Touched, TenantModel):
    """Someone outside, in the directory of the organization or of one executive."""

    is_audited = True

    executive = models.ForeignKey(
        ExecutiveProfile, models.DB_SET_NULL, null=True, blank=True, related_name="contacts"
    )
    created_by = models.ForeignKey("orgs.User", models.DB_CASCADE, related_name="+", db_column="created_by")
    full_name = models.CharField(max_length=255)
    title = text()
    company = text()
    email = text()
    phone = text(50)
    mobile = text(50)
    address_line1 = text()
    address_line2 = text()
    city = text(100)
    state = text(100)
    postal_code = text(20)
    country = text(100)
    category = choice(ContactCategory, ContactCategory.OTHER)
    tags = ShapedJSONField(shape=TAGS, default=[])
    relationship_notes = long_text()
    relationship_strength = count(default=3)
    linkedin_url = text(500)
    twitter_handle = text(100)
    assistant_name = text()
    assistant_email = text()
    assistant_phone = text(50)
    preferences = ShapedJSONField(shape=shapes.CONTACT, default={})
    last_contacted_at = moment()
    next_followup_at = moment()
    ai_enriched_data = ShapedJSONField(shape=shapes.ENRICHED, default={})
    ai_enriched_at = moment()
    deleted_at = moment()

    class Meta:
        db_table = "contacts"
        indexes = [
            models.Index(fields=["org", "category"], name="idx_contacts_category"),
            models.Index(fields=["org", "company"], name="idx_contacts_company"),
            GinIndex(
                SearchVector("full_name", "company", "email", config="english"), name="idx_contacts_fts"
            ),
            GinIndex(fields=["tags"], name="idx_contacts_tags"),
        ]
        constraints = [
            models.CheckConstraint(
                name="contacts_strength_range", condition=models.Q(relationship_strength__range=(1, 5))
            )
        ]

    def __str__(self) -> str:
        return self.full_name
