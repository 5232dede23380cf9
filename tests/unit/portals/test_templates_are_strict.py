"""The strict CSP holds only if no page asks for what it forbids."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[3] / "templates"
STRICT = sorted(
    path
    for path in ROOT.rglob("*.html")
    if path.relative_to(ROOT).parts[0] not in {"admin", "emails", "unfold"}
)
FORBIDDEN = {
    "an inline style": re.compile(r"<[^>]+\sstyle=", re.IGNORECASE),
    "a style element": re.compile(r"<style\b", re.IGNORECASE),
    "an inline handler": re.compile(r"<[^>]+\son[a-z]+=", re.IGNORECASE),
    "a javascript: address": re.compile(r"javascript:", re.IGNORECASE),
    "a script without src": re.compile(
        r"<script(?![^>]*\bsrc=)(?![^>]*application/json)[^>]*>", re.IGNORECASE
    ),
    "something from another host": re.compile(r"(?:src|href)=[\"']https?://", re.IGNORECASE),
    "evaluated htmx": re.compile(r"\bhx-(?:on|vals=.js:|headers=.js:)", re.IGNORECASE),
}


@pytest.mark.parametrize("path", STRICT, ids=lambda path: str(path.relative_to(ROOT)))
def test_a_template_asks_for_nothing_the_csp_forbids(path: Path) -> None:
    text = path.read_text()
    found = [name for name, pattern in FORBIDDEN.items() if pattern.search(text)]
    assert not found


def test_the_patterns_find_what_they_are_for() -> None:
    examples = {
        "an inline style": '<p class="a" style="x">',
        "a style element": "<style>",
        "an inline handler": '<a onclick="x">',
        "a javascript: address": '<a href="javascript:x">',
        "a script without src": "<script>",
        "something from another host": '<img src="https://elsewhere.example/x">',
        "evaluated htmx": '<a hx-on:click="x">',
    }
    for name, example in examples.items():
        assert FORBIDDEN[name].search(example), name


def test_icons_that_templates_name_are_in_the_sprite() -> None:
    sprite = (ROOT.parent / "static" / "img" / "icons.svg").read_text()
    known = set(re.findall(r'<symbol id="(\w+)"', sprite))
    named = {
        name
        for path in STRICT
        for name in re.findall(r'(?:{% icon |icon_name=)"(\w+)"', path.read_text())
    }
    assert named <= known
