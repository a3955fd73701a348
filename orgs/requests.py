from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails
from rest_framework.request import Request

from orgs.models import User


class PersonRequest(HttpRequest):
    """A request as it reaches a view behind `login_required`: for type checkers, never made by hand."""

    user: User
    htmx: HtmxDetails
    open_insights: int
    """How many are open, where the page has counted them already (jenifer.desk.context)."""


class PersonApiRequest(Request):
    """The same for a view of the API."""

    user: User
