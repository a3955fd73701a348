"""A text column that is encrypted before it reaches the database, and shown only where it is asked for."""

from typing import Any, Never

from django.conf import settings
from django.db import models
from django.db.models.query_utils import DeferredAttribute

from jenifer.db.wall import FieldRule
from jenifer.sealing import VERSION, seal, unseal

HIDDEN = "•••"


class Sealed(str):
    """A value as the column holds it."""

    __slots__ = ()

    def __repr__(self) -> str:
        return "Sealed(…)" if self else "Sealed('')"


class Secret:
    """What the attribute of a row gives: true when there is anything, a text only by `reveal()`."""

    __slots__ = ("_place", "_value")

    def __init__(self, value: str, place: str = "") -> None:
        """A plain text; or, with the place where it was found, a sealed one."""
        self._value, self._place = value, place

    def reveal(self) -> str:
        """Raises SealError when it was not sealed for the place where it was found."""
        return unseal(self._value, self._place, settings.FIELD_KEYS) if self._place else self._value

    def sealed_for(self, place: str) -> Sealed:
        if self._place == place:
            return Sealed(self._value)
        return Sealed(seal(self.reveal(), place, settings.FIELD_KEYS))

    def __bool__(self) -> bool:
        return bool(self._value)

    def __repr__(self) -> str:
        return f"Secret({HIDDEN})" if self else "Secret('')"

    def __str__(self) -> str:
        return HIDDEN if self else ""

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Secret) and self.reveal() == other.reveal()

    __hash__ = None  # type: ignore[assignment]  # equality opens seals, and a hash would have to

    def __deepcopy__(self, memo: Any) -> "Secret":
        return self

    def __reduce__(self) -> Never:
        raise TypeError("A secret is not written down: save its row, and read it from there.")


class SecretAttribute(DeferredAttribute):
    """Of a row: a text that is set is a secret from then on; one from the database stays sealed until asked."""

    field: "SecretField"

    def __get__(self, instance: Any, owner: Any = None) -> Any:
        value = super().__get__(instance, owner)
        if isinstance(value, Sealed):
            return Secret(value, self.field.place_of(instance.pk)) if value else Secret("")
        return value

    def __set__(self, instance: Any, value: Any) -> None:
        if not isinstance(value, Sealed | Secret):
            value = Secret(value or "")
        instance.__dict__[self.field.attname] = value


class SecretField(models.TextField):
    """Migrations see a plain text column; its CHECK reaches them as SealedCheck (jenifer.db.models).

    Only rows are written: `update()` and `filter()` do not know for which row a text would be sealed.
    """

    descriptor_class = SecretAttribute
    # What django-stubs takes for the type of the rows' attribute.
    _pyi_private_set_type: str | Secret  # type: ignore[assignment]
    _pyi_private_get_type: Secret  # type: ignore[assignment]

    def __init__(self, **options: Any) -> None:
        super().__init__(**options | {"blank": True, "default": "", "db_default": "", "editable": False})

    def place_of(self, row_id: Any) -> str:
        return f"{self.model._meta.db_table}.{self.column}.{row_id}"

    def from_db_value(self, value: str | None, expression: Any, connection: Any) -> Sealed | None:
        return None if value is None else Sealed(value)

    def pre_save(self, model_instance: Any, add: bool) -> Sealed:
        sealed = getattr(model_instance, self.attname).sealed_for(self.place_of(model_instance.pk))
        setattr(model_instance, self.attname, sealed)
        return sealed

    def get_prep_value(self, value: Any) -> Any:
        if value and isinstance(value, str) and not isinstance(value, Sealed):
            raise TypeError(f"{self.name} is sealed for its row: set it there and save the row.")
        if isinstance(value, Secret):
            raise TypeError(f"{self.name} is a secret: set it on its row and save the row.")
        return None if value is None else str(value)

    def to_python(self, value: Any) -> Any:
        """Validation of a row passes a secret through."""
        return value if isinstance(value, Secret) else super().to_python(value)

    def value_to_string(self, obj: Any) -> str:
        """Dumps and serializers leave it out."""
        return ""

    def deconstruct(self) -> Any:
        name, _, args, kwargs = super().deconstruct()
        kwargs.pop("editable", None)
        return name, "django.db.models.TextField", args, kwargs

    def clone(self) -> Any:
        _, _, args, kwargs = self.deconstruct()
        return models.TextField(*args, **kwargs)


class SealedCheck(FieldRule):
    """The database takes nothing into a secret column that does not look sealed."""

    def up(self, model: Any, editor: Any) -> Any:
        return self._statement(
            model,
            editor,
            "ALTER TABLE %(table)s ADD CONSTRAINT %(name)s"
            " CHECK (%(column)s = '' OR starts_with(%(column)s, '%(version)s:'))",
            column=editor.quote_name(model._meta.get_field(self.field).column),
            version=VERSION,
        )

    def remove_sql(self, model: Any, schema_editor: Any) -> Any:
        return self._statement(model, schema_editor, "ALTER TABLE %(table)s DROP CONSTRAINT %(name)s")
