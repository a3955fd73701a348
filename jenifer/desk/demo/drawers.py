"""What each person keeps for themself: views of lists, keys to the API, browsers; and papers on meetings."""

import base64
import hashlib
from datetime import timedelta
from io import BytesIO

from executives.services.attachments import add_attachment
from executives.views.executives import SAVED as EXECUTIVES
from jenifer.desk.demo.people import House
from jenifer.desk.demo.work import moment
from jenifer.desk.insights import SAVED as INSIGHTS
from jenifer.principal import acting_as
from orgs.models import EntityType, PushSubscription, User
from orgs.notifications.preferences import set_notification_preferences
from orgs.services.saved_views import save_view
from orgs.services.tokens import issue_token, revoke_token
from scheduling.models import Meeting

PAPERS = {
    "agenda.md": b"# Board preparation\n\n1. Figures of the quarter\n2. Depot in Rotterdam\n3. Questions to expect\n",
    "seating.csv": b"Seat,Name\n1,Ana Ferreira\n2,David Okafor\n3,Ines Carvalho\n",
}
PLACE = "https://push.example/"  # RFC 2606: nobody answers there


def add_drawers(house: House) -> None:
    with acting_as(house.maya):
        _hang_papers(house)
        save_view(by=house.maya, of=INSIGHTS, name="Overlaps", filters={"kind": "overlap"}, is_shared=True)
        save_view(by=house.maya, of=EXECUTIVES, name="Chiefs", filters={"q": "Chief"})
        issue_token(
            by=house.maya,
            name="Screen beside the lift",
            scopes=["calendar:read"],
            lifetime=timedelta(days=90),
        )
    with acting_as(house.oskar):
        save_view(by=house.oskar, of=INSIGHTS, name="Answered", filters={"status": "answered"})
    with acting_as(house.admin):
        token, _key = issue_token(
            by=house.admin, name="Monthly report, old", scopes=["organization:read"], lifetime=None
        )
        revoke_token(by=house.admin, token_id=token.pk)
        _let_push(house, house.admin, "Safari on iPhone")
        set_notification_preferences(by=house.admin, changes={"push": False})


def _hang_papers(house: House) -> None:
    ana = house.executives["Ana Ferreira"]
    meeting = Meeting.objects.get(title="Board preparation", executive=ana, start_time__date=house.today)
    for name, text in PAPERS.items():
        add_attachment(
            by=house.maya,
            entity_type=EntityType.MEETING,
            entity_id=meeting.pk,
            name=name,
            content=BytesIO(text),
        )


def _let_push(house: House, person: User, label: str) -> None:
    """Keys that no browser has. Whoever has it wants no pushes: the first would find nobody, and forget it."""
    seed = hashlib.sha512(label.encode()).digest()
    PushSubscription.objects.create(
        org_id=house.org_id,
        user=person,
        endpoint=f"{PLACE}{base64.urlsafe_b64encode(seed[:24]).decode()}",
        p256dh=base64.urlsafe_b64encode(b"\x04" + seed).decode().rstrip("="),
        auth=base64.urlsafe_b64encode(seed[:16]).decode().rstrip("="),
        label=label,
        used_at=moment(house, -1, 8),
    )
