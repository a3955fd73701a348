"""The two sides of a synced calendar as the tests see and edit them: rows here, and there what another client does."""

from datetime import UTC, datetime, timedelta
from typing import Any

from icalendar import Calendar, Event, vCalAddress

from integrations.caldav.remote import CalDavRemote
from integrations.sync.remote import RemoteObject
from integrations.tests.caldav_servers import PASSWORD, USER, Server
from jenifer.principal import acting_as
from jenifer.tests.factories import Tenant, make_meeting
from scheduling.models import Meeting

NINE = datetime(2026, 11, 24, 9, tzinfo=UTC)
RULE = "FREQ=DAILY;COUNT=5"
PEOPLE = ("ana@example.com", "ben@example.com")

type Instance = int | None
"""The day of a series, counted from its first; None is the series, or the single event, itself."""
type Shown = dict[tuple[str, Instance], dict[str, Any]]
"""By UID and instance: title, location, start and the addresses of the people."""


class Here:
    """An executive's rows."""

    def __init__(self, tenant: Tenant) -> None:
        self.by, self.executive = tenant.admin, tenant.executive

    def rows(self) -> list[Meeting]:
        with acting_as(self.by):
            rows = Meeting.objects.filter(executive=self.executive, deleted_at=None)
            return list(rows.order_by("ical_uid", "recurrence_id"))

    def shown(self) -> Shown:
        rows = self.rows()
        found = {(row.ical_uid, day_of(row.recurrence_id)): _of_row(row) for row in rows}
        assert len(found) == len(rows), "one event twice"
        return found

    def state(self) -> Any:
        """Whatever a sync might touch."""
        return [(row.pk, row.updated_at, row.sequence, row.etag) for row in self.rows()]

    def make(self, title: str, is_series: bool) -> str:
        row = make_meeting(
            self.by,
            self.executive,
            NINE,
            title=title,
            is_recurring=is_series,
            recurrence_rule=RULE if is_series else "",
        )
        with acting_as(self.by):
            Meeting.objects.filter(pk=row.pk).update(ical_uid=f"{row.pk}@jenifer")
        return f"{row.pk}@jenifer"

    def edit(self, row: Meeting, changes: dict[str, Any]) -> None:
        with acting_as(self.by):
            if "start" in changes:
                row.start_time = changes["start"]
                row.end_time = row.start_time + timedelta(hours=1)
            if "people" in changes:
                row.attendees = [
                    {"email": email, "name": "", "status": "accepted", "is_organizer": False}
                    for email in changes["people"]
                ]
            row.title = changes.get("title", row.title)
            row.location = changes.get("location", row.location)
            row.sequence += 1
            row.save()

    def take_out(self, series: Meeting, day: int) -> Meeting:
        """A row of its own for one instance that has none."""
        own = {"id", "created_at", "updated_at", "recurrence_rule", "is_recurring", "series_end_at"}
        content = {
            field.attname: getattr(series, field.attname)
            for field in Meeting._meta.local_fields
            if field.name not in own
        }
        start = NINE + timedelta(days=day)
        content |= {"recurrence_parent_id": series.pk, "recurrence_id": start}
        content |= {"start_time": start, "end_time": start + timedelta(hours=1)}
        with acting_as(self.by):
            return Meeting.objects.create(**content)

    def remove(self, uid: str) -> None:
        with acting_as(self.by):
            Meeting.objects.filter(ical_uid=uid, deleted_at=None).update(deleted_at=NINE)


