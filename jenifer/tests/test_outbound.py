"""Requests that go out, to servers on this machine that behave badly and names that lead astray."""

import gzip
import socket
import threading
import time
from collections.abc import Callable, Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_network
from typing import Any

import httpx
import pytest
from pytest_django import Settings

from jenifer.outbound import (
    BrokenOffError,
    Limits,
    NotSentError,
    RefusedError,
    TooLargeError,
    TooSlowError,
    UnreachableError,
    outbound_client,
)
from jenifer.outbound.addresses import address_of, may_be_reached

PRIVATE = [
    "0.0.0.0", "10.0.0.1", "100.64.0.1", "127.0.0.1", "127.255.255.254", "169.254.169.254", "172.16.0.1",
    "192.0.0.192", "192.168.1.1", "198.18.0.1", "224.0.0.1", "240.0.0.1", "255.255.255.255", "168.63.129.16",
    "100.100.100.200", "::", "::1", "::7f00:1", "::ffff:127.0.0.1", "::ffff:10.0.0.1", "::ffff:a9fe:a9fe",
    "64:ff9b::7f00:1", "64:ff9b::a00:1", "64:ff9b:1::a00:1", "2002:7f00:1::", "2002:a00:1::1", "2001::1",
    "2001:db8::1", "fc00::1", "fd00:ec2::254", "fe80::1", "fe80::1%eth0", "fec0::1", "ff02::1", "100::1", "4000::1",
]  # fmt: skip
PUBLIC = ["1.1.1.1", "93.184.216.34", "2606:4700::1111", "::ffff:1.1.1.1", "64:ff9b::101:101"]


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self) -> None:
        page = getattr(self, f"page_{self.path.strip('/').split('?')[0]}", self.page_)
        page()

    def page_(self) -> None:
        names = ("Host", "Authorization", "Cookie", "User-Agent", "Accept-Encoding")
        body = "\n".join(f"{name}: {self.headers[name]}" for name in names).encode()
        self.answer(200, body)

    def page_away(self) -> None:
        self.answer(302, b"", Location=self.path.split("?to=")[1])

    def page_round(self) -> None:
        self.answer(302, b"", Location="/round")

    def page_large(self) -> None:
        self.answer(200, b"x" * 200_000)

    def page_zipped(self) -> None:
        self.answer(200, gzip.compress(b"x" * 100_000), **{"Content-Encoding": "gzip"})

    def page_torn(self) -> None:
        self.answer(200, gzip.compress(b"x" * 100_000)[:-20], **{"Content-Encoding": "gzip"})

    def page_packed(self) -> None:
        self.answer(200, b"x", **{"Content-Encoding": "gzip"})

    def page_cut(self) -> None:
        self.send_response(200)
        self.send_header("Content-Length", "1000")
        self.end_headers()
        self.wfile.write(b"half")
        self.close_connection = True

    def page_endless(self) -> None:
        self.begin_chunks()
        self.pour(b"x" * 65_536, 0)

    def page_dripping(self) -> None:
        self.begin_chunks()
        self.pour(b"x", 0.05)

    def page_slow(self) -> None:
        self.wfile.write(b"HTTP/1.1 200 OK\r\nX-Long: ")
        self.pour(b"x", 0.05, is_chunked=False)

    def begin_chunks(self) -> None:
        self.send_response(200)
        self.send_header("Transfer-Encoding", "chunked")
        self.end_headers()

    def pour(self, part: bytes, pause: float, *, is_chunked: bool = True) -> None:
        """Until the other side goes."""
        self.close_connection = True
        framed = b"%x\r\n%s\r\n" % (len(part), part) if is_chunked else part
        deadline = time.monotonic() + 20
        while time.monotonic() < deadline:
            try:
                self.wfile.write(framed)
            except OSError:
                return
            time.sleep(pause)

    def answer(self, status: int, body: bytes, **headers: str) -> None:
        self.send_response(status)
        for name, value in headers.items():
            self.send_header(name, value)
        self.send_header("Content-Length", str(len(body)))
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *args: Any) -> None:
        """Silence."""


@pytest.fixture(scope="module")
def port() -> Iterator[int]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    yield server.server_address[1]
    server.shutdown()
    server.server_close()
    thread.join()


@pytest.fixture(autouse=True)
def allowed(settings: Settings) -> None:
    settings.OUTBOUND_ALLOWED = (ip_network("127.0.0.1"),)


def names(**known: list[str]) -> tuple[Callable[[str, int], list[str]], list[str]]:
    """A resolver that answers each question about a name with the next of its addresses, and what it was asked."""
    asked: list[str] = []

    def resolve(host: str, port: int) -> list[str]:
        asked.append(host)
        answers = known[host.partition(".")[0]]
        return [answers[min(asked.count(host), len(answers)) - 1]]

    return resolve, asked


@pytest.mark.parametrize("text", PRIVATE)
def test_an_address_that_is_not_public_may_not_be_reached(text: str) -> None:
    assert not may_be_reached(address_of(text), ())


