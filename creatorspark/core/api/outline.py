"""An OpenAPI document as an outline for a page. Pure: dictionaries in, dataclasses out."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

MAX_DEPTH = 4
METHODS = ("get", "post", "put", "patch", "delete")


@dataclass(frozen=True, kw_only=True)
class Value:
    """A parameter or a member of a body: its dotted name, its type in words, what it means."""

    name: str
    type: str
    required: bool = False
    place: str = ""
    meaning: str = ""


@dataclass(frozen=True, kw_only=True)
class Answer:
    """One status and the members of its body."""

    status: str
    meaning: str
    media_type: str
    values: tuple[Value, ...]


@dataclass(frozen=True, kw_only=True)
class Operation:
    """One method of one address."""

    anchor: str
    method: str
    path: str
    summary: str
    details: str
    is_public: bool
    parameters: tuple[Value, ...]
    body: tuple[Value, ...]
    answers: tuple[Answer, ...]


@dataclass(frozen=True, kw_only=True)
class Group:
    """The operations of one resource."""

    name: str
    operations: list[Operation] = field(default_factory=list)


def outline(document: dict[str, Any]) -> list[Group]:
    """Return the operations of an OpenAPI document, grouped by their first tag."""
    groups: dict[str, Group] = {}
    for path, item in document["paths"].items():
        for method in METHODS:
            if method in item:
                operation = item[method]
                name = operation["tags"][0]
                group = groups.setdefault(name, Group(name=name))
                group.operations.append(_operation(document, path, method, operation))
    return list(groups.values())


def _operation(
    document: dict[str, Any], path: str, method: str, operation: dict[str, Any]
) -> Operation:
    summary, _blank, details = operation.get("description", "").partition("\n")
    request = operation.get("requestBody", {})
    bodies = [part["schema"] for part in request.get("content", {}).values()]
    return Operation(
        anchor=operation["operationId"],
        method=method.upper(),
        path=path,
        summary=summary,
        details=details.strip(),
        is_public={} in operation.get("security", []),
        parameters=tuple(_parameter(document, row) for row in operation.get("parameters", [])),
        body=tuple(_members(document, bodies[0])) if bodies else (),
        answers=tuple(
            _answer(document, status, answer)
            for status, answer in operation["responses"].items()
            if status != "default"
        ),
    )


def _parameter(document: dict[str, Any], row: dict[str, Any]) -> Value:
    return Value(
        name=row["name"],
        type=_type_of(document, row["schema"]),
        required=row.get("required", False),
        place=row["in"],
        meaning=row.get("description", ""),
    )


def _answer(document: dict[str, Any], status: str, answer: dict[str, Any]) -> Answer:
    contents: dict[str, Any] = answer.get("content", {})
    media_type = next(iter(contents), "")
    content = contents.get(media_type)
    return Answer(
        status=status,
        meaning=answer.get("description", ""),
        media_type=media_type,
        values=tuple(_members(document, content["schema"])) if content else (),
    )


def _resolved(document: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    """Follow references and unwrap `allOf`, `oneOf` and `anyOf` to the part that isn't null."""
    if "$ref" in schema:
        name = schema["$ref"].rpartition("/")[2]
        return _resolved(document, document["components"]["schemas"][name])
    for choice in ("allOf", "oneOf", "anyOf"):
        parts = [part for part in schema.get(choice, []) if part.get("type") != "null"]
        if parts:
            return _resolved(document, parts[0]) | {
                key: value for key, value in schema.items() if key == "description"
            }
    return schema


def _members(
    document: dict[str, Any], schema: dict[str, Any], *, prefix: str = "", depth: int = 0
) -> Iterator[Value]:
    schema = _resolved(document, schema)
    if "array" in _types(schema):
        yield from _members(document, schema["items"], prefix=f"{prefix}[]", depth=depth)
        return
    if depth > MAX_DEPTH:
        return
    for name, member in schema.get("properties", {}).items():
        dotted = f"{prefix}.{name}".lstrip(".")
        known = _resolved(document, member)
        yield Value(
            name=dotted,
            type=_type_of(document, member),
            required=name in schema.get("required", []),
            meaning=member.get("description") or known.get("description", ""),
        )
        yield from _members(document, member, prefix=dotted, depth=depth + 1)


def _types(schema: dict[str, Any]) -> list[str]:
    kind = schema.get("type", [])
    return [kind] if isinstance(kind, str) else list(kind)


def _type_of(document: dict[str, Any], schema: dict[str, Any]) -> str:
    known = _resolved(document, schema)
    kinds = [kind for kind in _types(known) if kind != "null"]
    if "array" in kinds:
        words = f"list of {_type_of(document, known['items'])}"
    elif known.get("enum"):
        words = " | ".join(str(choice) for choice in known["enum"] if choice is not None)
    else:
        words = known.get("format") or " | ".join(kinds) or "any"
    return f"{words} or null" if _may_be_null(schema, known) else words


def _may_be_null(schema: dict[str, Any], known: dict[str, Any]) -> bool:
    parts = [*schema.get("oneOf", []), *schema.get("anyOf", [])]
    return "null" in _types(known) or any(part.get("type") == "null" for part in parts)
