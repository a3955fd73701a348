from typing import Any

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_safe

from jenifer import errors
from orgs.formats import Formats
from orgs.models import Tier
from orgs.permissions import Permission, may, require
from orgs.plans import ALLOWED, CLOSED, Limit, Plan, PlanLimitReached, plan_of, used
from orgs.requests import PersonRequest


@login_required
@require_safe
def plan(request: PersonRequest) -> HttpResponse:
    """What the organization's tier allows, how much of it is used, and what other tiers allow."""
    require(request.user, Permission.BILLING_MANAGE)
    current, formats = plan_of(request.user.org, timezone.now()), Formats.of(request.user)
    counts = used(*Limit)
    context = {
        "tier": current.tier.label,
        "alert": _(CLOSED[current.standing]) if current.standing in CLOSED else "",
        "until": _until(current, formats),
        "uses": [_use(limit, counts[limit], current.allowed[limit], formats) for limit in Limit],
        "tiers": [{"label": tier.label, "is_current": tier is current.tier} for tier in Tier],
        "rows": [
            {"label": _(limit.label), "cells": [_cell(tier, limit, formats) for tier in Tier]}
            for limit in Limit
        ],
    }
    return render(request, "orgs/plan.html", context)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:
    """A page for what the plan has no room for, wherever no form has said so; else the usual refusal."""
    if not isinstance(exception, PlanLimitReached):
        return errors.permission_denied(request, exception)
    may_see = request.user.is_authenticated and may(request.user, Permission.BILLING_MANAGE)
    return render(request, "orgs/plan_limit.html", {"reason": str(exception), "may_see": may_see}, status=403)


def _until(current: Plan, formats: Formats) -> str:
    ends_at = current.trial_ends_at
    return formats.long_day(formats.local(ends_at).date()) if ends_at else ""


def _use(limit: Limit, count: int, allowed: int | None, formats: Formats) -> dict[str, Any]:
    return {
        "label": _(limit.label),
        "id": limit.value,
        "count": count,
        "allowed": allowed,
        "count_text": formats.number(count),
        "allowed_text": "" if allowed is None else formats.number(allowed),
        "is_full": allowed is not None and count >= allowed,
    }


def _cell(tier: Tier, limit: Limit, formats: Formats) -> str:
    allowed = ALLOWED[tier][limit]
    return _("Any number") if allowed is None else formats.number(allowed)