@pytest.mark.parametrize("text", PUBLIC)
def test_a_public_address_may_be_reached(text: str) -> None:
    assert may_be_reached(address_of(text), ())


@pytest.mark.parametrize(
    ("text", "network"),
    [("10.1.2.3", "10.1.0.0/16"), ("::ffff:10.1.2.3", "10.1.0.0/16"), ("fd00::1", "fd00::/8")],
)
def test_a_network_that_the_setting_names_may_be_reached(text: str, network: str) -> None:
    assert may_be_reached(address_of(text), (ip_network(network),))
    assert not may_be_reached(address_of("10.2.0.1"), (ip_network(network),))


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1", "localhost", "2130706433", "0177.0.0.1", "0x7f.0.0.1", "0x7f000001", "127.1", "0", "[::1]",
        "[::]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[64:ff9b::7f00:1]", "169.254.169.254",
        "127。0。0。1", "①②⑦.⓪.⓪.①",
    ],
)  # fmt: skip
@pytest.mark.parametrize("scheme", ["http", "https"])
def test_no_spelling_of_this_machine_is_reached(
    host: str, scheme: str, port: int, settings: Settings
) -> None:
    settings.OUTBOUND_ALLOWED = ()
    with outbound_client() as client, pytest.raises((NotSentError, httpx.InvalidURL)) as found:
        client.get(f"{scheme}://{host}:{port}/")
    assert not isinstance(found.value, UnreachableError) or "not found" in str(found.value)


@pytest.mark.parametrize(
    "address", ["ftp://127.0.0.1/", "file:///etc/passwd", "unix:///run/x", "//x", "gopher://x/"]
)
def test_only_the_web_is_spoken(address: str) -> None:
    with outbound_client() as client, pytest.raises((RefusedError, httpx.UnsupportedProtocol)):
        client.get(address)


def test_plain_http_goes_only_where_the_setting_says(port: int) -> None:
    resolve, _asked = names(public=["1.1.1.1"])
    with outbound_client(resolver=resolve) as client, pytest.raises(RefusedError, match="https://"):
        client.get("http://public.test/")


def test_a_name_is_looked_up_once_and_its_first_answer_is_where_the_request_goes(port: int) -> None:
    resolve, asked = names(rebinding=["127.0.0.1", "10.0.0.1"])
    with outbound_client(resolver=resolve) as client:
        answer = client.get(f"http://rebinding.test:{port}/")
        again = client.get(f"http://rebinding.test:{port}/")
    assert answer.text.splitlines()[0] == f"Host: rebinding.test:{port}"
    assert (again.status_code, asked) == (200, ["rebinding.test"])


def test_a_name_that_leads_inside_later_is_refused_then(port: int) -> None:
    resolve, asked = names(rebinding=["127.0.0.1", "127.0.0.2"])
    for expected in (200, RefusedError):
        with outbound_client(resolver=resolve) as client:
            if expected == 200:
                assert client.get(f"http://rebinding.test:{port}/").status_code == 200
            else:
                with pytest.raises(RefusedError):
                    client.get(f"http://rebinding.test:{port}/")
    assert len(asked) == 2


def test_one_private_address_among_public_ones_is_enough_to_refuse() -> None:
    with (
        outbound_client(resolver=lambda host, port: ["127.0.0.1", "10.0.0.1"]) as client,
        pytest.raises(RefusedError, match="private network"),
    ):
        client.get("http://mixed.test/")


@pytest.mark.parametrize("target", ["http://127.0.0.2:{port}/", "http://inside.test/", "https://[::1]/"])
def test_a_redirect_is_checked_as_the_first_address_was(target: str, port: int) -> None:
    def resolve(host: str, port: int) -> list[str]:
        return ["10.0.0.1"] if host == "inside.test" else [host]

    away = f"http://127.0.0.1:{port}/away?to={target.format(port=port)}"
    with outbound_client(resolver=resolve) as client, pytest.raises(RefusedError):
        client.get(away)


def test_redirects_end(port: int) -> None:
    with outbound_client(redirects=3) as client, pytest.raises(httpx.TooManyRedirects):
        client.get(f"http://127.0.0.1:{port}/round")
    with outbound_client(redirects=0) as client:
        assert client.get(f"http://127.0.0.1:{port}/round").status_code == 302


def test_credentials_stay_with_their_origin(port: int) -> None:
    resolve, _asked = names(one=["127.0.0.1"], two=["127.0.0.1"])
    with outbound_client(resolver=resolve, auth=("ada", "word")) as client:
        client.cookies.set("session", "s", domain="one.test")
        at_home = client.get(f"http://one.test:{port}/away?to=/").text
        elsewhere = client.get(f"http://one.test:{port}/away?to=http://two.test:{port}/").text
    assert "Authorization: Basic" in at_home
    assert elsewhere.splitlines()[:3] == [f"Host: two.test:{port}", "Authorization: None", "Cookie: None"]


