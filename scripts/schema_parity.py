"""Compare a freshly migrated database with the schema document, where its checker lies beside the project."""

import os
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import psycopg

from jenifer.embedded import TEST_HOME, running, superuser_dsn

PROJECT = Path(__file__).resolve().parents[1]
CHECKER = PROJECT.parent / "shared/checks/schema_parity.py"
DATABASE = "schema_parity"


def main() -> int:
    if not CHECKER.exists():
        return 0
    with running(TEST_HOME, is_test=True) as environment:
        superuser = superuser_dsn(TEST_HOME)
        with psycopg.connect(superuser, autocommit=True) as connection:
            connection.execute(f"DROP DATABASE IF EXISTS {DATABASE}")
            connection.execute(f"CREATE DATABASE {DATABASE} OWNER jenifer_owner")
            try:
                return _compare(environment, superuser)
            finally:
                connection.execute(f"DROP DATABASE {DATABASE}")


def _compare(environment: dict[str, str], superuser: str) -> int:
    fresh = {name: _in_database(environment[name]) for name in ("DATABASE_URL", "DATABASE_OWNER_URL")}
    migrate = [sys.executable, str(PROJECT / "manage.py"), "migrate", "-v0"]
    subprocess.run(migrate, env=os.environ | environment | fresh, check=True)
    return subprocess.run([sys.executable, str(CHECKER), _in_database(superuser)], check=False).returncode


def _in_database(address: str) -> str:
    return urlsplit(address)._replace(path=f"/{DATABASE}").geturl()


if __name__ == "__main__":
    sys.exit(main())
