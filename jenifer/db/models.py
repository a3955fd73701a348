"""Base of all our tables: an id, times kept by the database, and a wall nobody has to remember."""

import uuid
from typing import Any, ClassVar

from django.db import models
from django.db.models.functions import UUID4
from django.db.models.signals import class_prepared
from django.dispatch import receiver

from jenifer.db.fields import ShapedJSONField, now
from jenifer.db.secrets import SealedCheck, SecretField
from jenifer.db.shapes import ShapeCheck
from jenifer.db.wall import RowSecurity, SameTenant, TenantKey, Trigger, everyone_in_tenant


class Base(models.Model):
    """A table of ours. `wall` says who may do what (see RowSecurity).

    `is_audited` logs every change, `is_audited_for_staff` what staff do in a customer's organization.
    """

    wall: ClassVar[dict[str, str]] = everyone_in_tenant()
    is_audited: ClassVar[bool] = False
    is_audited_for_staff: ClassVar[bool] = False

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, db_default=UUID4(), editable=False)
    created_at = now(editable=False)

    class Meta:
        abstract = True


class Touched(models.Model):
    """A table whose changes leave their time, by trigger."""

    updated_at = now(editable=False)

    class Meta:
        abstract = True


class TenantModel(Base):
    """A table of one organization's rows; the database fills in whose."""

    org = models.ForeignKey(
        "orgs.Organization",
        models.DB_CASCADE,
        related_name="+",
        db_index=False,  # TenantKey's index begins with it
        editable=False,
        db_default=models.Func(function="app.member_org", output_field=models.UUIDField()),
    )

    class Meta:
        abstract = True


@receiver(class_prepared)
def raise_the_wall(sender: Any, **kwargs: Any) -> None:
    """Give every table its row security, value lists, JSON shapes, triggers and tenant-safe references."""
    meta = sender._meta
    if not issubclass(sender, Base) or meta.abstract or meta.proxy:
        return
    meta.constraints = [*meta.constraints, *_rules(sender)]
    meta.original_attrs["constraints"] = meta.constraints  # what makemigrations compares


def _rules(model: Any) -> list[models.BaseConstraint]:
    meta, table = model._meta, model._meta.db_table
    rules: list[models.BaseConstraint] = [RowSecurity(name=f"{table}_wall", **model.wall)]
    rules += [_value_list(table, field) for field in meta.local_fields if field.choices]
    rules += [
        ShapeCheck(name=f"{table}_{field.column}_shape", field=field.name, shape=field.shape)
        for field in meta.local_fields
        if isinstance(field, ShapedJSONField)
    ]
    rules += [
        SealedCheck(name=f"{table}_{field.column}_sealed", field=field.name)
        for field in meta.local_fields
        if isinstance(field, SecretField)
    ]
    if issubclass(model, Touched):
        rules.append(Trigger(name=f"{table}_updated_at", when="BEFORE UPDATE", call="app.touch()"))
    if model.is_audited:
        rules.append(
            Trigger(name=f"{table}_audit", when="AFTER INSERT OR UPDATE OR DELETE", call="app.audit()")
        )
    if model.is_audited_for_staff:
        rules.append(
            Trigger(
                name=f"{table}_staff_audit",
                when="AFTER INSERT OR UPDATE OR DELETE",
                call="app.audit()",
                condition="app.entry_id() IS NOT NULL",
            )
        )
    if issubclass(model, TenantModel):
        rules += _tenant_rules(table, meta.local_fields)
    return rules


def _value_list(table: str, field: Any) -> models.CheckConstraint:
    values = [value for value, _ in field.flatchoices] + ([""] if field.blank else [])
    condition = models.Q(**{f"{field.name}__in": sorted(values)})
    return models.CheckConstraint(name=f"{table}_{field.column}_values", condition=condition)


def _tenant_rules(table: str, fields: Any) -> list[models.BaseConstraint]:
    references = [field for field in fields if field.many_to_one or field.one_to_one]
    return [
        TenantKey(fields=["org", "id"], name=f"{table}_org_id_key"),
        *(
            SameTenant(name=f"{table}_{field.column}_same_org", field=field.name)
            for field in references
            if field.name != "org" and _has_tenant(field.remote_field.model)
        ),
    ]


def _has_tenant(target: Any) -> bool:
    """Whether a reference leads to a tenant's row; one given as a string always does."""
    return isinstance(target, str) or hasattr(target, "org")