def test_a_request_says_who_asks_and_goes_by_no_proxy(port: int, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "ALL_PROXY"):
        monkeypatch.setenv(name, "http://127.0.0.1:9/")
    with outbound_client() as client:
        lines = client.get(f"http://127.0.0.1:{port}/").text.splitlines()
    assert lines[3:] == ["User-Agent: JeniferAI/1.0", "Accept-Encoding: identity"]


@pytest.mark.parametrize("page", ["dripping", "slow"])
def test_a_whole_request_has_an_end_however_steadily_it_drips(page: str, port: int) -> None:
    begun = time.monotonic()
    with outbound_client(limits=Limits(whole_seconds=0.5)) as client, pytest.raises(TooSlowError):
        client.get(f"http://127.0.0.1:{port}/{page}")
    assert time.monotonic() - begun < 3


def test_all_requests_of_a_client_have_an_end_together(port: int) -> None:
    begun = time.monotonic()
    with outbound_client(limits=Limits(altogether_seconds=0.5)) as client:
        client.get(f"http://127.0.0.1:{port}/")
        for page in ("dripping", "slow", ""):
            with pytest.raises(TooSlowError):
                client.get(f"http://127.0.0.1:{port}/{page}")
    assert time.monotonic() - begun < 3


def test_a_server_that_says_nothing_is_left(port: int) -> None:
    with socket.create_server(("127.0.0.1", 0)) as mute:
        address = f"http://127.0.0.1:{mute.getsockname()[1]}/"
        with outbound_client(limits=Limits(silent_seconds=0.2)) as client, pytest.raises(TooSlowError):
            client.get(address)
        with outbound_client(limits=Limits(connect_seconds=0.2)) as client, pytest.raises(UnreachableError):
            client.get(address.replace("http", "https"))


@pytest.mark.parametrize("page", ["endless", "large"])
def test_a_body_has_a_largest_size(page: str, port: int) -> None:
    with outbound_client(limits=Limits(most_bytes=100_000)) as client, pytest.raises(TooLargeError):
        client.get(f"http://127.0.0.1:{port}/{page}")


def test_a_compressed_answer_is_not_unpacked(port: int) -> None:
    with outbound_client() as client, pytest.raises(BrokenOffError, match="compressed"):
        client.get(f"http://127.0.0.1:{port}/packed")


def test_gzip_is_unpacked_where_it_is_wanted_and_bounded_by_what_comes_out(port: int) -> None:
    with outbound_client(takes_gzip=True) as http:
        assert http.get(f"http://127.0.0.1:{port}/zipped").content == b"x" * 100_000
    with (
        outbound_client(takes_gzip=True, limits=Limits(most_bytes=99_999)) as http,
        pytest.raises(TooLargeError),
    ):
        http.get(f"http://127.0.0.1:{port}/zipped")


@pytest.mark.parametrize("page", ["packed", "torn"])
def test_what_cannot_be_unpacked_is_broken_off(page: str, port: int) -> None:
    with outbound_client(takes_gzip=True) as http, pytest.raises(BrokenOffError):
        http.get(f"http://127.0.0.1:{port}/{page}")


def test_an_answer_cut_in_the_middle_may_have_been_done(port: int) -> None:
    with outbound_client() as client, pytest.raises(BrokenOffError):
        client.get(f"http://127.0.0.1:{port}/cut")


def test_where_nobody_listens_nothing_was_sent() -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        address = f"http://127.0.0.1:{free.getsockname()[1]}/"
    with outbound_client() as client, pytest.raises(UnreachableError):
        client.get(address)


def test_a_name_server_that_does_not_answer_is_not_waited_for() -> None:
    def resolve(host: str, port: int) -> list[str]:
        time.sleep(1)
        return ["1.1.1.1"]

    begun = time.monotonic()
    with (
        outbound_client(limits=Limits(connect_seconds=0.2), resolver=resolve) as client,
        pytest.raises(UnreachableError, match="not found"),
    ):
        client.get("https://slow.test/")
    assert time.monotonic() - begun < 0.9


def test_a_body_can_be_streamed_beside_another_request(port: int) -> None:
    with outbound_client() as client, client.stream("GET", f"http://127.0.0.1:{port}/endless") as answer:
        parts = answer.iter_bytes()
        first = next(parts)
        assert client.get(f"http://127.0.0.1:{port}/").status_code == 200
        assert (len(first) > 0, len(next(parts)) > 0) == (True, True)


def test_a_request_that_cannot_be_made_was_not_sent(port: int) -> None:
    with outbound_client() as client, pytest.raises(NotSentError, match="cannot be made"):
        client.get(f"http://127.0.0.1:{port}/", headers={"X-Odd": "a\r\nb"})


def test_no_message_holds_what_was_asked(port: int) -> None:
    with outbound_client() as client, pytest.raises(NotSentError) as found:
        client.get("http://ada:s3cret@127.0.0.9/?token=s3cret")
    assert "s3cret" not in str(found.value)
