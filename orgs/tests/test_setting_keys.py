"""No setting without a field, a reader and an effect."""

from collections.abc import Iterator
from typing import Any

import pytest

from jenifer.tests.clients import client_of
from jenifer.tests.factories import make_tenant
from jenifer.tests.setting_flips import FLIPS, LATER
from orgs.shapes import AI_SETTINGS_DEFAULT, ORGANIZATION_SETTINGS_AT_FIRST, USER_PREFERENCES_DEFAULT

DEFAULTS = {
    "preferences": USER_PREFERENCES_DEFAULT,
    "settings": ORGANIZATION_SETTINGS_AT_FIRST,
    "ai_settings": AI_SETTINGS_DEFAULT,
}


def keys(value: Any, path: str = "") -> Iterator[str]:
    if not isinstance(value, dict):
        yield path
        return
    for name, part in value.items():
        yield from keys(part, f"{path}.{name}" if path else name)


def test_every_key_has_its_row() -> None:
    assert {*FLIPS, *LATER} == set(keys(DEFAULTS))


@pytest.mark.django_db
@pytest.mark.parametrize("key", FLIPS)
def test_key_flipped_on_its_page_changes_what_happens(key: str) -> None:
    flip, tenant = FLIPS[key], make_tenant()
    before = flip.look(tenant)
    client = client_of(tenant.admin)
    form = client.get(flip.page).context["form"]
    shown = {field.name: field.value() for field in form}
    sent = {name: value for name, value in (shown | flip.fields).items() if value not in (None, False)}
    assert client.post(flip.page, sent).status_code == 302
    assert (before, flip.look(tenant)) == (flip.before, flip.after)
