"""What opens an answer page, and what an answer by mail is addressed to. The database holds hashes of them alone.

They are made of ids and the site's secret: a letter that goes out later needs nothing kept for it.
"""

from base64 import b32encode
from uuid import UUID

from django.utils.crypto import salted_hmac

LENGTH = 26  # 130 bits; a mailbox name may have 64 characters, in any letter case


def answer_token(notice_id: UUID) -> str:
    return _seal("answer-page", str(notice_id))


def reply_token(executive_id: UUID, uid: str, recipient: str) -> str:
    """The same for every letter about one event to one person: a calendar program compares organizers."""
    return _seal("reply-address", f"{executive_id} {recipient} {uid}")


def _seal(purpose: str, value: str) -> str:
    return b32encode(salted_hmac(purpose, value, algorithm="sha256").digest()).decode()[:LENGTH].lower()
