"""Discovery at the shapes of iCloud, Nextcloud and Fastmail, as their answers are documented."""

import httpx
import pytest

from integrations.caldav.discovery import candidates, discover
from integrations.sync.remote import CredentialsRejected, NotUnderstood, RemoteCalendar, Unavailable
from integrations.tests.caldav_recordings import Recording, multistatus, response

PRINCIPAL = "<current-user-principal><href>{}</href></current-user-principal>"
HOME = (
    "<C:calendar-home-set><href>{}</href></C:calendar-home-set><C:calendar-user-address-set>"
    "<href>mailto:Maya@halden.example</href><href>/principals/maya/</href></C:calendar-user-address-set>"
)
EVENTS = '<C:supported-calendar-component-set><C:comp name="VEVENT"/></C:supported-calendar-component-set>'
TASKS = '<C:supported-calendar-component-set><C:comp name="VTODO"/></C:supported-calendar-component-set>'
IS_CALENDAR = "<resourcetype><collection/><C:calendar/></resourcetype>"
READ_ONLY = "<current-user-privilege-set><privilege><read/></privilege></current-user-privilege-set>"
WRITABLE = (
    "<current-user-privilege-set><privilege><read/></privilege><privilege><write/></privilege>"
    "</current-user-privilege-set>"
)
COLLECTION = "<resourcetype><collection/></resourcetype>"


@pytest.fixture
def recording():
    return Recording()


def test_icloud_keeps_calendars_on_another_host(recording):
    start, home = "https://caldav.icloud.com", "https://p42-caldav.icloud.com:443/123/calendars/"
    at_home = home.replace(":443", "")
    recording.add("PROPFIND", f"{start}/.well-known/caldav", status=301, location="/")
    recording.add("PROPFIND", f"{start}/", multistatus(response("/", PRINCIPAL.format("/123/principal/"))))
    recording.add(
        "PROPFIND", f"{start}/123/principal/", multistatus(response("/123/principal/", HOME.format(home)))
    )
    recording.add("PROPFIND", at_home, multistatus(response("/123/calendars/", COLLECTION)))
    recording.add(
        "PROPFIND",
        at_home,
        multistatus(
            response("/123/calendars/", COLLECTION),
            response(
                "/123/calendars/home/",
                f"{IS_CALENDAR}{EVENTS}{WRITABLE}<displayname>Home</displayname>"
                '<A:calendar-color symbolic-color="blue">#1BADF8FF</A:calendar-color><S:getctag>c1</S:getctag>',
            ),
            response("/123/calendars/tasks/", f"{IS_CALENDAR}{TASKS}<displayname>Reminders</displayname>"),
            response(
                "/123/calendars/inbox/",
                "<resourcetype><collection/><C:schedule-inbox/></resourcetype><C:schedule-default-calendar-URL>"
                "<href>/123/calendars/home</href></C:schedule-default-calendar-URL>",
            ),
        ),
    )
    recording.add("OPTIONS", at_home, status=200, dav="1, calendar-access, calendar-auto-schedule")
    account = discover(recording.client, "maya@icloud.com", "maya", "secret")
    assert account.home == home
    assert account.calendars == (RemoteCalendar("/123/calendars/home/", "Home", "#1badf8", True, True, "c1"),)
    assert account.addresses == ("maya@halden.example",)
    assert account.is_scheduling


def test_nextcloud_redirects_and_encodes_the_user(recording):
    root, dav = "https://cloud.halden.example", "/remote.php/dav"
    home = f"{dav}/calendars/maya%40halden.example/"
    recording.add("PROPFIND", f"{root}/.well-known/caldav", status=301, location=f"{root}{dav}/")
    recording.add(
        "PROPFIND",
        f"{root}{dav}/",
        multistatus(response(f"{dav}/", PRINCIPAL.format(f"{dav}/principals/maya/"))),
    )
    recording.add(
        "PROPFIND",
        f"{root}{dav}/principals/maya/",
        multistatus(response(f"{dav}/principals/maya/", HOME.format(home))),
    )
    recording.add(
        "PROPFIND",
        f"{root}{home}",
        multistatus(
            response(home, COLLECTION),
            response(f"{home}personal/", f"{IS_CALENDAR}{EVENTS}<displayname>Personal</displayname>"),
            response(f"{home}shared/", f"{IS_CALENDAR}{READ_ONLY}<displayname>Team</displayname>"),
            response(
                f"{home}feed/",
                "<resourcetype><collection/><S:subscribed/></resourcetype><displayname>Holidays</displayname>",
            ),
        ),
    )
    recording.add("OPTIONS", f"{root}{home}", status=200, dav="1, 3, calendar-access")
    account = discover(recording.client, "cloud.halden.example", "maya", "secret")
    path = f"{dav}/calendars/maya@halden.example/"
    assert [(each.id, each.name, each.is_writable) for each in account.calendars] == [
        (f"{path}personal/", "Personal", True),
        (f"{path}shared/", "Team", False),
    ]
    assert not account.is_scheduling


