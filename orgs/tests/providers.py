"""Accounts elsewhere: the real counterparts of Google, Microsoft and a company's own sign-in, on the loopback."""

import json
import os
import re
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager
from html import unescape
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import requests
from django.test import Client

from orgs.tests.node import NODE, PACKAGES

EMULATE = PACKAGES / "emulate/dist/index.js"
LOOPBACK = Path(__file__).with_name("loopback.cjs")
CALLBACK = "http://testserver/accounts/{}/login/callback/"
NIA: dict[str, Any] = {"email": "Nia@Google.test", "name": "Nia Okoro", "email_verified": True}
UNPROVEN: dict[str, Any] = {"email": "unproven@google.test", "name": "Una Proven", "email_verified": False}
TOM: dict[str, Any] = {"email": "Tom@Outlook.test", "name": "Tom Berg"}
FIELD = re.compile(r'<input type="hidden" name="(\w+)" value="([^"]*)"')


def client_of(provider: str) -> dict[str, Any]:
    return {
        "client_id": f"{provider}-client",
        "client_secret": f"{provider}-secret",
        "redirect_uris": [CALLBACK.format(provider)],
    }


def seed() -> dict[str, Any]:
    google = {"users": [NIA, UNPROVEN], "oauth_clients": [client_of("google")]}
    return {"google": google, "microsoft": {"users": [TOM], "oauth_clients": [client_of("microsoft")]}}


@contextmanager
def emulated(folder: Path) -> Iterator[tuple[str, str]]:
    """Google and Microsoft as they answer a browser and a server: their two addresses."""
    (folder / "seed.json").write_text(json.dumps(seed()))
    port = _free_pair()
    command = [NODE, "--require", str(LOOPBACK), str(EMULATE), "start", "--service", "google,microsoft"]
    command += ["--seed", str(folder / "seed.json"), "--port", str(port)]
    with (folder / "log").open("wb") as log:
        process = subprocess.Popen(command, cwd=folder, stdout=log, stderr=log, env=os.environ)
    try:
        addresses = f"http://localhost:{port}", f"http://localhost:{port + 1}"
        for address in addresses:
            _wait_for(f"{address}/.well-known/openid-configuration")
        yield addresses
    finally:
        process.terminate()
        process.wait(10)


def _free_pair() -> int:
    """The first of two neighbouring ports on which nobody listens."""
    while True:
        with socket.socket() as first, socket.socket() as second:
            first.bind(("127.0.0.1", 0))
            port: int = first.getsockname()[1]
            try:
                second.bind(("127.0.0.1", port + 1))
            except (OSError, OverflowError):
                continue
            return port


def _wait_for(address: str) -> None:
    for _attempt in range(100):
        try:
            requests.get(address, timeout=5).raise_for_status()
            return
        except requests.ConnectionError:
            time.sleep(0.1)
    raise TimeoutError(address)


def go_through(client: Client, provider: str, email: str, process: str = "login") -> Any:
    """Sign in at the provider as this person, as a browser would; our answer to coming back."""
    asked = client.post(f"/accounts/{provider}/login/?process={process}")
    assert asked.status_code == 302
    with requests.Session() as elsewhere:
        page = elsewhere.get(asked["Location"], timeout=10)
        fields, action = _form_of(page.text, email)
        answer = elsewhere.post(urljoin(page.url, action), fields, timeout=10, allow_redirects=False)
    return come_back(client, answer.headers["Location"])


def come_back(client: Client, address: str) -> Any:
    parts = urlsplit(address)
    assert parts.netloc == "testserver"
    return client.get(f"{parts.path}?{parts.query}")


def _form_of(page: str, email: str) -> tuple[dict[str, str], str]:
    """The chooser has one form a person."""
    for form in re.findall(r"<form.*?</form>", page, re.DOTALL):
        fields = {name: unescape(value) for name, value in FIELD.findall(form)}
        if email in fields.values():
            action = re.search(r'action="([^"]+)"', form)
            assert action
            return fields, unescape(action[1])
    raise LookupError(email)
