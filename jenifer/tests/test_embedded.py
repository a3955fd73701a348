import os
import re
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
import redis

from jenifer import embedded
from jenifer.embedded import EmbeddedError
from jenifer.embedded.home import Home, server_command

HOLD = "import sys; from pathlib import Path; from jenifer import embedded\n"
HOLD += "with embedded.running(Path(sys.argv[1]), is_test=True): print('up', flush=True); sys.stdin.read()"


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A home in a closed directory; its cluster is made once a module."""
    return tmp_path_factory.mktemp("home") / "embedded"


@pytest.fixture
def served(home: Path) -> Iterator[dict[str, str]]:
    with embedded.running(home, is_test=True) as addresses:
        yield addresses


def ask(dsn: str, question: str) -> list[tuple]:
    with psycopg.connect(dsn) as connection:
        return connection.execute(question).fetchall()


def server_pid(home: Path, name: str = "postgres") -> int:
    file = home / "pg" / "postmaster.pid" if name == "postgres" else home / "valkey" / "valkey.pid"
    return int(file.read_text().split("\n", 1)[0])


def is_alive(pid: int) -> bool:
    status = Path(f"/proc/{pid}/stat")
    return status.exists() and status.read_text().rsplit(") ", 1)[1][0] != "Z"


def hold(home: Path) -> "subprocess.Popen[str]":
    """Another process that uses the servers until its input closes."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, home], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "up\n"
    return process


def test_roles_have_no_more_rights_than_they_need(served: dict[str, str]) -> None:
    rows = ask(
        served["DATABASE_URL"],
        "SELECT rolname, rolcanlogin, rolcreatedb, rolsuper OR rolbypassrls OR rolcreaterole"
        " FROM pg_roles WHERE rolname LIKE 'jenifer_%' ORDER BY 1",
    )
    assert rows == [
        ("jenifer_app", True, False, False),
        ("jenifer_backup", False, False, False),
        ("jenifer_definer", False, False, False),
        ("jenifer_owner", True, True, False),
    ]


def test_addresses_log_in_as_app_and_owner(served: dict[str, str]) -> None:
    assert ask(served["DATABASE_URL"], "SELECT current_user") == [("jenifer_app",)]
    assert ask(served["DATABASE_OWNER_URL"], "SELECT current_user") == [("jenifer_owner",)]
    with redis.Redis.from_url(served["REDIS_URL"]) as client:
        assert client.ping()


def test_database_has_extensions_and_belongs_to_owner(served: dict[str, str]) -> None:
    extensions = "SELECT extname FROM pg_extension WHERE extname <> 'plpgsql' ORDER BY 1"
    assert ask(served["DATABASE_URL"], extensions) == [("pg_trgm",), ("vector",)]
    owner = "SELECT datdba::regrole::text FROM pg_database WHERE datname = current_database()"
    assert ask(served["DATABASE_URL"], owner) == [("jenifer_owner",)]


@pytest.mark.parametrize(
    "statement", ["CREATE TABLE t ()", "CREATE SCHEMA s", "CREATE TEMPORARY TABLE t ()", "CREATE DATABASE d"]
)
def test_app_may_make_nothing(served: dict[str, str], statement: str) -> None:
    with (
        psycopg.connect(served["DATABASE_URL"], autocommit=True) as connection,
        pytest.raises(psycopg.errors.InsufficientPrivilege),
    ):
        connection.execute(statement)


def test_app_statements_are_bounded(served: dict[str, str]) -> None:
    limits = "SELECT current_setting(name) FROM unnest(ARRAY['statement_timeout', 'lock_timeout',"
    limits += " 'idle_in_transaction_session_timeout']) name"
    assert ask(served["DATABASE_URL"], limits) == [("30s",), ("5s",), ("1min",)]


@pytest.mark.parametrize("role", ["jenifer_app", "postgres"])
def test_wrong_password_is_refused(served: dict[str, str], role: str) -> None:
    address = re.sub(r"//.*@", f"//{role}:wrong@", served["DATABASE_URL"])
    with pytest.raises(psycopg.OperationalError, match="password authentication failed"):
        psycopg.connect(address)


def test_home_is_closed_to_others(home: Path, served: dict[str, str]) -> None:
    def rights(path: Path) -> int:
        return stat.S_IMODE(path.stat().st_mode)

    assert [rights(home / name) for name in (".", "pg", "valkey", "sockets", "secrets")] == [
        0o700,
        0o700,
        0o700,
        0o700,
        0o600,
    ]
    assert rights(home.parent) == 0o700


