"""The OpenAPI document: valid, complete, with examples that are what it says."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.test import Client
from django.urls import URLPattern
from drf_spectacular.validation import validate_schema
from jsonschema import Draft202012Validator

from jenifer.api_urls import urlpatterns
from jenifer.problems import MEANINGS
from orgs.api.documents import document
from orgs.scopes import ALL_SCOPES

OPEN = {"api-schema", "api-docs"}  # describe the API, to everyone


def operations() -> Iterator[tuple[str, dict[str, Any]]]:
    for path, methods in document()["paths"].items():
        for method, operation in methods.items():
            yield f"{method} {path}", operation


def views() -> dict[str, Any]:
    return {each.name or "": getattr(each.callback, "cls", None) for each in urlpatterns if is_ours(each)}


def is_ours(pattern: URLPattern) -> bool:
    return pattern.name not in OPEN


def test_document_is_valid_and_nobodys_secret():
    answer = Client().get("/api/v1/schema.json")
    assert (answer.status_code, answer.json()["openapi"]) == (200, "3.1.1")
    validate_schema(answer.json())


def test_document_is_made_without_a_warning(capsys):
    document.cache_clear()
    document()
    assert capsys.readouterr().err == ""


def test_every_view_is_in_the_document():
    described = {operation["operationId"] for _, operation in operations()}
    methods = {
        (name, method)
        for name, view in views().items()
        for method in ("get", "post", "put", "patch", "delete")
        if hasattr(view, method)
    }
    assert len(described) == len(methods)


def test_every_view_says_which_scope_a_token_needs():
    assert {name: view for name, view in views().items() if not getattr(view, "scope", None)} == {}
    scopes = {
        scope for _, each in operations() for needed in each["security"] for scope in needed.get("token", ())
    }
    assert scopes <= set(ALL_SCOPES)


def test_every_operation_has_a_summary_a_description_and_its_problems():
    for name, operation in operations():
        assert (name, bool(operation["summary"]), bool(operation["description"])) == (name, True, True)
        assert {"400", "401", "403", "404", "429"} <= set(operation["responses"])


def test_summaries_are_no_two_the_same():
    summaries = [operation["summary"] for _, operation in operations()]
    assert len(summaries) == len(set(summaries))


def test_examples_have_the_shape_that_they_illustrate():
    seen = 0
    for name, media in contents():
        schema = {"$ref": "#/x", "components": document()["components"], "x": media["schema"]}
        for example in (each["value"] for each in media.get("examples", {}).values()):
            errors = [error.message for error in Draft202012Validator(schema).iter_errors(example)]
            assert (name, errors) == (name, [])
            seen += 1
    assert seen > 10


def contents() -> Iterator[tuple[str, dict[str, Any]]]:
    for name, operation in operations():
        bodies = [operation.get("requestBody", {}), *operation["responses"].values()]
        for body in bodies:
            for media in body.get("content", {}).values():
                yield name, media


def test_every_body_says_that_no_other_field_is_taken():
    schemas = document()["components"]["schemas"]
    taken = {
        (name, kind): schemas[media["schema"]["$ref"].rpartition("/")[2]].get("additionalProperties")
        for name, operation in operations()
        for kind, media in operation.get("requestBody", {}).get("content", {}).items()
    }
    assert (len(taken) > 10, set(taken.values())) == (True, {False})


def test_every_json_answer_and_body_has_an_example():
    lacking = {
        name
        for name, operation in operations()
        for body in (operation.get("requestBody", {}), *operation["responses"].values())
        for kind, media in body.get("content", {}).items()
        if kind == "application/json" and "examples" not in media
    }
    assert lacking == set()


def test_writes_name_the_version_and_creates_take_a_key():
    for name, operation in operations():
        headers = {each["name"] for each in operation.get("parameters", ()) if each["in"] == "header"}
        method = name.partition(" ")[0]
        wanted = {
            "patch": {"If-Match"},
            "put": {"If-Match"},
            "delete": {"If-Match"},
            "post": {"Idempotency-Key"},
        }
        assert wanted.get(method, set()) <= headers


@pytest.mark.parametrize("code", sorted(MEANINGS))
def test_type_of_a_problem_leads_to_its_meaning(code):
    page = Client().get(f"/problems/{code}")
    assert (page.status_code, f"/problems/{code}" in page.content.decode()) == (200, True)


def test_unknown_type_of_problem_is_not_there():
    assert Client().get("/problems/nonsense").status_code == 404
    assert Client().get("/problems/").content.decode().count("<dt>") == len(MEANINGS)
