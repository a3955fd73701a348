from django.db import transaction

from orgs.models import User
from orgs.onboarding import Onboarding


@transaction.atomic
def answer_step(*, by: User, step: str, answer: str) -> Onboarding:
    """Note a step as done or skipped; with the last one the onboarding is over."""
    person = User.objects.select_for_update().get(pk=by.pk)  # two windows may answer at once
    onboarding = Onboarding.read(person.onboarding_data, is_admin=person.is_admin).answered(step, answer)
    person.onboarding_data = person.onboarding_data | {"answers": onboarding.answers}
    person.onboarding_step = onboarding.number
    person.onboarding_completed = person.onboarding_completed or not onboarding.current
    person.save(update_fields=["onboarding_data", "onboarding_step", "onboarding_completed"])
    return onboarding


@transaction.atomic
def dismiss_onboarding(*, by: User) -> None:
    """Nothing more is said about it; the pages stay open to whoever goes there."""
    person = User.objects.select_for_update().get(pk=by.pk)
    person.onboarding_completed = True
    person.save(update_fields=["onboarding_completed"])
