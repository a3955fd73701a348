"""Over TLS: the certificate is that of the name, though the connection goes to the number that was checked."""

import ssl
import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import HTTPServer
from ipaddress import ip_network
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from pytest_django import Settings

import jenifer.outbound
from jenifer.outbound import UnreachableError, outbound_client
from jenifer.tests.test_outbound import Handler, names

NAME = "calendar.test"


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate for NAME that vouches for itself, and its key, in one file."""
    key = ec.generate_private_key(ec.SECP256R1())
    subject = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, NAME)])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(subject, subject, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(hours=1))
        .not_valid_after(now + timedelta(hours=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName(NAME)]), critical=False)
        .sign(key, hashes.SHA256())
    )
    file = tmp_path_factory.mktemp("tls") / "both.pem"
    plain_key = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    file.write_bytes(plain_key + made.public_bytes(Encoding.PEM))
    return file


@pytest.fixture
def port(certificate: Path, settings: Settings) -> Iterator[int]:
    settings.OUTBOUND_ALLOWED = (ip_network("127.0.0.1"),)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    server = HTTPServer(("127.0.0.1", 0), Handler)
    server.handle_error = lambda *args: None  # type: ignore[method-assign]  # refused handshakes are meant
    server.socket = context.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    yield server.server_address[1]
    server.shutdown()
    server.server_close()
    thread.join()


def test_the_certificate_is_asked_for_the_name(
    port: int, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    trust = ssl.create_default_context(cafile=str(certificate))
    monkeypatch.setattr(jenifer.outbound, "_trust", lambda: trust)
    resolve, asked = names(calendar=["127.0.0.1"], other=["127.0.0.1"])
    with outbound_client(resolver=resolve) as client:
        assert client.get(f"https://{NAME}:{port}/").text.startswith(f"Host: {NAME}:{port}")
        assert asked == [NAME]
        with pytest.raises(UnreachableError, match="No secure connection"):
            client.get(f"https://other.test:{port}/")


def test_a_certificate_that_nobody_vouches_for_is_refused(port: int) -> None:
    resolve, _asked = names(calendar=["127.0.0.1"])
    with outbound_client(resolver=resolve) as client, pytest.raises(UnreachableError):
        client.get(f"https://{NAME}:{port}/")
