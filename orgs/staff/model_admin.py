"""What all our models have in common on the staff site. What staff may do with a table, its wall says."""

from typing import Any, cast

from django.db import models
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils.translation import gettext as _
from unfold.admin import ModelAdmin

from jenifer.db.fields import ShapedJSONField
from orgs.models import User
from orgs.staff.json_fields import ShapedFormField
from orgs.staff.requests import StaffRequest

BOOKKEEPING = ("id", "created_at", "updated_at")
# Never on a page: secrets, hashes of secrets, cursors that are as good as one.
SECRETS = {"password", "token", "access_token", "refresh_token", "sync_cursor", "sync_token", "page_token"}
# Who a row says it is from: staff are nobody's colleague, so the organization's own worker stands there.
AUTHOR = "created_by"


class TenantAdmin(ModelAdmin):
    """Rows of the organization that staff are in. Deleting is left to what has no `deleted_at` to set."""

    is_global = False
    is_read_only = False
    hidden: tuple[str, ...] = ()
    actions = None  # one row at a time, each for a reason
    show_full_result_count = False
    ordering: Any = ("-created_at",)
    list_filter_submit = True
    list_per_page = 50
    warn_unsaved_form = True

    # --- rights: the wall's

    def _may(self, command: str) -> bool:
        return not self.is_read_only and command in self.model.wall

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return True

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may("insert")

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may("update")

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        return self._may("delete") and not hasattr(self.model, "deleted_at")

    # --- rows and columns

    def get_queryset(self, request: HttpRequest) -> models.QuerySet:
        heavy = [name for name in self.hidden if name in self._columns()]
        return super().get_queryset(request).defer(*heavy)

    def get_list_select_related(self, request: HttpRequest) -> Any:
        """Every reference that the list names, optional ones too, which Django would fetch row by row."""
        columns = self._columns()
        return [
            name for name in self.get_list_display(request) if name in columns and columns[name].is_relation
        ]

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        kept = [*BOOKKEEPING, "org", AUTHOR]
        return [
            *super().get_readonly_fields(request, obj),
            *(name for name in kept if name in self._columns()),
        ]

    def get_exclude(self, request: HttpRequest, obj: Any = None) -> Any:
        return [*SECRETS & self._columns().keys(), *self.hidden]

    def lookup_allowed(self, lookup: str, value: str, request: HttpRequest) -> bool:
        """What is on no page answers no filter either: "begins with" reads a hash letter by letter."""
        is_hidden = lookup.partition("__")[0] in self.get_exclude(request)
        return not is_hidden and super().lookup_allowed(lookup, value, request)

    def get_autocomplete_fields(self, request: HttpRequest) -> Any:
        return [name for name, column in self._columns().items() if column.is_relation and name != "org"]

    def _columns(self) -> dict[str, Any]:
        return {column.name: column for column in self.model._meta.local_concrete_fields}

    # --- fields

    def formfield_for_dbfield(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        if isinstance(db_field, ShapedJSONField):
            field = super().formfield_for_dbfield(db_field, request, **kwargs)
            return ShapedFormField(column=db_field, label=field.label, widget=field.widget)
        field = super().formfield_for_dbfield(db_field, request, **kwargs)
        if isinstance(db_field, models.DateTimeField) and field is not None:
            _name_halves(field)
        return field

    def formfield_for_foreignkey(self, db_field: Any, request: Any, **kwargs: Any) -> Any:
        if db_field.remote_field.model is User:  # one's own row is seen here too
            kwargs["queryset"] = User.objects.filter(org_id=_organization(request))
        return super().formfield_for_foreignkey(db_field, request, **kwargs)

    def save_model(self, request: HttpRequest, obj: Any, form: Any, change: bool) -> None:
        if not change and AUTHOR in self._columns():
            obj.created_by = User.objects.get(org_id=_organization(request), is_system=True)
        super().save_model(request, obj, form, change)

    # --- the log of changes is the customer's, written by the database; Django's own log is not used

    def log_addition(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """The database has written it."""

    def log_change(self, request: HttpRequest, obj: Any, message: Any) -> Any:
        """The database has written it."""

    def log_deletions(self, request: HttpRequest, queryset: Any) -> Any:
        """The database has written it."""

    def history_view(self, request: HttpRequest, object_id: str, extra_context: Any = None) -> HttpResponse:
        if self.get_object(request, object_id) is None:
            raise Http404
        log = reverse("admin:orgs_auditlog_changelist")
        return HttpResponseRedirect(f"{log}?entity_id={object_id}")

    def _get_obj_does_not_exist_redirect(self, request: Any, opts: Any, object_id: Any) -> Any:
        raise Http404


def _name_halves(field: Any) -> None:
    """A moment is two inputs under one label: each says which half it is."""
    for half, word in zip(field.widget.widgets, (_("date"), _("time")), strict=True):
        half.attrs["aria-label"] = f"{field.label}: {word}"


def _organization(request: HttpRequest) -> Any:
    entry = cast(StaffRequest, request).staff_entry
    return entry.org_id if entry else None
