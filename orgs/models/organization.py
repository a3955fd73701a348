from django.db import models

from jenifer.db.fields import ShapedJSONField, choice, long_text, moment, text
from jenifer.db.models import Base, Touched
from jenifer.db.wall import Trigger
from orgs import shapes


class CompanySize(models.TextChoices):
    TINY = "1-10"
    SMALL = "11-50"
    MEDIUM = "51-200"
    LARGE = "201-500"
    HUGE = "500+"


class Tier(models.TextChoices):
    TRIAL = "trial"
    STARTER = "starter"
    PROFESSIONAL = "professional"
    ENTERPRISE = "enterprise"


class SubscriptionStatus(models.TextChoices):
    ACTIVE = "active"
    PAST_DUE = "past_due"
    CANCELED = "canceled"
    PAUSED = "paused"


class Organization(Touched, Base):
    """A tenant: everything else belongs to one."""

    wall = {
        "select": "id = (SELECT app.member_org())",
        "insert": "id = (SELECT app.member_org())",
        "update": "id = (SELECT app.admin_org())",
        "definer": "SELECT",
    }

    name = models.CharField(max_length=255)
    slug = models.CharField(max_length=100, unique=True)
    logo_url = long_text()
    website = text()
    industry = text(100)
    size = choice(CompanySize)
    subscription_tier = choice(Tier, Tier.TRIAL)
    subscription_status = choice(SubscriptionStatus, SubscriptionStatus.ACTIVE)
    trial_ends_at = moment()
    stripe_customer_id = text()
    stripe_subscription_id = text()
    settings = ShapedJSONField(
        shape=shapes.ORGANIZATION_SETTINGS,
        default=shapes.ORGANIZATION_SETTINGS_DEFAULT,
        at_first=shapes.ORGANIZATION_SETTINGS_AT_FIRST,
    )
    ai_settings = ShapedJSONField(shape=shapes.AI_SETTINGS, default=shapes.AI_SETTINGS_DEFAULT)
    deleted_at = moment()

    class Meta:
        db_table = "organizations"
        indexes = [
            models.Index(
                fields=["subscription_tier", "subscription_status"], name="idx_organizations_subscription"
            )
        ]
        constraints = [
            Trigger(name="organizations_employ_jenifer", when="AFTER INSERT", call="app.employ_jenifer()"),
            Trigger(name="organizations_founding", when="BEFORE INSERT", call="app.guard_founding()"),
            Trigger(name="organizations_guard", when="BEFORE UPDATE", call="app.guard_organization()"),
            Trigger(name="organizations_changes", when="AFTER UPDATE", call="app.audit()"),
            Trigger(name="organizations_audit", when="BEFORE DELETE", call="app.audit_organization()"),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def timezone(self) -> str:
        """Where people and executives are taken to be until someone says otherwise."""
        return self.settings.get("timezone", "UTC")

    def lets_jenifer(self, setting: str) -> bool:
        """Whether a switch of `ai_settings` is on; all are until an admin turns them off."""
        return self.ai_settings.get(setting, True)
