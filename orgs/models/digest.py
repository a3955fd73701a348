from django.db import models

from orgs.models.sending import Sending, due_index


class Digest(Sending):
    """The agenda of one day, sent once: to `user`, or by them (the organization's worker) to an executive."""

    executive = models.ForeignKey(
        "executives.ExecutiveProfile", models.DB_CASCADE, null=True, blank=True, related_name="+"
    )
    day = models.DateField()

    class Meta:
        db_table = "digests"
        indexes = [due_index("idx_digests_due")]
        constraints = [
            models.UniqueConstraint(
                name="digests_once", fields=["user", "executive", "day"], nulls_distinct=False
            )
        ]

    def __str__(self) -> str:
        return f"{self.day}: {self.state}"
