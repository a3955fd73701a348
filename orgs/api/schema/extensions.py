"""How the OpenAPI document says what only we have. drf-spectacular knows each from its being imported."""

from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension, OpenApiSerializerFieldExtension


class TokenScheme(OpenApiAuthenticationExtension):
    target_class = "orgs.api.authentication.TokenAuthentication"
    name = "token"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {
            "type": "http",
            "scheme": "bearer",
            "bearerFormat": "jnf_…",
            "description": "A personal token, made under Settings, API tokens.",
        }

    def get_security_requirement(self, auto_schema: Any) -> dict[str, list[str]]:
        right = "read" if auto_schema.method == "GET" else "write"
        return {self.name: [f"{auto_schema.view.scope}:{right}"]}


class SessionScheme(OpenApiAuthenticationExtension):
    target_class = "orgs.api.authentication.SessionAuthentication"
    name = "session"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        return {
            "type": "apiKey",
            "in": "cookie",
            "name": "jenifer_session",
            "description": "The browser’s session; writes need the header X-CSRFToken too.",
        }


class ShapedFieldSchema(OpenApiSerializerFieldExtension):
    """A column's JSON Schema is its own description."""

    target_class = "orgs.api.fields.ShapedField"

    def map_serializer_field(self, auto_schema: Any, direction: Any) -> Any:
        return self.target.shape


class MomentSchema(OpenApiSerializerFieldExtension):
    target_class = "orgs.api.fields.Moment"

    def map_serializer_field(self, auto_schema: Any, direction: Any) -> Any:
        return {"type": "string", "format": "date-time"}
