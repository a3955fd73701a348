"""So many requests a minute for each token, and for each person's browsers together; counted in Valkey."""

import logging
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from rest_framework.request import Request
from rest_framework.throttling import BaseThrottle

from jenifer.counts import MINUTE, Count, count_one
from jenifer.health import OUTAGES
from orgs.models import ApiToken

logger = logging.getLogger(__name__)
KEPT_AS = "jenifer.quota"


@dataclass(frozen=True, slots=True)
class Quota:
    limit: int
    used: int
    seconds_left: int

    def headers(self) -> dict[str, str]:
        """draft-ietf-httpapi-ratelimit-headers-10"""
        remaining = max(0, self.limit - self.used)
        return {
            "RateLimit-Policy": f'"minute";q={self.limit};w={MINUTE}',
            "RateLimit": f'"minute";r={remaining};t={self.seconds_left}',
        }


class RequestsPerMinute(BaseThrottle):
    """While Valkey is away nothing is counted: what needs no Valkey works without it."""

    def allow_request(self, request: Request, view: Any) -> bool:
        try:
            quota = _quota(count_one(f"api:{_whose(request)}"))
        except OUTAGES["valkey"]:
            logger.warning("Valkey is away: requests are not counted")
            return True
        request.META[KEPT_AS] = quota
        self.seconds_left = quota.seconds_left
        return quota.used <= quota.limit

    def wait(self) -> float:
        return self.seconds_left


def _whose(request: Request) -> str:
    if isinstance(request.auth, ApiToken):
        return f"token:{request.auth.pk}"
    return f"user:{request.user.pk}"


def _quota(count: Count) -> Quota:
    return Quota(settings.API_REQUESTS_PER_MINUTE, count.used, count.seconds_left)
