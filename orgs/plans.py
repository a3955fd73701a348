"""What each tier allows: one table, and the one place where it is held."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.core.exceptions import PermissionDenied
from django.db import connection
from django.db.models import TextChoices
from django.db.transaction import TransactionManagementError
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop, ngettext

from orgs.models import Organization, SubscriptionStatus, Tier


class Limit(TextChoices):
    """What is counted (by app.plan_use): a month is a calendar month of UTC, a person one who may come in."""

    EXECUTIVES = "executives", gettext_noop("Executives")
    USERS = "users", gettext_noop("People")
    AI_MESSAGES = "ai_messages", gettext_noop("Messages to Jenifer this month")
    INTEGRATIONS = "integrations", gettext_noop("Connections")


type Allowances = dict[Limit, int | None]  # None: as many as one likes

ALLOWED: dict[Tier, Allowances] = {
    Tier.TRIAL: {
        Limit.EXECUTIVES: 5,
        Limit.USERS: 5,
        Limit.AI_MESSAGES: 200,
        Limit.INTEGRATIONS: 5,
    },
    Tier.STARTER: {
        Limit.EXECUTIVES: 2,
        Limit.USERS: 3,
        Limit.AI_MESSAGES: 500,
        Limit.INTEGRATIONS: 4,
    },
    Tier.PROFESSIONAL: {
        Limit.EXECUTIVES: 10,
        Limit.USERS: 25,
        Limit.AI_MESSAGES: 5000,
        Limit.INTEGRATIONS: 50,
    },
    Tier.ENTERPRISE: dict.fromkeys(Limit, None),
}


class Standing(StrEnum):
    OPEN = "open"
    TRIAL_ENDED = "trial_ended"
    PAST_DUE = "past_due"
    PAUSED = "paused"
    CANCELED = "canceled"


# While the plan does not stand everything can be read, changed and exported; what is counted cannot grow.
CLOSED = {
    Standing.TRIAL_ENDED: gettext_noop("The trial has ended."),
    Standing.PAST_DUE: gettext_noop("A payment is overdue."),
    Standing.PAUSED: gettext_noop("The subscription is paused."),
    Standing.CANCELED: gettext_noop("The subscription is canceled."),
}


@dataclass(frozen=True, slots=True)
class Plan:
    tier: Tier
    standing: Standing
    trial_ends_at: datetime | None

    @property
    def allowed(self) -> Allowances:
        return ALLOWED[self.tier]


class PlanLimitReached(PermissionDenied):
    """The plan has no room for one more. The message says what is full and what can be done; nothing is lost."""

    code = "plan_limit"

    def __init__(self, limit: Limit, reason: str, allowed: int | None) -> None:
        super().__init__(reason)
        self.extra = {"limit": limit.value, "allowed": allowed}


def plan_of(organization: Organization, now: datetime) -> Plan:
    tier = Tier(organization.subscription_tier)
    ends_at = organization.trial_ends_at if tier is Tier.TRIAL else None
    standing = Standing.OPEN
    if organization.subscription_status != SubscriptionStatus.ACTIVE:
        standing = Standing(organization.subscription_status)
    elif ends_at and ends_at <= now:
        standing = Standing.TRIAL_ENDED
    return Plan(tier, standing, ends_at)


def used(*limits: Limit) -> dict[Limit, int]:
    """How much of each the acting person's organization has, counted over the wall in one query."""
    counts = ", ".join(["app.plan_use(%s)"] * len(limits))
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {counts}", list(limits))
        return dict(zip(limits, cursor.fetchone(), strict=True))


def require_room(organization: Organization, limit: Limit) -> None:
    """Raise PlanLimitReached unless one more fits; until the transaction ends nobody else takes that place."""
    plan = plan_of(organization, timezone.now())
    allowed = plan.allowed[limit]
    if plan.standing in CLOSED:
        raise PlanLimitReached(limit, f"{_(CLOSED[plan.standing])} {_way_out(limit)}", allowed)
    if allowed is None:
        return
    _lock(organization, limit)
    if used(limit)[limit] >= allowed:
        raise PlanLimitReached(limit, f"{_full(limit, allowed)} {_way_out(limit)}", allowed)


def _lock(organization: Organization, limit: Limit) -> None:
    if not connection.in_atomic_block:
        raise TransactionManagementError("Room in a plan is asked for in the transaction that takes it.")
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(hashtextextended(%s, 0))", [f"{limit} {organization.pk}"]
        )


def _full(limit: Limit, allowed: int) -> str:
    texts = {
        Limit.EXECUTIVES: ngettext(
            "Your plan is for %(count)s executive.", "Your plan is for %(count)s executives.", allowed
        ),
        Limit.USERS: ngettext(
            "Your plan is for %(count)s person, open invitations counted.",
            "Your plan is for %(count)s people, open invitations counted.",
            allowed,
        ),
        Limit.AI_MESSAGES: ngettext(
            "Your plan is for %(count)s message to Jenifer a month.",
            "Your plan is for %(count)s messages to Jenifer a month.",
            allowed,
        ),
        Limit.INTEGRATIONS: ngettext(
            "Your plan is for %(count)s connection.", "Your plan is for %(count)s connections.", allowed
        ),
    }
    return texts[limit] % {"count": allowed}


def _way_out(limit: Limit) -> str:
    texts = {
        Limit.EXECUTIVES: _("Nothing is lost. A larger plan has room for another, or remove one first."),
        Limit.USERS: _(
            "Nothing is lost. A larger plan has room, or deactivate a person or revoke an invitation."
        ),
        Limit.AI_MESSAGES: _("Nothing is lost. A larger plan has room for more."),
        Limit.INTEGRATIONS: _(
            "Nothing is lost. A larger plan has room for another, or disconnect one first."
        ),
    }
    return texts[limit]
