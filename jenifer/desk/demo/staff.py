"""Our own staff, and what they have done: the plan, an entry that is over, overrides of features."""

from allauth.account.models import EmailAddress
from django.db import connections

from jenifer.desk.demo.people import HOME, House
from jenifer.desk.demo.work import moment
from jenifer.desk.demo_login import PASSWORD, STAFF
from jenifer.principal import acting_as
from orgs.models import Tier, User
from orgs.services.organizations import found_organization

REASON = "Ticket 4127: the import of ana.ics left one event out."


def add_staff(house: House) -> None:
    """As the owner of the tables, once the rest is saved: what staff do, no customer's account may."""
    staff = _found_staff()
    entered, ended = moment(house, -26, 10), moment(house, -26, 11)
    with connections["owner"].cursor() as cursor:
        cursor.execute("UPDATE users SET is_staff = true WHERE id = %s", [staff.pk])
        cursor.execute(
            "UPDATE organizations SET subscription_tier = %s, trial_ends_at = NULL WHERE id = %s",
            [Tier.PROFESSIONAL, house.org_id],
        )
        cursor.execute(
            "INSERT INTO staff_entries (org_id, user_id, staff_name, reason, entered_at, expires_at, ended_at)"
            " VALUES (%s, %s, %s, %s, %s, %s, %s)",
            [house.org_id, staff.pk, staff.full_name, REASON, entered, ended, ended],
        )
        cursor.execute(
            "INSERT INTO org_feature_overrides (org_id, feature_flag_id, is_enabled)"
            " SELECT %s, id, key = 'webhooks' FROM feature_flags WHERE key IN ('webhooks', 'slack')",
            [house.org_id],
        )


def _found_staff() -> User:
    staff = User(email=STAFF, full_name="Sam Reyes", timezone=HOME, job_title="Support")
    staff.set_password(PASSWORD)
    found_organization(user=staff, name="JeniferAI")
    with acting_as(staff):
        EmailAddress.objects.create(user=staff, email=STAFF, verified=True, primary=True)
        User.objects.filter(pk=staff.pk).update(onboarding_completed=True)
    return staff
