"""Addresses behind which something is wrong, beside the real ones."""

from typing import NoReturn

from django.db import connection, transaction
from django.http import HttpRequest, HttpResponse
from django.urls import path

from jenifer.urls import handler404, handler500, urlpatterns

__all__ = ["handler404", "handler500"]


def fail(request: HttpRequest, words: str = "") -> NoReturn:
    raise ZeroDivisionError("secret detail")


def wait_too_long(request: HttpRequest) -> HttpResponse:
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SET LOCAL statement_timeout = '20ms'")
        cursor.execute("SELECT pg_sleep(5)")
    return HttpResponse()


urlpatterns = [
    path("broken/", fail),
    path("broken/<str:words>/", fail),
    path("slow/", wait_too_long),
    path("api/v1/broken/", fail),
    *urlpatterns,
]
