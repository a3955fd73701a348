"""How a person of the organization is drawn: their picture, else initials on a hue of their own."""

from typing import Any

from jenifer.faces import hue, initials
from orgs.models import User


def face(user: User) -> dict[str, Any]:
    """What templates/components/avatar.html takes, and the name that stands beside it."""
    name = str(user)
    return {"name": name, "initials": initials(name), "hue": hue(user.pk), "picture": user.avatar_url}
