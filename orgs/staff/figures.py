"""What staff see of all customers at once: a list to choose from, and numbers."""

import json
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from django.db import connection

from orgs.models import Tier

PAGE_SIZE = 20
ANSWERS = ("accepted", "dismissed", "snoozed", "unanswered")
IMPORTS = ("done", "failed", "running", "waiting")
SPANS = ("day", "week", "month", "all")


@dataclass(frozen=True, slots=True)
class Customer:
    id: UUID
    name: str
    tier: str
    members: int
    created_at: datetime


@dataclass(frozen=True, slots=True)
class Bar:
    """One line of a chart, against the longest."""

    label: str
    number: int
    most: int


def find_customers(*, looked_for: str = "", page: int = 1) -> tuple[list[Customer], int]:
    """The newest first, and how many there are in all."""
    skipped = (page - 1) * PAGE_SIZE
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM app.staff_organizations(%s, %s, %s)", [looked_for, PAGE_SIZE, skipped])
        rows = cursor.fetchall()
    return [Customer(*row[:-1]) for row in rows], rows[0][-1] if rows else 0


def read_figures() -> dict[str, list[Bar]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT app.staff_figures()::text")
        (text,) = cursor.fetchone() or ("",)
    figures = json.loads(text)
    weeks = {f"{date.fromisoformat(each['week']):%-d %b}": each["number"] for each in figures["sign_ups"]}
    return {
        "tiers": _bars({tier: figures["tiers"].get(tier, 0) for tier in Tier.values}),
        "sign_ups": _bars(weeks),
        "people": _bars({span: figures["people"][span] for span in SPANS}),
        "imports": _bars({status: figures["imports"].get(status, 0) for status in IMPORTS}),
        "insights": _bars({answer: figures["insights"].get(answer, 0) for answer in ANSWERS}),
    }


def _bars(numbers: dict[str, int]) -> list[Bar]:
    most = max([*numbers.values(), 1])
    return [Bar(label, number, most) for label, number in numbers.items()]
