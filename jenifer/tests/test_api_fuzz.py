"""The API as its document describes it: whatever is sent, answers keep to it, and stay in their organization."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
import schemathesis
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, transaction
from django.test import override_settings
from hypothesis import HealthCheck, settings
from schemathesis.checks import not_a_server_error
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from jenifer.tests.visitors import NAME, World, make_world
from orgs.tests.api_clients import make_token

schema = schemathesis.openapi.from_wsgi("/api/v1/schema.json", WSGIHandler())
CHECKS = [
    not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
IS_THOROUGH = settings().max_examples > 1000
schema.config.phases.coverage.enabled = IS_THOROUGH  # every boundary of every parameter, one by one
EXAMPLES = settings(max_examples=100 if IS_THOROUGH else 8, suppress_health_check=list(HealthCheck))

NOWHERE: dict[str, str] = {}

# The client leaves a file that it has read to the garbage collector.
pytestmark = pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")


@dataclass(frozen=True, slots=True)
class House:
    """An organization with something in it, the ids of that, and its admin's token."""

    world: World
    token_id: str
    key: str

    def ids(self) -> dict[str, str]:
        return self.world.ids | {"token_id": self.token_id}


@pytest.fixture(scope="module")
def houses(
    django_db_setup: None, django_db_blocker: Any, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[House, House]]:
    """Made once: what an example does is undone after it."""
    signals = (request_started, request_finished)
    for signal in signals:  # the transaction around all of it stays open, as with Django's own test client
        signal.disconnect(close_old_connections)
    media = override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media"))
    with media, django_db_blocker.unblock(), transaction.atomic():
        yield make_house(), make_house()
        transaction.set_rollback(True)
    for signal in signals:
        signal.connect(close_old_connections)


def make_house() -> House:
    world = make_world()
    token, key = make_token(world.tenant.admin)
    return House(world, str(token.pk), key)


@pytest.fixture(autouse=True)
def roomy(settings: Any) -> None:
    settings.API_REQUESTS_PER_MINUTE = 1_000_000


@schema.parametrize()
@EXAMPLES
def test_answer_is_what_the_document_says(
    case: schemathesis.Case, houses: Any, django_db_blocker: Any
) -> None:
    """Each example as two organizations' admins, with ids that lead nowhere, to their own and to the other's."""
    with django_db_blocker.unblock():
        for one, other in (houses, houses[::-1]):
            for ids in (NOWHERE, one.ids(), other.ids()):
                case.path_parameters = dict(case.path_parameters or {}) | {
                    name: ids[name] for name in case.path_parameters or {} if name in ids
                }
                ask(case, one, is_foreign=ids == other.ids() and bool(case.path_parameters))


def ask(case: schemathesis.Case, house: House, *, is_foreign: bool) -> None:
    with transaction.atomic():
        response = case.call(headers={"Authorization": f"Bearer {house.key}"})
        transaction.set_rollback(True)
    case.validate_response(response, checks=CHECKS)
    if is_foreign and case.method != "OPTIONS":  # tells of the address, not of the row
        assert response.status_code >= 400
        assert NAME.encode() not in response.content
