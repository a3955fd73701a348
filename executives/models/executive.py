from django.db import models

from executives import shapes
from jenifer.db.fields import ShapedJSONField, flag, long_text, moment, text
from jenifer.db.models import TenantModel, Touched
from jenifer.db.wall import everyone_in_tenant


class ExecutiveProfile(Touched, TenantModel):
    """A person whose days are run here. Executives have no account of their own."""

    wall = everyone_in_tenant() | {"definer": "SELECT"}
    is_audited = True
    hue: int  # of whoever is read through Access: nobody else's on the same desk

    full_name = models.CharField(max_length=255)
    title = text()
    email = text()
    phone = text(50)
    avatar_url = long_text()
    office_location = text()
    office_address = long_text()
    home_address = long_text()
    timezone = text(100, default="America/Los_Angeles")
    bio = long_text()
    scheduling_preferences = ShapedJSONField(shape=shapes.SCHEDULING, default=shapes.SCHEDULING_DEFAULT)
    communication_preferences = ShapedJSONField(
        shape=shapes.COMMUNICATION, default=shapes.COMMUNICATION_DEFAULT
    )
    dietary_preferences = ShapedJSONField(shape=shapes.DIETARY, default=shapes.DIETARY_DEFAULT)
    travel_preferences = ShapedJSONField(shape=shapes.TRAVEL, default=shapes.TRAVEL_DEFAULT)
    dining_preferences = ShapedJSONField(shape=shapes.DINING, default=shapes.DINING_DEFAULT)
    gift_preferences = ShapedJSONField(shape=shapes.GIFTS, default=shapes.GIFTS_DEFAULT)
    is_active = flag(default=True)
    deleted_at = moment()

    class Meta:
        db_table = "executive_profiles"
        indexes = [models.Index(fields=["org", "is_active"], name="idx_executive_profiles_active")]

    def __str__(self) -> str:
        return self.full_name
