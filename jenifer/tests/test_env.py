from base64 import b64encode, urlsafe_b64encode
from ipaddress import ip_network

import pytest

from jenifer import env

NAME = "JENIFER_TEST_SETTING"
STANDARD = b64encode(bytes([251] * 32)).decode()
URL_SAFE = urlsafe_b64encode(bytes([250] * 32)).decode().rstrip("=")
KEYS_LOOK = (
    "takes id:key,id:key…, where an id is 1 to 16 letters or digits and a key 32 random bytes in base64, as"
    " `openssl rand -base64 32` prints them."
)


@pytest.fixture
def given(monkeypatch):
    """Set the variable; nothing leaves it unset."""
    monkeypatch.delenv(NAME, raising=False)
    return lambda value: monkeypatch.setenv(NAME, value)


@pytest.mark.parametrize(
    ("read", "value", "expected"),
    [
        (env.text, " word ", "word"),
        (env.flag, "yes", True),
        (env.flag, "TRUE", True),
        (env.flag, "1", True),
        (env.flag, "no", False),
        (env.flag, "false", False),
        (env.flag, "0", False),
        (env.flag, "", False),
        (lambda name: env.integer(name, 5, least=1, most=10), "", 5),
        (lambda name: env.integer(name, 5, least=1, most=10), "10", 10),
        (lambda name: env.one_of(name, "INFO", ("INFO", "ERROR")), "", "INFO"),
        (lambda name: env.one_of(name, "INFO", ("INFO", "ERROR")), "error", "ERROR"),
        (env.names, "a.test, b.test,,", ["a.test", "b.test"]),
        (lambda name: env.names(name, ["a"]), "", ["a"]),
        (lambda name: env.secret(name, least=3), "abc", "abc"),
        (env.redis, "rediss://cache:6380/1", "rediss://cache:6380/1"),
        (env.redis, "unix:///run/valkey.sock?db=2", "unix:///run/valkey.sock?db=2"),
        (env.email, "", None),
        (env.field_keys, f"a:{STANDARD}, b:{URL_SAFE}", {"a": bytes([251] * 32), "b": bytes([250] * 32)}),
        (env.networks, "", ()),
        (env.networks, "10.1.0.0/16, ::1", (ip_network("10.1.0.0/16"), ip_network("::1"))),
        (env.https, "https://id.halden.example/realm/", "https://id.halden.example/realm"),
        (env.https, "http://localhost:9400", "http://localhost:9400"),
    ],
)
def test_reader_takes_sense(given, read, value, expected):
    given(value)
    assert read(NAME) == expected


@pytest.mark.parametrize(
    ("read", "value", "sentence"),
    [
        (env.text, "", "is not set. See the configuration table in README.md."),
        (env.flag, "perhaps", "is 'perhaps'; it takes yes or no."),
        (env.flag, "2", "is '2'; it takes yes or no."),
        (env.https, "http://id.test", "is 'http://id.test'; it takes an address that begins with https://"),
        (env.https, "https://", "is 'https://'; it takes an address that begins with https://"),
        (
            lambda name: env.one_of(name, "INFO", ("INFO", "ERROR")),
            "loud",
            "is 'LOUD'; it takes INFO, ERROR.",
        ),
        (
            lambda name: env.integer(name, 5, least=1, most=10),
            "11",
            "is '11'; it takes a whole number from 1 to 10.",
        ),
        (
            lambda name: env.integer(name, 5, least=1, most=10),
            "-1",
            "is '-1'; it takes a whole number from 1 to 10.",
        ),
        (
            lambda name: env.integer(name, 5, least=1, most=10),
            "1.5",
            "is '1.5'; it takes a whole number from 1 to 10.",
        ),
        (
            lambda name: env.integer(name, 5, least=1, most=10),
            "٣",
            "is '٣'; it takes a whole number from 1 to 10.",
        ),
        (env.field_keys, "", "is not set. See the configuration table in README.md."),
        (env.field_keys, STANDARD, KEYS_LOOK),
        (env.field_keys, f"a:{STANDARD},", KEYS_LOOK),
        (env.field_keys, f":{STANDARD}", KEYS_LOOK),
        (env.field_keys, f"a b:{STANDARD}", KEYS_LOOK),
        (env.field_keys, "a:c2hvcnQ=", KEYS_LOOK),
        (env.field_keys, f"a:{'ä' * 43}", KEYS_LOOK),
        (env.field_keys, f"a:{STANDARD},a:{URL_SAFE}", "names an id or a key twice."),
        (env.field_keys, f"a:{STANDARD},b:{STANDARD}", "names an id or a key twice."),
        (env.networks, "10.1.0.1/16", "holds '10.1.0.1/16'; it takes networks like 10.1.0.0/16,fd00::/8"),
        (env.networks, "home", "holds 'home'; it takes networks like 10.1.0.0/16,fd00::/8"),
        (env.secret, "short", "is too short; give it at least 50 random characters."),
        (env.redis, "http://cache", "must begin with redis://, rediss:// or unix://"),
        (env.redis, "", "is not set. See the configuration table in README.md."),
        (
            env.postgres,
            "postgresql://localhost/jenifer",
            "must name a user and a database: postgresql://user:password@host/database",
        ),
        (
            env.email,
            "mail.example",
            "must look like smtp://user:password@host:port (or smtp+tls://, smtps://)",
        ),
        (env.email, "smtp://", "must look like smtp://user:password@host:port (or smtp+tls://, smtps://)"),
        (
            env.email,
            "smtp://mail:x",
            "must look like smtp://user:password@host:port (or smtp+tls://, smtps://)",
        ),
        (
            env.email,
            "smtp://mail:99999",
            "must look like smtp://user:password@host:port (or smtp+tls://, smtps://)",
        ),
    ],
)
def test_reader_refuses_nonsense_by_name(given, read, value, sentence):
    given(value)
    with pytest.raises(env.SettingError) as refused:
        read(NAME)
    assert str(refused.value) == f"{NAME} {sentence}"


