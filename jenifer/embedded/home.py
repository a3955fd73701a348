"""The directory an embedded PostgreSQL and Valkey live in: its rights, secrets, sockets and locks."""

import fcntl
import json
import os
import pwd
import re
import secrets
import shutil
import stat
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path

LONGEST_SOCKET_PATH = 107  # bytes in sockaddr_un.sun_path, without the closing NUL
LONGEST_SOCKET_NAME = ".s.PGSQL.5432"
SECRET_NAMES = ("postgres", "jenifer_owner", "jenifer_app", "secret_key", "vapid_key", "field_key")
KEYS_OF_32_BYTES = ("vapid_key", "field_key")
CAP_DAC_OVERRIDE, CAP_DAC_READ_SEARCH = 1, 2  # bits of CapEff, capabilities(7)


class EmbeddedError(Exception):
    """The embedded servers cannot serve here; the message tells a person why and what to do."""


@dataclass(frozen=True)
class Home:
    """`path` holds `pg/`, `valkey/`, `sockets/` and the file `secrets`; nobody but its owner may enter."""

    path: Path
    is_test: bool = False

    def prepare(self) -> None:
        self.path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        self.path.mkdir(mode=0o700, exist_ok=True)
        if self.path.stat().st_uid != os.geteuid():
            raise EmbeddedError(
                f"{self.path} belongs to user {self.path.stat().st_uid}, not to you ({os.geteuid()}):"
                " start as that user, or remove it."
            )
        self.path.chmod(0o700)
        self.own(self.sockets)
        self.own(self.valkey)

    @property
    def postgres(self) -> Path:
        return self.path / "pg"

    @property
    def valkey(self) -> Path:
        return self.path / "valkey"

    @cached_property
    def sockets(self) -> Path:
        """`sockets/`, or a private directory under /tmp where that path is too long for a socket or odd.

        Odd: libpq parts a host at commas, and Redis addresses are read in more than one way.
        """
        near = self.path / "sockets"
        is_short = len(str(near / LONGEST_SOCKET_NAME)) <= LONGEST_SOCKET_PATH
        if is_short and re.fullmatch(r"[A-Za-z0-9_./-]+", str(near)):
            return near
        if near.is_symlink() and _is_private(near.readlink()):
            return near.readlink()
        near.unlink(missing_ok=True)
        far = Path(tempfile.mkdtemp(prefix="jenifer-", dir="/tmp"))
        near.symlink_to(far)
        return far

    def remove_far_sockets(self) -> None:
        near = self.path / "sockets"
        if near.is_symlink():
            shutil.rmtree(near.readlink(), ignore_errors=True)
            near.unlink()

    @cached_property
    def secrets(self) -> dict[str, str]:
        """Random words, made once: the roles' passwords, Django's SECRET_KEY, the keys of web pushes and secrets."""
        file = self.path / "secrets"
        kept: dict[str, str] = json.loads(file.read_text()) if file.exists() else {}
        if missing := [name for name in SECRET_NAMES if name not in kept]:
            fresh = kept | {name: _random_word(name) for name in missing}
            unfinished = file.with_suffix(".new")
            unfinished.unlink(missing_ok=True)
            with open(os.open(unfinished, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as stream:
                json.dump(fresh, stream)
            unfinished.rename(file)
            return fresh
        return kept

    @contextmanager
    def locked(self) -> Iterator[None]:
        """One process at a time starts or stops the servers."""
        with open(self.path / "lock", "w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield

    @contextmanager
    def used(self) -> Iterator["Lease"]:
        """Hold a lease on the servers; the kernel takes it back from a process that is killed."""
        with open(self.path / "users", "w") as users:
            fcntl.flock(users, fcntl.LOCK_SH)
            yield Lease(users.fileno())

    def own(self, directory: Path) -> None:
        """Make `directory` and give it to the account that the servers run as."""
        directory.mkdir(mode=0o700, exist_ok=True)
        directory.chmod(0o700)
        if os.geteuid() == 0:
            nobody = pwd.getpwnam("nobody")
            os.chown(directory, nobody.pw_uid, nobody.pw_gid)


@dataclass(frozen=True)
class Lease:
    descriptor: int

    def is_last(self) -> bool:
        try:
            fcntl.flock(self.descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


def server_command(*command: str | Path) -> list[str]:
    """`command` as the servers run it. PostgreSQL refuses root, so root's servers run as nobody.

    They keep one capability, to pass through directories that only root may enter: the alternative is
    to open a person's /root to everyone.
    """
    plain = [str(part) for part in command]
    if os.geteuid() != 0:
        return plain
    setpriv = shutil.which("setpriv")
    if setpriv is None:
        raise EmbeddedError(
            "As root the embedded servers need setpriv: install util-linux, or use an ordinary user."
        )
    kept = f"-all,+{_passing_capability()}"
    identity = ["--reuid=nobody", "--regid=nogroup", "--clear-groups", "--no-new-privs"]
    # access(2) counts capabilities of another user than root only with this bit, and initdb asks it.
    kept_for_access = "--securebits=+no_setuid_fixup"
    sets = [f"--bounding-set={kept}", f"--inh-caps={kept}", f"--ambient-caps={kept}"]
    return [setpriv, *identity, kept_for_access, *sets, *plain]


def works_in(pid: int, directory: Path) -> bool:
    """Whether `pid` is a live process at home in `directory`: no zombie, no later owner of the number."""
    try:
        return Path(f"/proc/{pid}/cwd").samefile(directory)
    except (FileNotFoundError, PermissionError):
        return False


def _passing_capability() -> str:
    status = Path("/proc/self/status").read_text()
    effective = int(next(line.split()[1] for line in status.splitlines() if line.startswith("CapEff:")), 16)
    for bit, name in ((CAP_DAC_READ_SEARCH, "dac_read_search"), (CAP_DAC_OVERRIDE, "dac_override")):
        if effective >> bit & 1:
            return name
    raise EmbeddedError(
        "This root may not pass through closed directories: start as an ordinary user instead."
    )


def _random_word(name: str) -> str:
    return secrets.token_urlsafe(32 if name in KEYS_OF_32_BYTES else 48)


def _is_private(directory: Path) -> bool:
    if directory.is_symlink() or not directory.is_dir():
        return False
    found = directory.stat()
    trusted = {os.geteuid(), pwd.getpwnam("nobody").pw_uid} if os.geteuid() == 0 else {os.geteuid()}
    return found.st_uid in trusted and stat.S_IMODE(found.st_mode) == 0o700
