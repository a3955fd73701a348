"""Who is acting: ids only. The database derives everything else from them (jenifer.db binds them)."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar, Token
from typing import Any, NamedTuple


class Principal(NamedTuple):
    """What is bound to each transaction, as text; '' where there is none."""

    user_id: str = ""
    claim: str = ""  # whom a visitor is proving to be, before identity is proven
    acting_for: str = ""  # the executive on whose behalf
    ip: str = ""
    agent: str = ""
    entry_id: str = ""  # the entry by which staff are in a customer's organization


ANONYMOUS = Principal()
_current: ContextVar[Principal] = ContextVar("principal", default=ANONYMOUS)
current = _current.get


def become(**changes: str) -> None:
    """Change the principal for the rest of this context."""
    _current.set(_current.get()._replace(**changes))


def enter(principal: Principal) -> Token[Principal]:
    """For a caller that cannot hold a `with` block; give the token to `leave`."""
    return _current.set(principal)


def leave(token: Token[Principal]) -> None:
    _current.reset(token)


@contextmanager
def scope(principal: Principal) -> Iterator[None]:
    """Run a block as exactly this principal."""
    token = enter(principal)
    try:
        yield
    finally:
        leave(token)


@contextmanager
def acting_as(user: Any = None, **changes: str) -> Iterator[None]:
    """Run a block as this user (a row, an id, or None for nobody), keeping address and client."""
    identity = str(getattr(user, "pk", user) or "")
    with scope(_current.get()._replace(user_id=identity, **{"claim": "", "entry_id": ""} | changes)):
        yield


@contextmanager
def on_behalf_of(executive_id: object) -> Iterator[None]:
    """Run a block with the audit rows saying "X for this executive"."""
    with scope(_current.get()._replace(acting_for=str(executive_id or ""))):
        yield
