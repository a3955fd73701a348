from django.db import migrations

from jenifer.db.operations import Guard, cascade_in_database
from jenifer.db.wall import COMMANDS, RowSecurity

MEMBER = "user_id = (SELECT app.user_id()) AND (SELECT app.member_org()) IS NOT NULL"
SELF = f"user_id = (SELECT app.claimed_id()) OR {MEMBER}"


def everything(rule: str, **options: str) -> RowSecurity:
    return RowSecurity(name="wall", **dict.fromkeys(COMMANDS, rule), **options)


def own(**options: str) -> RowSecurity:
    """A person's own sign-in rows, also while they prove who they are."""
    return everything(SELF, **options)


def through(column: str, parent: str) -> RowSecurity:
    return everything(f"{column} IN (SELECT id FROM {parent})")


READ = RowSecurity(name="wall", select="true")


class Migration(migrations.Migration):
    """Walls around other packages' tables. What is open, and why, stands in jenifer/checks.py."""

    dependencies = [
        ("orgs", "0001_initial"),
        ("account", "0009_emailaddress_unique_primary_email"),
        ("mfa", "0003_authenticator_type_uniq"),
        ("usersessions", "0001_initial"),
        ("socialaccount", "0006_alter_socialaccount_extra_data"),
        ("sessions", "0001_initial"),
        ("contenttypes", "0002_remove_content_type_name"),
        ("auth", "0012_alter_user_first_name_max_length"),
    ]

    operations = [
        Guard("account.EmailAddress", own(definer="SELECT")),
        Guard("account.EmailConfirmation", through("email_address_id", "account_emailaddress")),
        Guard("mfa.Authenticator", own()),
        Guard("usersessions.UserSession", own()),
        Guard("socialaccount.SocialAccount", own(definer="SELECT")),
        Guard("socialaccount.SocialToken", through("account_id", "socialaccount_socialaccount")),
        Guard("socialaccount.SocialApp", READ),
        Guard("sessions.Session", everything("true")),
        Guard("contenttypes.ContentType", READ),
        Guard("auth.Permission", READ),
        Guard("auth.Group", READ),
        Guard("auth.Group_permissions", READ),
        cascade_in_database("users", "account_emailaddress", "socialaccount_socialaccount"),
    ]