class There:
    """What another person's calendar program does on the server, by a line without faults."""

    def __init__(self, server: Server, path: str) -> None:
        self.server, self.path = server, path

    def remote(self) -> CalDavRemote:
        return CalDavRemote(self.server.client(), self.server.url + self.server.home, USER, PASSWORD)

    def objects(self) -> list[RemoteObject]:
        with self.remote() as remote:
            found = {each.id: each for page in remote.changes(self.path, "") for each in page.changed}
        return [found[key] for key in sorted(found)]

    def shown(self) -> Shown:
        events = [event for each in self.objects() for event in _events(Calendar.from_ical(each.body))]
        found = {(str(event["UID"]), _instance(event)): _of_event(event) for event in events}
        assert len(found) == len(events), "one event twice"
        return found

    def make(self, uid: str, title: str, is_series: bool) -> None:
        rule = f"RRULE:{RULE}\r\n" if is_series else ""
        body = (
            "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//Tests//EN\r\nBEGIN:VEVENT\r\n"
            f"UID:{uid}\r\nDTSTAMP:20261101T090000Z\r\nDTSTART:20261124T090000Z\r\nDTEND:20261124T100000Z\r\n"
            f"SUMMARY:{title}\r\n{rule}X-THEIRS:kept\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
        )
        with self.remote() as remote:
            remote.insert(self.path, uid, body)

    def edit(self, each: RemoteObject, day: Instance, changes: dict[str, Any]) -> dict[str, Any]:
        """What the event says afterwards; an instance that had no event of its own gets one."""
        calendar = Calendar.from_ical(each.body)
        events = {_instance(event): event for event in _events(calendar)}
        if day not in events:
            events[day] = _take_out(events[None], day or 0)
            calendar.add_component(events[day])
        _change(events[day], changes)
        with self.remote() as remote:
            remote.update(self.path, each.id, each.etag, calendar.to_ical().decode())
        return _of_event(events[day])

    def remove(self, each: RemoteObject) -> None:
        with self.remote() as remote:
            remote.delete(self.path, each.id, each.etag)


def uid_of(each: RemoteObject) -> str:
    return str(_events(Calendar.from_ical(each.body))[0]["UID"])


def days_of(each: RemoteObject) -> list[Instance]:
    """Where it can be edited: two instances of a series, too."""
    is_series = any("RRULE" in event for event in _events(Calendar.from_ical(each.body)))
    return [None, 1, 2] if is_series else [None]


def day_of(moment: datetime | None) -> Instance:
    return None if moment is None else (moment - NINE).days


def _of_row(row: Meeting) -> dict[str, Any]:
    people = tuple(sorted(each["email"] for each in row.attendees))
    return {"title": row.title, "location": row.location, "start": row.start_time, "people": people}


def _of_event(event: Event) -> dict[str, Any]:
    people = event.get("ATTENDEE", [])
    people = people if isinstance(people, list) else [people]
    return {
        "title": str(event.get("SUMMARY", "")),
        "location": str(event.get("LOCATION", "")),
        "start": _moment(event["DTSTART"]),
        "people": tuple(sorted(str(each).removeprefix("mailto:") for each in people)),
    }


def _events(calendar: Any) -> list[Event]:
    return list(calendar.walk("VEVENT"))


def _instance(event: Event) -> Instance:
    return day_of(_moment(event["RECURRENCE-ID"])) if "RECURRENCE-ID" in event else None


def _moment(value: Any) -> datetime:
    moment: datetime = value.dt
    return moment.astimezone(UTC)


def _take_out(series: Event, day: int) -> Event:
    start = NINE + timedelta(days=day)
    event = Event.from_ical(series.to_ical())
    for name in ("RRULE", "DTSTART", "DTEND", "DURATION"):
        event.pop(name, None)
    for name, value in (("RECURRENCE-ID", start), ("DTSTART", start), ("DTEND", start + timedelta(hours=1))):
        event.add(name, value)
    return event  # type: ignore[return-value]


def _address(email: str) -> vCalAddress:
    address = vCalAddress(f"mailto:{email}")
    address.params["PARTSTAT"] = "ACCEPTED"
    return address


def _change(event: Event, changes: dict[str, Any]) -> None:
    told = {"title": "SUMMARY", "location": "LOCATION", "start": "DTSTART", "people": "ATTENDEE"}
    for field, value in changes.items():
        event.pop(told[field], None)
        if field == "start":
            event.pop("DTEND", None)
            event.pop("DURATION", None)
            event.add("DTEND", value + timedelta(hours=1))
        for each in [_address(email) for email in value] if field == "people" else [value]:
            event.add(told[field], each)
    sequence = int(event.pop("SEQUENCE", 0)) + 1
    event.add("SEQUENCE", sequence)
