"""Which parts of the product an organization has, and why: an override beats its tier, its tier beats the rollout."""

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import wraps
from typing import Any, Self, cast
from uuid import UUID

from django.db.models import F, FilteredRelation, Q
from django.http import Http404
from django.http.response import HttpResponseBase
from rest_framework.permissions import BasePermission

from orgs.models import FeatureFlag, Organization
from orgs.requests import PersonApiRequest, PersonRequest

KEPT_AS = "jenifer.features"


class Why(StrEnum):
    """The same words as app.flag_reach."""

    OVERRIDE = "override"
    DISABLED = "disabled"
    TIER = "tier"
    ROLLOUT = "rollout"


@dataclass(frozen=True, slots=True)
class Verdict:
    is_on: bool
    why: Why


def share(key: str, org_id: UUID) -> int:
    """Where an organization stands in the rollout of a flag, 0–99: always at the same place.

    It has the flag while the rollout's percentage is above that, so that raising it takes it from nobody.
    """
    return int.from_bytes(hashlib.sha256(f"{key}:{org_id}".encode()).digest()[:4]) % 100


def decide(flag: FeatureFlag, organization: Organization, override: bool | None) -> Verdict:
    if override is not None:
        return Verdict(override, Why.OVERRIDE)
    if not flag.is_enabled:
        return Verdict(False, Why.DISABLED)
    if organization.subscription_tier not in flag.allowed_tiers:
        return Verdict(False, Why.TIER)
    return Verdict(share(flag.key, organization.pk) < flag.rollout_percentage, Why.ROLLOUT)


def explain(flag: FeatureFlag, organization: Organization) -> Verdict:
    """For whoever may read the organization's overrides: its own people, and staff who have entered it."""
    override = flag.overrides.filter(org=organization).values_list("is_enabled", flat=True).first()
    return decide(flag, organization, override)


@dataclass(frozen=True)
class Features:
    """Every flag's verdict for one organization, read in one query."""

    verdicts: dict[str, Verdict]
    names: dict[str, str]

    @classmethod
    def of(cls, organization: Organization) -> Self:
        own = FilteredRelation("overrides", condition=Q(overrides__org=organization.pk))
        rows: Any = FeatureFlag.objects.annotate(own=own, override=F("own__is_enabled")).order_by("key")
        flags = list(rows)
        verdicts = {flag.key: decide(flag, organization, flag.override) for flag in flags}
        return cls(verdicts, {flag.key: flag.name for flag in flags})

    def is_on(self, key: str) -> bool:
        """A key that no flag has is off."""
        return key in self.verdicts and self.verdicts[key].is_on


def features_of(request: PersonRequest | PersonApiRequest) -> Features:
    """Read when first asked for, once a request."""
    features: Features | None = request.META.get(KEPT_AS)
    if features is None:
        features = request.META[KEPT_AS] = Features.of(request.user.org)
    return features


def is_on(key: str, organization: Organization) -> bool:
    """For jobs and commands, which have no request."""
    return Features.of(organization).is_on(key)


def flag_required[**P](key: str) -> Callable[[Callable[P, HttpResponseBase]], Callable[P, HttpResponseBase]]:
    """The page is not there (404) without the flag. Stands below `login_required`."""

    def decorate(view: Callable[P, HttpResponseBase]) -> Callable[P, HttpResponseBase]:
        @wraps(view)
        def guarded(*args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
            _require(key, cast(PersonRequest, args[0]))
            return view(*args, **kwargs)

        return guarded

    return decorate


def needs_flag(key: str) -> type[BasePermission]:
    """The same for a view of the API: one of its `permission_classes`, after IsAuthenticated."""

    class NeedsFlag(BasePermission):
        def has_permission(self, request: Any, view: Any) -> bool:
            _require(key, request)
            return True

    return NeedsFlag


def _require(key: str, request: Any) -> None:
    if not features_of(request).is_on(key):
        raise Http404
