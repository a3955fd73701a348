from django.db import models

from jenifer.db.fields import moment, text
from jenifer.db.models import TenantModel
from jenifer.db.wall import owner_alone_and_staff_to_read


class PushSubscription(TenantModel):
    """A browser that a person lets us push to. Whoever knows `endpoint` and keys may; they are on no page."""

    wall = owner_alone_and_staff_to_read() | {"definer": "SELECT, DELETE"}

    user = models.ForeignKey("orgs.User", models.DB_CASCADE, related_name="+")
    endpoint = models.CharField(max_length=1000, unique=True)
    p256dh = models.CharField(max_length=100)  # the browser's public key, base64url
    auth = models.CharField(max_length=50)  # its shared secret, base64url
    label = text(100)
    used_at = moment()

    class Meta:
        db_table = "push_subscriptions"

    def __str__(self) -> str:
        return self.label
