from executives.permissions import Access
from orgs.requests import PersonApiRequest, PersonRequest

KEPT_AS = "jenifer.access"


def access_of(request: PersonRequest | PersonApiRequest) -> Access:
    """The access of whoever asks, read once a request."""
    access: Access | None = request.META.get(KEPT_AS)
    if access is None:
        access = request.META[KEPT_AS] = Access.of(request.user)
    return access
