from collections.abc import Iterable
from datetime import datetime

from django.db import connections, transaction

from ai_engine.jobs import request_examination
from ai_engine.services.insights import examine
from executives.models import ExecutiveProfile
from jenifer.desk.demo.directory import add_directory
from jenifer.desk.demo.doors import add_doors, leave_traces
from jenifer.desk.demo.drawers import add_drawers
from jenifer.desk.demo.memory import add_memory
from jenifer.desk.demo.morning import add_morning
from jenifer.desk.demo.people import House, make_house
from jenifer.desk.demo.post import add_post
from jenifer.desk.demo.today import add_today
from jenifer.desk.demo.told import add_told
from jenifer.desk.demo.weeks import add_weeks
from jenifer.desk.demo.work import add_work
from jenifer.desk.demo_login import ADMIN, ASSISTANT, STAFF
from jenifer.principal import acting_as


def make_demo(now: datetime) -> House:
    """Everything in one transaction, dated around today; then each calendar is looked through."""
    with transaction.atomic():
        house = make_house(now)
        with acting_as(house.admin):
            for add in (
                add_today,
                add_told,
                add_weeks,
                add_directory,
                add_work,
                add_memory,
                add_doors,
                add_drawers,
                add_post,
                add_morning,
            ):
                add(house)
        leave_traces(house)
    with acting_as(house.admin):
        _look_through(house.executives.values(), now)
    return house


def _look_through(executives: Iterable[ExecutiveProfile], now: datetime) -> None:
    ids = [executive.pk for executive in executives]
    with transaction.atomic():
        request_examination(ids)
    for executive_id in ids:
        examine(executive_id=executive_id, now=now)


def forget_demo() -> None:
    """Remove the demo's organization and our staff's with everything in them, as the owner of the tables."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "DELETE FROM organizations WHERE id IN (SELECT org_id FROM users WHERE email IN (%s, %s))",
            [ADMIN, STAFF],
        )


def who_is_there() -> tuple[int, bool]:
    """How many people the database knows, and whether the demo's are among them."""
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT count(*), count(*) FILTER (WHERE email = %s) FROM users", [ASSISTANT])
        people, is_demo_there = cursor.fetchone()
        return people, bool(is_demo_there)
