"""What requests from pages bring: a moment written by us, and the address of the page they come from."""

from datetime import datetime
from urllib.parse import SplitResult, urlsplit

from django.http import Http404

from jenifer.years import FIRST_YEAR, LAST_YEAR
from orgs.requests import PersonRequest
from scheduling.moments import read_moment


def asked_moment(text: str) -> datetime | None:
    """None for ''; 404 for what we never wrote."""
    if not text:
        return None
    try:
        moment = read_moment(text)
    except ValueError:
        raise Http404 from None
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise Http404
    return moment


def address_of_page(request: PersonRequest) -> SplitResult:
    """Of an htmx request; empty where there is none."""
    try:
        return urlsplit(request.htmx.current_url or "")
    except ValueError:
        return urlsplit("")
