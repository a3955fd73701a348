"""What a detector returns: something noticed, before it becomes a row."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID


@dataclass(frozen=True, slots=True)
class Finding:
    """`evidence` and `actions` have the shapes of their columns (ai_engine.shapes); moments are UTC."""

    kind: str
    priority: str
    title: str
    description: str
    reasoning: str
    confidence: Decimal | None  # None where it is no guess
    evidence: list[dict[str, Any]]
    actions: list[dict[str, Any]]
    meeting_id: UUID | None
    happens_at: datetime
    valid_until: datetime
    fingerprint: str


def fingerprint(*facts: object, among: Iterable[object] = ()) -> str:
    """The same facts give the same 64 characters; the order of `among` does not matter."""
    text = "\n".join([*map(str, facts), *sorted(map(str, among))])
    return hashlib.sha256(text.encode()).hexdigest()
