"""Open insights for the palette: for whoever may answer them, as their words name private meetings."""

from collections.abc import Iterable

from django.db.models import Q
from django.utils.translation import gettext_lazy

from ai_engine.cards import ICONS, card
from ai_engine.selectors import open_insights
from executives.permissions import Area, Right
from executives.search import MOST, Found, Search, Source


def find_insights(search: Search) -> Iterable[Found]:
    if not search.text:
        return
    writable = {each.pk: each for each in search.access.executives_for(Area.CALENDAR, Right.WRITE)}
    rows = open_insights(writable, search.now).filter(
        Q(title__icontains=search.text) | Q(description__icontains=search.text)
    )
    for row in rows[:MOST]:
        if row.executive_id is None:
            continue
        executive = writable[row.executive_id]
        shown = card(row, executive, search.formats, may_answer=False)
        yield Found(
            id=str(row.pk),
            label=row.title,
            icon=ICONS.get(row.kind, "sparkles"),
            url=shown.url,
            note=shown.why,
            hue=executive.hue,
        )


INSIGHTS = Source("insight", gettext_lazy("Insights"), find_insights, rank=50)
