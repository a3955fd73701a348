"""What can become of a request that goes out. Messages are for a person and hold no address with credentials."""

import httpx


class OutboundError(httpx.TransportError):
    """Base of all; also httpx's own, so that one `except httpx.HTTPError` is enough for both."""


class NotSentError(OutboundError):
    """Nothing of the request left: it may be made again."""


class RefusedError(NotSentError):
    """Not a place that requests of ours may go to."""


class UnreachableError(NotSentError):
    """The name has no address, nobody listens there, or the certificate is not theirs."""


class BrokenOffError(OutboundError):
    """It began, and ended in the middle: it may or may not have been done."""


class TooSlowError(BrokenOffError):
    """The time for the whole request is over."""


class TooLargeError(BrokenOffError):
    """The answer is larger than is taken."""
