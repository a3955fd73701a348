from datetime import timedelta

from django.db import models
from django.db.models.functions import Now

from jenifer.db.fields import ShapedJSONField, moment, text
from jenifer.db.models import TenantModel
from jenifer.db.wall import OWN, Trigger, owner_alone, owner_alone_and_staff_to_read
from orgs import shapes


class ApiToken(TenantModel):
    """A person's own key to the API. `token` is a hash of it: the key itself was shown once, and is not kept.

    A plain SHA-256 is enough. What makes passwords need a slow, salted hash is that they can be guessed;
    this is 256 random bits.
    """

    wall = {
        "select": owner_alone_and_staff_to_read()["select"],
        "insert": OWN,
        "update": OWN,
        "definer": "SELECT, UPDATE",
    }
    is_audited = True

    user = models.ForeignKey("orgs.User", models.DB_CASCADE, related_name="api_tokens")
    name = models.CharField(max_length=100)
    prefix = models.CharField(max_length=12)
    token = models.CharField(max_length=64, unique=True)
    scopes = ShapedJSONField(shape=shapes.SCOPES, default=[])
    expires_at = moment()
    # Under this name it is bookkeeping, which the log of changes leaves out (app.audit).
    last_used_at = moment(db_column="last_seen_at")
    revoked_at = moment()

    class Meta:
        db_table = "api_tokens"
        verbose_name = "API token"
        constraints = [
            Trigger(name="api_tokens_stay_revoked", when="BEFORE UPDATE", call="app.keep_revoked()"),
        ]

    def __str__(self) -> str:
        return self.name


class IdempotencyKey(TenantModel):
    """A POST that was carried out, and its answer, to be given again to whoever sends the same once more."""

    wall = owner_alone() | {"definer": "SELECT, DELETE"}

    user = models.ForeignKey("orgs.User", models.DB_CASCADE, related_name="+")
    key = models.CharField(max_length=255)
    request_digest = models.CharField(max_length=64)
    status = models.IntegerField()
    body = ShapedJSONField(shape=shapes.ANSWER)
    location = text(500)
    expires_at = models.DateTimeField(db_default=Now() + timedelta(hours=24))

    class Meta:
        db_table = "idempotency_keys"
        indexes = [models.Index(fields=["expires_at"], name="idx_idempotency_keys_expiry")]
        constraints = [models.UniqueConstraint(name="idempotency_keys_once", fields=["user", "key"])]

    def __str__(self) -> str:
        return self.key
