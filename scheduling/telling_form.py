"""What a person decided about telling attendees, as a form brings it; and what is said of it afterwards."""

from uuid import UUID

from django.http import HttpRequest
from django.utils.translation import ngettext

from scheduling.services.notices import LONGEST_NOTE, UNDO_WINDOW, waiting_for
from scheduling.services.telling import Tell

SEND, QUIET = "send", "quiet"


def tell_of(request: HttpRequest) -> Tell | None:
    """None when nothing was decided: one may have to ask."""
    choice = request.POST.get("tell", "")
    if choice not in (SEND, QUIET):
        return None
    return Tell(send=choice == SEND, note=request.POST.get("note", "")[:LONGEST_NOTE])


def telling_text(text: str, *, change: UUID | None = None, told_again: int = 0) -> str:
    """Moved on Eve’s calendar. 2 people are told in 20 seconds."""
    if count := waiting_for(change) if change else 0:
        seconds = int(UNDO_WINDOW.total_seconds())
        words = ngettext(
            "%(count)s person is told in %(seconds)s seconds.",
            "%(count)s people are told in %(seconds)s seconds.",
            count,
        )
        return f"{text} {words % {'count': count, 'seconds': seconds}}"
    if told_again:
        words = ngettext(
            "%(count)s person had been told already, and is told of this too.",
            "%(count)s people had been told already, and are told of this too.",
            told_again,
        )
        return f"{text} {words % {'count': told_again}}"
    return text
