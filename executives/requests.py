from django.http import HttpRequest

from executives.permissions import Access


def access_of(request: HttpRequest) -> Access:
    """The access of whoever asks, read once a request."""
    if not hasattr(request, "_access"):
        request._access = Access.of(request.user)
    return request._access
