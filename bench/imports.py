"""Importing a real calendar ÷ parsing it with the icalendar library alone."""

import io
import os
from pathlib import Path

from bench.ground import best_of_each, scratch_database, show

RUNS = 3


def real_calendar() -> bytes:
    """The largest real calendar at hand (JENIFER_REAL_CALENDARS, ../shared); else one made up of its size."""
    folder = Path(os.environ.get("JENIFER_REAL_CALENDARS", "../shared/data/calendars"))
    file = folder / "issue42.ics"
    return file.read_bytes() if file.exists() else made_up(4_778)


def made_up(count: int) -> bytes:
    events = (
        f"BEGIN:VEVENT\r\nUID:{n}@bench\r\nDTSTAMP:20240101T000000Z\r\nSUMMARY:Meeting {n}\r\n"
        f"DTSTART;TZID=Europe/London:2024{n % 12 + 1:02}{n % 28 + 1:02}T{n % 24:02}0000\r\nDURATION:PT1H\r\n"
        f"DESCRIPTION:Notes\\, {n}\r\nLOCATION:Room {n % 9}\r\nEND:VEVENT\r\n"
        for n in range(count)
    )
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//bench//EN\r\n{''.join(events)}END:VCALENDAR\r\n".encode()


def main() -> None:
    data = real_calendar()
    with scratch_database():
        from icalendar import Calendar

        from jenifer.principal import acting_as
        from jenifer.tests.factories import make_executive, make_tenant
        from scheduling.services.importing import import_events

        tenant = make_tenant()

        def first_import() -> None:
            executive = make_executive(tenant.admin)
            import_events(by=tenant.admin, executive=executive, stream=io.BytesIO(data))

        def second_import() -> None:
            import_events(by=tenant.admin, executive=tenant.executive, stream=io.BytesIO(data))

        with acting_as(tenant.admin):
            second_import()
            floor, first, second = best_of_each(
                RUNS, lambda: Calendar.from_ical(data), first_import, second_import
            )
        show("import ÷ parse alone", first, floor, 2)
        show("the same again ÷ parse alone", second, floor, 2)


if __name__ == "__main__":
    main()
