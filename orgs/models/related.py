from django.db import models


class EntityType(models.TextChoices):
    """What a row may point at when it points at one of several tables."""

    MEETING = "meeting"
    TASK = "task"
    APPROVAL = "approval"
    KEY_DATE = "key_date"
    CONTACT = "contact"
    MEMBERSHIP = "membership"
    FAMILY_MEMBER = "family_member"
    DELEGATION = "delegation"
    INTEGRATION = "integration"
