"""A database of an earlier version, with people in it, becomes one of this version."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from urllib.parse import urlsplit, urlunsplit

import psycopg
import pytest

from jenifer.tests.catalogue.attempts import Ways

# The last migrations before the front of house.
GROUND_FLOOR = [
    ("orgs", "0003_seed"),
    ("executives", "0001_initial"),
    ("scheduling", "0001_initial"),
    ("tasks", "0001_initial"),
    ("approvals", "0002_initial"),
    ("integrations", "0001_initial"),
    ("ai_engine", "0001_initial"),
]
TO_THE_GROUND_FLOOR = f"""
import django
django.setup()
from django.db import connections
from django.db.migrations.executor import MigrationExecutor
MigrationExecutor(connections["owner"]).migrate({GROUND_FLOOR})
"""
SOMEBODY = """
WITH org AS (INSERT INTO organizations (name, slug) VALUES ('Halden', 'halden') RETURNING id)
INSERT INTO users (org_id, email, password) SELECT id, 'maya@halden.example', '!' FROM org
"""


@pytest.fixture
def earlier(ways: Ways) -> Iterator[dict[str, str]]:
    """The environment of a database of its own."""
    name = f"{ways.owner.info.dbname}_earlier"
    ways.owner.execute(f'CREATE DATABASE "{name}"')
    urls = {key: _on(name, os.environ[key]) for key in ("DATABASE_URL", "DATABASE_OWNER_URL")}
    yield urls | {"DJANGO_SETTINGS_MODULE": "jenifer.settings"}
    ways.owner.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def _on(name: str, url: str) -> str:
    return urlunsplit(urlsplit(url)._replace(path=f"/{name}"))


def test_an_earlier_database_with_people_in_it_is_brought_up_to_date(earlier: dict[str, str]) -> None:
    _run(earlier, "-c", TO_THE_GROUND_FLOOR)
    with psycopg.connect(earlier["DATABASE_OWNER_URL"], autocommit=True) as owner:
        owner.execute(SOMEBODY)
        _run(earlier, "manage.py", "migrate", "--no-input", "--verbosity=0")
        preferences = owner.execute("SELECT preferences::text FROM users WHERE NOT is_system").fetchone()
        assert preferences is not None
        widgets = json.loads(preferences[0])["dashboard"]["widgets"]
        assert widgets == ["insights", "meetings", "approvals", "tasks", "key_dates"]


def _run(environment: dict[str, str], *python: str) -> None:
    done = subprocess.run(
        [sys.executable, *python], env=os.environ | environment, capture_output=True, text=True, timeout=300
    )
    assert done.returncode == 0, done.stderr
