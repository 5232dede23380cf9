"""The members of a problem document."""

from rest_framework.exceptions import ErrorDetail, ValidationError

from creatorspark.core.api.problems import describe, flatten, refused


def test_nested_errors_become_dotted_fields():
    detail = {
        "name": [ErrorDetail("Too long.", code="max_length")],
        "rows": [{}, {"views": [ErrorDetail("Not a number.", code="invalid")]}],
        "non_field_errors": [ErrorDetail("Together they are wrong.", code="pair")],
    }
    assert list(flatten(detail)) == [
        {"field": "name", "code": "max_length", "detail": "Too long."},
        {"field": "rows.1.views", "code": "invalid", "detail": "Not a number."},
        {"field": "", "code": "pair", "detail": "Together they are wrong."},
    ]


def test_a_validation_error_names_its_fields_and_says_them_in_one_line():
    document = describe(ValidationError({"name": ["Say a name."]}), path="/api/v1/tokens/")
    assert document["status"] == 400
    assert document["type"].endswith("#problem-invalid")
    assert document["detail"] == "Say a name."
    assert document["instance"] == "/api/v1/tokens/"
    assert document["errors"] == [{"field": "name", "code": "invalid", "detail": "Say a name."}]


def test_a_refusal_carries_its_reason_for_machines():
    document = describe(refused("You lack 50 points.", reason="not_enough_points"), path="/x")
    assert document["status"] == 409
    assert document["reason"] == "not_enough_points"
    assert document["detail"] == "You lack 50 points."
