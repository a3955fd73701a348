"""What became of mail: each notification's, and the agenda of each morning."""

from datetime import timedelta
from typing import Any

from jenifer.desk.demo.people import House
from jenifer.desk.demo.work import moment
from jenifer.principal import acting_as
from orgs.models import Delivery, DeliveryChannel, Digest, Notification, SendingState, User
from orgs.notifications.preferences import NOT_WANTED

DAYS = 14
UNREACHED = {"attempts": 6, "error": "The mail server did not answer."}
# What came of the mail of a few notifications, by title; every other was sent at once.
ODD: dict[str, dict[str, Any]] = {
    "Renew Global Entry was due yesterday": {
        "state": SendingState.SUPPRESSED,
        "error": NOT_WANTED,
    },
    "Ana’s calendar was imported: 312 created": {"state": SendingState.FAILED, **UNREACHED},
}


def add_post(house: House) -> None:
    for person in (house.maya, house.oskar, house.admin):
        with acting_as(person):
            Delivery.objects.bulk_create(
                _mail(person, each) for each in Notification.objects.filter(user=person)
            )
    for person in (house.maya, house.oskar):
        with acting_as(person):
            Digest.objects.bulk_create(_agenda(house, person, days) for days in range(-DAYS, 0))


def _mail(person: User, notification: Notification) -> Delivery:
    at = notification.created_at
    sent = {"state": SendingState.SENT, "attempts": 1, "sent_at": at + timedelta(seconds=3)}
    return Delivery(
        org_id=person.org_id,
        user=person,
        notification=notification,
        channel=DeliveryChannel.EMAIL,
        due_at=at,
        **ODD.get(notification.title, sent),
    )


def _agenda(house: House, person: User, days: int) -> Digest:
    due = moment(house, days, 6)
    return Digest(
        org_id=house.org_id,
        user=person,
        day=house.days(days),
        state=SendingState.SENT,
        attempts=1,
        due_at=due,
        sent_at=due + timedelta(seconds=5),
    )
