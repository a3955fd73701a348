"""What comes first when one sits down: what has changed since one left, and what waits for an answer."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime
from typing import Any

from ai_engine.models import AIInsight
from executives.models import ExecutiveProfile
from executives.permissions import Access
from jenifer.desk.invitations import invitations_panel
from jenifer.desk.news import news_panel
from orgs.formats import Formats


def morning(
    access: Access,
    shown: Sequence[ExecutiveProfile],
    insights: Iterable[AIInsight],
    day: date,
    formats: Formats,
    now: datetime,
) -> dict[str, Any]:
    """On the page of another day it would be in the way."""
    if day != formats.today() or not shown:
        return {"news": None, "invitations": None}
    return {
        "news": news_panel(access, shown, formats, now),
        "invitations": invitations_panel(access, shown, insights, formats, now),
    }