def test_postgres_address_that_is_none_is_refused_by_name(given):
    given("://nonsense")
    with pytest.raises(env.SettingError, match=f"^{NAME} is not a PostgreSQL address: "):
        env.postgres(NAME)


def test_refusal_does_not_repeat_a_password(given):
    given("postgresql://ana:s3cret@host:port/db?nonsense=1")
    with pytest.raises(env.SettingError) as refused:
        env.postgres(NAME)
    assert "s3cret" not in str(refused.value)


def test_postgres_address_becomes_djangos_parts(given):
    given("postgresql://ana:s3cret@db.test:5433/jenifer?sslmode=require")
    assert env.postgres(NAME) == {
        "NAME": "jenifer",
        "USER": "ana",
        "PASSWORD": "s3cret",
        "HOST": "db.test",
        "PORT": "5433",
        "OPTIONS": {"connect_timeout": "5", "sslmode": "require"},
    }


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("redis://cache:6379/0", "redis://cache:6379/0"),
        ("unix:///run/valkey.sock?db=2", "redis+socket:///run/valkey.sock?virtual_host=2"),
        ("unix:///run/valkey.sock", "redis+socket:///run/valkey.sock?virtual_host=0"),
    ],
)
def test_broker_is_the_same_server_as_kombu_spells_it(address, expected):
    assert env.broker(address) == expected


@pytest.mark.parametrize(
    ("address", "port", "tls", "ssl"),
    [
        ("smtp://mail.test", 25, False, False),
        ("smtp+tls://mail.test", 587, True, False),
        ("smtps://mail.test", 465, False, True),
        ("smtp+tls://mail.test:2525", 2525, True, False),
    ],
)
def test_mail_address_becomes_a_mailers_options(given, address, port, tls, ssl):
    given(address)
    assert env.email(NAME) == {
        "host": "mail.test",
        "port": port,
        "username": "",
        "password": "",
        "use_tls": tls,
        "use_ssl": ssl,
    }


def test_mail_password_may_hold_any_character(given):
    given("smtp+tls://ana%40acme.test:p%2Fw%3Ard@mail.test")
    options = env.email(NAME) or {}
    assert (options["username"], options["password"]) == ("ana@acme.test", "p/w:rd")


def test_client_of_a_provider_is_whole_or_not_there(monkeypatch):
    assert env.oauth_client("ELSEWHERE") is None
    monkeypatch.setenv("ELSEWHERE_CLIENT_ID", "us")
    with pytest.raises(env.SettingError, match=r"^ELSEWHERE_CLIENT_SECRET is not set"):
        env.oauth_client("ELSEWHERE")
    monkeypatch.setenv("ELSEWHERE_CLIENT_SECRET", "secret")
    assert env.oauth_client("ELSEWHERE") == {"client_id": "us", "secret": "secret"}
