import os

import pytest
from hypothesis import given
from hypothesis import strategies as st

from jenifer.sealing import BrokenSealError, SealError, UnknownKeyError, seal, unseal

OLD, NEW = os.urandom(32), os.urandom(32)
KEYS = {"new": NEW, "old": OLD}
PLACE = "integrations.access_token.1"
BASE64 = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/="


@given(st.text(st.characters(exclude_categories=["Cs"])), st.text(max_size=60))
def test_a_seal_opens_in_its_place(text, place):
    assert unseal(seal(text, place, KEYS), place, KEYS) == text


def test_nothing_stays_nothing():
    assert (seal("", PLACE, KEYS), unseal("", PLACE, KEYS)) == ("", "")


def test_the_first_key_seals_and_all_open():
    kept = seal("word", PLACE, {"old": OLD})
    assert seal("word", PLACE, KEYS).startswith("v1:new:")
    assert unseal(kept, PLACE, KEYS) == "word"


def test_the_same_text_is_never_sealed_alike():
    assert seal("word", PLACE, KEYS) != seal("word", PLACE, KEYS)


@pytest.mark.parametrize(
    "place", ["integrations.access_token.2", "integrations.refresh_token.1", "others.access_token.1", ""]
)
def test_a_seal_does_not_open_elsewhere(place):
    with pytest.raises(BrokenSealError):
        unseal(seal("word", PLACE, KEYS), place, KEYS)


@pytest.mark.parametrize("keys", [{"new": OLD}, {"new": bytes(32)}])
def test_another_key_of_the_same_name_does_not_open(keys):
    with pytest.raises(BrokenSealError, match="was changed after it was sealed"):
        unseal(seal("word", PLACE, KEYS), PLACE, keys)


def test_a_key_that_is_gone_is_said():
    with pytest.raises(UnknownKeyError, match="by a key that FIELD_KEYS does not hold"):
        unseal(seal("word", PLACE, KEYS), PLACE, {"old": OLD})


@given(st.integers(0), st.integers(1, len(BASE64) - 1))
def test_no_changed_character_goes_unnoticed(place, step):
    sealed = seal("a word of some length", PLACE, KEYS)
    at = place % len(sealed)
    other = BASE64[(BASE64.find(sealed[at]) + step) % len(BASE64)]
    with pytest.raises(SealError):
        unseal(sealed[:at] + other + sealed[at + 1 :], PLACE, KEYS)


@given(st.text(min_size=1))
def test_what_was_never_sealed_is_not_returned(text):
    with pytest.raises(SealError):
        unseal(text, PLACE, KEYS)
    with pytest.raises(SealError):
        unseal(f"v1:new:{text}", PLACE, KEYS)


def test_no_cut_seal_opens():
    sealed = seal("word", PLACE, KEYS)
    for length in range(1, len(sealed)):
        with pytest.raises(SealError):
            unseal(sealed[:length], PLACE, KEYS)


def test_the_message_holds_nothing_of_the_value():
    sealed = seal("word", PLACE, KEYS)
    with pytest.raises(SealError) as found:
        unseal(sealed + "A", PLACE, KEYS)
    assert str(found.value) == f"{PLACE} was changed after it was sealed."
    assert found.value.__cause__ is None
