"""How long a server asks us to wait."""

from datetime import timedelta
from email.utils import parsedate_to_datetime

import httpx

LONGEST = timedelta(days=7)


def retry_after(headers: httpx.Headers) -> timedelta | None:
    """RFC 9110 §10.2.3: seconds, or a moment, which counts from the answer's own Date. None: it does not say."""
    value = headers.get("retry-after", "").strip()
    try:
        if value.isdecimal():
            return timedelta(seconds=min(int(value), LONGEST.total_seconds()))
        moment = parsedate_to_datetime(value) - parsedate_to_datetime(headers.get("date", ""))
    except (TypeError, ValueError):
        return None
    return min(max(moment, timedelta()), LONGEST)
