"""Staff for tests: people of an organization of their own, made staff as the command does it."""

from typing import Any
from uuid import UUID

from django.db import connections
from django.test import Client

from jenifer.principal import acting_as
from jenifer.tests.clients import client_of
from jenifer.tests.factories import Tenant, make_tenant
from orgs.models import User
