from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from orgs.formats import Formats
from orgs.models import SendingState, User
from orgs.notifications.addresses import is_bounced, note_bounce
from orgs.notifications.channels import Batch, PermanentError
from orgs.notifications.letters import Unsubscription, send_letter
from orgs.notifications.lines import lines_of


class EmailChannel:
    name = "email"
    label = gettext_lazy("Email")

    def reaches(self, user: User) -> bool:
        return bool(user.email)

    def refusal(self, user: User) -> str:
        return _("Mail to this address came back.") if is_bounced(user) else ""

    def send(self, batch: Batch) -> None:
        """One letter, however many notifications."""
        user = batch.user
        if refusal := self.refusal(user):
            raise PermanentError(refusal, SendingState.SUPPRESSED)
        notifications = [delivery.notification for delivery in batch.deliveries]
        categories = tuple(dict.fromkeys(each.category for each in notifications))
        try:
            send_letter(
                to=user.email,
                subject=_subject([each.title for each in notifications]),
                template="notifications",
                context={"lines": lines_of(notifications, Formats.of(user)), "person": str(user)},
                batch=batch.id,
                way_out=Unsubscription(str(user.pk), categories),
            )
        except PermanentError as error:
            if error.state == SendingState.BOUNCED:
                note_bounce(user)
            raise


def _subject(titles: list[str]) -> str:
    if len(titles) == 1:
        return titles[0]
    count = ngettext("%(count)s notification", "%(count)s notifications", len(titles)) % {
        "count": len(titles)
    }
    return f"{count}: {titles[0]}"
