"""Screens to look at, and what a browser complains of."""

from dataclasses import dataclass, field
from typing import Literal

from playwright.sync_api import BrowserContext, Response


@dataclass(frozen=True)
class Look:
    """A screen: 390 pixels is a phone, touched instead of clicked."""

    width: int = 1440
    scheme: Literal["light", "dark"] = "light"

    @property
    def is_phone(self) -> bool:
        return self.width < 600

    def __str__(self) -> str:
        return f"{self.width}-{self.scheme}"


DESKTOP = Look()
PHONE = Look(width=390, scheme="dark")
LOOKS = [DESKTOP, PHONE]  # a journey goes once at each size; what is looked at is looked at in both colours


@dataclass
class Watch:
    """What went wrong in the browser; a test that expects something says so in `expected`."""

    seen: list[str] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)

    def on(self, context: BrowserContext) -> None:
        context.on("console", lambda message: self._note(message.type, message.text))
        context.on("weberror", lambda error: self.seen.append(f"script error: {error.error}"))
        context.on("requestfailed", lambda request: self._failed(request.failure or "", request.url))
        context.on("response", self._answer)

    def _note(self, kind: str, text: str) -> None:
        if kind in ("error", "warning") and "status of" not in text:  # `_answer` says it with the address
            self.seen.append(f"console {kind}: {text}")

    def _failed(self, reason: str, url: str) -> None:
        if reason != "net::ERR_ABORTED":  # the page was left while it asked for what is new
            self.seen.append(f"{reason}: {url}")

    def _answer(self, response: Response) -> None:
        if response.status >= 400:
            self.seen.append(f"{response.status}: {response.url}")

    def complaints(self) -> list[str]:
        return [each for each in self.seen if not any(part in each for part in self.expected)]
