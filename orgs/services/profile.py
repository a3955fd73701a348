"""What a person changes about themself."""

from typing import Any

from django.db import transaction

from orgs.models import User


@transaction.atomic
def change_profile(*, by: User, preferences: dict[str, Any] | None = None, **fields: Any) -> User:
    """One's own columns; `preferences` are laid over the present ones, key by key, lists as a whole."""
    person = User.objects.select_for_update(of=("self",)).select_related("org").get(pk=by.pk)
    if preferences is not None:
        fields["preferences"] = _laid_over(person.preferences, preferences)
    for name, value in fields.items():
        setattr(person, name, value)
    person.full_clean(exclude={field.name for field in User._meta.fields} - fields.keys())
    person.save(update_fields=list(fields))
    return person


def _laid_over(present: dict[str, Any], changes: dict[str, Any]) -> dict[str, Any]:
    both = {
        name: _laid_over(present.get(name, {}), value)
        for name, value in changes.items()
        if isinstance(value, dict)
    }
    return present | changes | both
