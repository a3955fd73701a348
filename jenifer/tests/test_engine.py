"""The engine binds the principal wherever a statement runs, and nothing of it outlives the transaction."""

import pytest
from django.contrib.contenttypes.models import ContentType
from django.db import OperationalError, connection, transaction

from jenifer.principal import ANONYMOUS, Principal, acting_as, on_behalf_of, scope
from jenifer.tests.catalogue.attempts import connect

ADA = "00000000-0000-4000-8000-0000000000aa"
BOB = "00000000-0000-4000-8000-0000000000bb"


def bound(name: str = "user_id") -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT coalesce(current_setting(%s, true), '')", [f"app.{name}"])
        return cursor.fetchone()[0]


@pytest.mark.django_db(transaction=True, databases=["default", "owner"])
class TestAutocommit:
    def test_principal_is_bound_to_the_single_statement(self) -> None:
        with acting_as(ADA):
            assert bound() == ADA
        assert bound() == ""

    def test_every_part_of_the_principal_is_bound(self) -> None:
        principal = Principal(ADA, BOB, ADA, "192.0.2.1", "Browser 1.0")
        with scope(principal):
            assert tuple(bound(name) for name in Principal._fields) == principal

    def test_nothing_stays_on_the_connection_after_an_error(self) -> None:
        with acting_as(ADA), pytest.raises(Exception, match="division by zero"):
            connection.cursor().execute("SELECT 1/0")
        with connection.connection.cursor() as raw:
            raw.execute("SELECT current_setting('app.user_id', true)")
            assert raw.fetchone()[0] in (None, "")

    def test_a_lost_connection_is_djangos_error_and_replaced(self) -> None:
        """The binding finds out first; its error must not pass by whoever expects Django's."""
        with acting_as(ADA):
            self._lose()
            with pytest.raises(OperationalError):
                bound()
            connection.close_if_unusable_or_obsolete()
            assert bound() == ADA

    def test_a_connection_lost_within_a_transaction_is_replaced_after_it(self) -> None:
        with acting_as(ADA):
            with pytest.raises(OperationalError), transaction.atomic():
                self._lose_after_binding()
            assert bound() == ADA

    def _lose_after_binding(self) -> None:
        assert bound() == ADA
        self._lose()
        bound()

    def _lose(self) -> None:
        connection.ensure_connection()
        with connect("default") as other:
            other.execute("SELECT pg_terminate_backend(%s)", [connection.connection.info.backend_pid])

    def test_a_streaming_cursor_is_read_as_its_principal(self) -> None:
        with acting_as(ADA):
            seen = ContentType.objects.extra(select={"who": "current_setting('app.user_id')"})
            assert {row.who for row in seen.iterator(chunk_size=2)} == {ADA}

    def test_manual_transactions_are_bound_again_after_each_commit_and_rollback(self) -> None:
        connection.set_autocommit(False)
        try:
            with acting_as(ADA):
                assert bound() == ADA
                connection.commit()
                assert bound() == ADA
                connection.rollback()
                assert bound() == ADA
        finally:
            connection.rollback()
            connection.set_autocommit(True)

    def test_a_new_connection_is_bound_again(self) -> None:
        with acting_as(ADA):
            assert bound() == ADA
            connection.close()
            assert bound() == ADA


@pytest.mark.django_db
class TestTransaction:
    def test_a_change_of_principal_is_bound_at_the_next_statement(self) -> None:
        with acting_as(ADA):
            assert bound() == ADA
            with acting_as(BOB), on_behalf_of(ADA):
                assert (bound(), bound("acting_for")) == (BOB, ADA)
            assert (bound(), bound("acting_for")) == (ADA, "")
        assert bound() == ""

    def test_a_rolled_back_savepoint_takes_no_principal_with_it(self) -> None:
        with acting_as(ADA):
            assert bound() == ADA
        with acting_as(BOB):
            with transaction.atomic():
                assert bound() == BOB
                transaction.set_rollback(True)
            assert bound() == BOB  # the rollback had brought Ada back
        assert bound() == ""

    def test_a_released_savepoint_keeps_the_principal_of_now(self) -> None:
        with acting_as(ADA), transaction.atomic():
            assert bound() == ADA
        with scope(ANONYMOUS):
            assert bound() == ""

    def test_nobody_is_bound_as_nobody(self) -> None:
        assert [bound(name) for name in Principal._fields] == [""] * len(Principal._fields)
