"""What a person saw when they answered an insight: a token that goes out with it and comes back.

Signed, so that what comes back is what was sent; comparing it with the present one shows a stale page.
"""

from typing import Any

from django.core.signing import BadSignature, Signer

from ai_engine.models import AIInsight

SEEN = ("action_type", "label")
SEEN_OF_PAYLOAD = ("title", "from_start", "from_end", "start", "end")
signer = Signer(salt="insight")


def version_of(insight: AIInsight) -> str:
    return signer.sign_object([str(insight.pk), [_seen(each) for each in insight.suggested_actions]])


def actions_seen(insight: AIInsight, version: str) -> list[dict[str, Any]] | None:
    """The suggestions on the page that was answered; None when the token is not one of this insight."""
    try:
        owner, actions = signer.unsign_object(version)
    except (BadSignature, ValueError):
        return None
    return actions if owner == str(insight.pk) else None


def _seen(action: dict[str, Any]) -> dict[str, Any]:
    payload = action["payload"]
    return {key: action[key] for key in SEEN} | {
        "payload": {key: payload.get(key) for key in SEEN_OF_PAYLOAD}
    }