def test_fastmail_is_found_from_an_address_of_its_own_domain(recording):
    host = "https://caldav.fastmail.com"
    principal = "/dav/principals/user/maya@fastmail.com/"
    home = "/dav/calendars/user/maya@fastmail.com/"
    recording.add("PROPFIND", f"{host}/.well-known/caldav", status=301, location=f"{host}/dav/calendars")
    recording.add(
        "PROPFIND",
        f"{host}/dav/calendars",
        multistatus(response("/dav/calendars/", PRINCIPAL.format(principal))),
    )
    recording.add("PROPFIND", host + principal, multistatus(response(principal, HOME.format(home))))
    recording.add(
        "PROPFIND",
        host + home,
        multistatus(response(f"{home}3f-9c/", f"{IS_CALENDAR}<displayname>Work</displayname>")),
    )
    recording.add("OPTIONS", host + home, status=200)
    account = discover(recording.client, "maya@fastmail.com", "maya", "secret")
    assert [(each.id, each.name) for each in account.calendars] == [(f"{home}3f-9c/", "Work")]


def test_redirect_without_encryption_gets_no_password(recording):
    recording.add(
        "PROPFIND",
        "https://halden.example/.well-known/caldav",
        status=301,
        location="http://halden.example/dav/",
    )
    with pytest.raises(NotUnderstood, match="Enter the CalDAV address"):
        discover(recording.client, "halden.example", "maya", "secret")
    assert {url.partition(":")[0] for _, url, _ in recording.asked} == {"https"}


def test_redirects_in_a_circle_come_to_an_end(recording):
    for one, other in (("a", "b"), ("b", "a")):
        recording.add("PROPFIND", f"https://{one}.example/", status=302, location=f"https://{other}.example/")
    with pytest.raises(NotUnderstood):
        discover(recording.client, "a.example", "maya", "secret")
    assert len(recording.asked) < 15


@pytest.mark.parametrize(
    "page", ["<!DOCTYPE html><html>Welcome</html>", "", "{}", multistatus(), multistatus(response("/"))]
)
def test_no_calendar_server_is_said(recording, page):
    for path in ("/.well-known/caldav", "/"):
        recording.add("PROPFIND", f"https://halden.example{path}", page, status=207)
    with pytest.raises((NotUnderstood, Unavailable)):
        discover(recording.client, "https://halden.example", "maya", "secret")


def test_rejected_password_outweighs_what_else_went_wrong(recording):
    recording.add("PROPFIND", "https://halden.example/.well-known/caldav", status=502)
    recording.add("PROPFIND", "https://halden.example/", status=401)
    with pytest.raises(CredentialsRejected):
        discover(recording.client, "halden.example", "maya", "secret")


def test_no_answer_at_all_is_unavailable():
    def refuse(request: httpx.Request) -> httpx.Response:
        raise httpx.ConnectTimeout("too slow", request=request)

    with pytest.raises(Unavailable) as error:
        discover(httpx.Client(transport=httpx.MockTransport(refuse)), "halden.example", "maya", "secret")
    assert "secret" not in str(error.value)


@pytest.mark.parametrize(
    ("address", "urls"),
    [
        ("halden.example", ["https://halden.example/.well-known/caldav", "https://halden.example/"]),
        (" maya@me.com ", ["https://caldav.icloud.com/.well-known/caldav", "https://caldav.icloud.com/"]),
        (
            "https://h.example:8443/dav/x",
            [
                "https://h.example:8443/dav/x",
                "https://h.example:8443/.well-known/caldav",
                "https://h.example:8443/",
            ],
        ),
    ],
)
def test_candidates(address, urls):
    assert list(candidates(address)) == urls


@pytest.mark.parametrize(
    "address",
    ["", "ftp://h.example", "https://", "https://maya:secret@h.example", "https://[::1", "file:///etc"],
)
def test_address_that_is_none_is_refused_with_a_sentence(address):
    with pytest.raises(NotUnderstood, match="Enter the CalDAV address"):
        list(candidates(address))
