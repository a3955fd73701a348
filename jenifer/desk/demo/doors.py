"""What leads in and out: a connection, an import, an invitation, entries of the log."""

from approvals.models import Approval
from executives.models import ExecutiveProfile
from executives.services.executives import change_executive
from integrations.models import CalendarSyncToken, Integration
from jenifer.desk.demo.people import House
from jenifer.desk.demo.work import moment
from jenifer.digests import digest_of
from jenifer.principal import acting_as, on_behalf_of
from orgs.models import Invitation
from orgs.services.events import log_event
from scheduling.models import CalendarFeed, CalendarImport, ImportStatus
from tasks.models import Task

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:145.0) Gecko/20100101 Firefox/145.0"
PHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko)"
    " Version/18.6 Mobile/15E148 Safari/604.1"
)


def add_doors(house: House) -> None:
    Invitation.objects.create(
        org_id=house.org_id,
        invited_by=house.admin,
        email="greta@halden.example",
        token=digest_of("nobody holds this one"),
    )
    ana = house.executives["Ana Ferreira"]
    _bring_in(house, ana)
    with acting_as(house.maya):
        _connect(house)
        _give_out(house, ana)


def _bring_in(house: House, executive: ExecutiveProfile) -> None:
    CalendarImport.objects.create(
        org_id=house.org_id,
        executive=executive,
        created_by=house.maya,
        file_name="ana.ics",
        size=184_320,
        bytes_read=184_320,
        status=ImportStatus.DONE,
        created_count=312,
        refused_count=1,
        report=[
            {"line": 2204, "outcome": "refused", "title": "Untitled", "reason": "The event has no start."}
        ],
        created_at=moment(house, -27),
        finished_at=moment(house, -27),
    )


def _give_out(house: House, executive: ExecutiveProfile) -> None:
    """Feeds whose addresses nobody holds."""
    feeds = (
        ("Ana’s phone", "everything", -21, -1),
        ("Family", "busy", -9, -1),
        ("Board office", "titles", -2, None),
    )
    CalendarFeed.objects.bulk_create(
        CalendarFeed(
            org_id=house.org_id,
            executive=executive,
            created_by=house.maya,
            name=name,
            token=digest_of(f"nobody holds {name}"),
            level=level,
            created_at=moment(house, made),
            last_used_at=None if used is None else moment(house, used),
        )
        for name, level, made, used in feeds
    )


def _connect(house: House) -> None:
    """Nothing stands behind it, and it says so."""
    connection = Integration.objects.create(
        org_id=house.org_id,
        user=house.maya,
        provider="google",
        integration_type="calendar",
        provider_user_id="maya",
        provider_email="maya@halden.example",
        status="expired",
        last_error="The demo has no account behind this connection.",
        last_synced_at=moment(house, -1),
    )
    CalendarSyncToken.objects.bulk_create(
        CalendarSyncToken(
            org_id=house.org_id,
            integration=connection,
            executive=executive,
            calendar_id=executive.email,
            calendar_name=executive.full_name,
            is_enabled=False,
            last_synced_at=moment(house, -1),
        )
        for executive in house.executives.values()
    )


def leave_traces(house: House) -> None:
    """A morning's changes, for whom and from where, as the log shows them."""
    ana, david = house.executives["Ana Ferreira"], house.executives["David Okafor"]
    rules = ana.scheduling_preferences
    with acting_as(house.maya, ip="192.0.2.21", agent=FIREFOX):
        log_event("login", "user", house.maya.pk)
        with on_behalf_of(ana.pk):
            Task.objects.filter(title="Send Halden Capital the data-room link").update(priority="urgent")
            Approval.objects.filter(title="Flight to Singapore, business").update(urgency="urgent")
        log_event("export", "executive", david.pk)
    with acting_as(house.admin, ip="198.51.100.4", agent=PHONE):
        for minutes in (10, rules["meeting_buffer_minutes"]):
            changed = rules | {"meeting_buffer_minutes": minutes}
            change_executive(by=house.admin, executive=ana, scheduling_preferences=changed)