def test_second_user_shares_servers_and_last_one_stops_them(home: Path) -> None:
    with embedded.running(home, is_test=True) as first:
        other = hold(home)
        pid = server_pid(home)
        with embedded.running(home, is_test=True) as again:
            assert again == first
    assert is_alive(pid)
    assert ask(first["DATABASE_URL"], "SELECT 1") == [(1,)]
    other.communicate()
    assert not is_alive(pid)


def test_servers_of_a_killed_process_are_adopted_and_stopped(home: Path) -> None:
    other = hold(home)
    other.kill()
    other.communicate()
    pids = server_pid(home), server_pid(home, "valkey")
    assert [is_alive(pid) for pid in pids] == [True, True]
    with embedded.running(home, is_test=True) as addresses:
        assert (server_pid(home), server_pid(home, "valkey")) == pids
        assert ask(addresses["DATABASE_URL"], "SELECT 1") == [(1,)]
    assert [is_alive(pid) for pid in pids] == [False, False]


def test_killed_servers_come_back(home: Path) -> None:
    other = hold(home)
    for name in ("postgres", "valkey"):
        os.kill(server_pid(home, name), signal.SIGKILL)
    with embedded.running(home, is_test=True) as addresses:
        assert ask(addresses["DATABASE_URL"], "SELECT 1") == [(1,)]
        with redis.Redis.from_url(addresses["REDIS_URL"]) as client:
            assert client.ping()
    other.communicate()


def test_pid_file_that_names_another_process_is_dropped(home: Path) -> None:
    with embedded.running(home, is_test=True):
        lines = (home / "pg" / "postmaster.pid").read_text().splitlines()
    (home / "pg" / "postmaster.pid").write_text("\n".join([str(os.getpid()), *lines[1:]]))
    with embedded.running(home, is_test=True) as addresses:
        assert ask(addresses["DATABASE_URL"], "SELECT 1") == [(1,)]


def test_sigterm_stops_the_servers(home: Path) -> None:
    other = hold(home)
    pid = server_pid(home)
    other.terminate()
    other.communicate()
    assert other.returncode == 128 + signal.SIGTERM
    assert not is_alive(pid)


def test_long_and_odd_path_is_served_from_a_private_socket_directory(tmp_path: Path) -> None:
    path = tmp_path / 'it\'s, a "home"' / ("long" * 25)
    with embedded.running(path, is_test=True) as addresses:
        assert ask(addresses["DATABASE_URL"], "SELECT 1") == [(1,)]
        with redis.Redis.from_url(addresses["REDIS_URL"]) as client:
            assert client.ping()
        sockets = (path / "sockets").readlink()
        assert stat.S_IMODE(sockets.stat().st_mode) == 0o700
    assert not sockets.exists()


def test_far_socket_directory_open_to_others_is_not_taken(tmp_path: Path) -> None:
    home = Home(tmp_path / ("long" * 25))
    home.prepare()
    found = home.sockets
    found.chmod(0o777)
    fresh = Home(home.path).sockets
    assert fresh != found
    home.remove_far_sockets()
    found.rmdir()


def test_home_of_another_user_is_refused(tmp_path: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root may give a directory away")
    os.chown(tmp_path, 12345, 12345)
    with pytest.raises(EmbeddedError, match="belongs to user 12345, not to you"):
        Home(tmp_path).prepare()


def test_some_addresses_without_the_others_are_refused(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    for name in embedded.ADDRESSES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("DATABASE_URL", "postgresql://app@db/jenifer")
    message = "DATABASE_URL set, but not DATABASE_OWNER_URL and REDIS_URL: set all three"
    with pytest.raises(EmbeddedError, match=message), embedded.provided(tmp_path / "none"):
        pass
    assert not (tmp_path / "none").exists()


def test_all_addresses_given_start_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in embedded.ADDRESSES:
        monkeypatch.setenv(name, "given")
    with embedded.provided(tmp_path / "none"):
        assert [os.environ[name] for name in embedded.ADDRESSES] == ["given"] * 3
    assert not (tmp_path / "none").exists()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root's servers change their account")
def test_servers_of_root_pass_closed_directories_as_an_ordinary_account(tmp_path: Path) -> None:
    file = tmp_path / "closed" / "file"
    file.parent.mkdir(mode=0o700)
    file.touch(mode=0o600)
    ask_kernel = (
        "import os, sys; print(os.geteuid() != 0, *(os.access(sys.argv[1], m) for m in (os.R_OK, os.W_OK)))"
    )
    command = server_command(sys.executable, "-c", ask_kernel, file)
    assert subprocess.check_output(command, text=True) == "True True False\n"
