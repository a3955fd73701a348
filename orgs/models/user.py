from typing import Any

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models
from django.db.models.functions import Lower

from jenifer.db.fields import ShapedJSONField, choice, count, flag, long_text, moment, text
from jenifer.db.models import Base, Touched
from jenifer.db.wall import TENANT, TenantKey, Trigger
from jenifer.principal import acting_as
from orgs import shapes
from orgs.models.organization import Organization
from orgs.shapes import USER_PREFERENCES_AT_FIRST

SELF = "(id = (SELECT app.user_id()) AND is_active)"


class Role(models.TextChoices):
    ADMIN = "admin"
    USER = "user"


class UserManager(BaseUserManager["User"]):
    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=(username or "").lower())


class User(AbstractBaseUser, Touched, Base):
    """A person who logs in by e-mail address; or, with `is_system`, the organization's own worker.

    What may be changed by whom is the database's decision (app.guard_user).
    """

    # Column rights cannot depend on the row, and Django reads `password` to check each session: the
    # application's SQL can reach a colleague's hash, so no page or API may ever show the column.
    wall = {
        "select": f"{SELF} OR id = (SELECT app.claimed_id()) OR {TENANT}",
        "insert": f"{SELF} AND app.may_join(org_id, email, role)",
        "update": f"{SELF} OR org_id = (SELECT app.admin_org())",
        "definer": "SELECT, INSERT",
    }
    is_audited = True

    org = models.ForeignKey(Organization, models.DB_CASCADE, related_name="users", db_index=False)
    email = models.CharField(max_length=255, unique=True)
    full_name = text()
    avatar_url = long_text()
    phone = text(50)
    job_title = text()
    timezone = text(100, default="America/Los_Angeles")
    role = choice(Role, Role.USER)
    permissions = ShapedJSONField(shape=shapes.PERMISSIONS, default=[])
    onboarding_completed = flag()
    onboarding_step = count()
    onboarding_data = ShapedJSONField(shape=shapes.ONBOARDING, default={})
    preferences = ShapedJSONField(
        shape=shapes.USER_PREFERENCES,
        default=shapes.USER_PREFERENCES_DEFAULT,
        at_first=shapes.USER_PREFERENCES_AT_FIRST,
    )
    is_active = flag(default=True)
    is_staff = flag()
    is_superuser = flag()
    is_system = flag()
    last_seen_at = moment()
    bounced_email = text()  # the address that mail came back from; none goes there while it is still theirs
    deleted_at = moment()

    USERNAME_FIELD = EMAIL_FIELD = "email"
    objects = UserManager()

    class Meta:
        db_table = "users"
        indexes = [models.Index(fields=["org", "role"], name="idx_users_role")]
        constraints = [
            models.CheckConstraint(name="users_email_lower", condition=models.Q(email=Lower("email"))),
            models.UniqueConstraint(name="users_org_email", fields=["org", "email"]),
            TenantKey(name="users_org_id_key", fields=["org", "id"]),
            Trigger(name="users_guard", when="BEFORE INSERT OR UPDATE", call="app.guard_user()"),
            Trigger(name="users_last_admin", when="BEFORE UPDATE", call="app.keep_an_admin()"),
            Trigger(name="users_doors", when="AFTER UPDATE", call="app.close_doors()"),
        ]

    def __str__(self) -> str:
        return self.full_name or self.email

    @property
    def is_admin(self) -> bool:
        return self.role == Role.ADMIN

    @property
    def theme(self) -> str:
        """light, dark, or system: as the device has it."""
        return self.preferences.get("theme", "system")

    @property
    def dashboard(self) -> dict[str, Any]:
        return USER_PREFERENCES_AT_FIRST["dashboard"] | self.preferences.get("dashboard", {})

    def check_password(self, raw_password: str | None) -> bool:
        with acting_as(self):  # Django may store a stronger hash
            return super().check_password(raw_password)

    def has_perm(self, perm: str, obj: Any = None) -> bool:
        return self.is_active and self.is_staff

    def has_module_perms(self, app_label: str) -> bool:
        return self.is_active and self.is_staff
