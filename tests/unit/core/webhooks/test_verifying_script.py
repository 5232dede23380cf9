"""The script in docs/ that strangers verify with: it takes what we sign and nothing else."""

import ast
import importlib.util
import sys

from django.conf import settings
from hypothesis import given
from hypothesis import strategies as st

from creatorspark.core.domain.webhooks.signatures import headers, spelled

SCRIPT = settings.BASE_DIR / "docs" / "verify" / "verify_webhook.py"
KEYS = st.binary(min_size=24, max_size=40)
AT = 1_764_000_000


def _loaded():
    spec = importlib.util.spec_from_file_location("verify_webhook", SCRIPT)
    assert spec is not None
    assert spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module.verify


verify = _loaded()


@given(key=KEYS, other=KEYS, body=st.binary(max_size=200))
def test_it_takes_what_we_sign_with_either_secret(key, other, body):
    both = [spelled(key), spelled(other)]
    sent = headers(both, message_id="msg_1", timestamp=AT, body=body)
    for secret in both:
        assert verify(secret, sent, body, now=AT + 299)


@given(key=KEYS, other=KEYS, body=st.binary(max_size=200))
def test_it_refuses_what_was_changed_old_or_signed_by_others(key, other, body):
    sent = headers([spelled(key)], message_id="msg_1", timestamp=AT, body=body)
    assert not verify(spelled(key), sent, body + b"x", now=AT)
    assert not verify(spelled(key), sent | {"webhook-id": "msg_2"}, body, now=AT)
    assert not verify(spelled(key), sent | {"webhook-timestamp": str(AT + 1)}, body, now=AT)
    assert not verify(spelled(key), sent | {"webhook-signature": "v1,ä v2,x"}, body, now=AT)
    assert not verify(spelled(key), sent, body, now=AT + 301)
    assert not verify(spelled(key), sent, body, now=AT - 301)
    if key != other:
        assert not verify(spelled(other), sent, body, now=AT)


def test_it_needs_nothing_but_python():
    tree = ast.parse(SCRIPT.read_text())
    modules = {
        alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import)
        for alias in node.names
    }
    assert modules <= sys.stdlib_module_names
    assert not any(isinstance(node, ast.ImportFrom) for node in ast.walk(tree))


def test_the_guide_shows_every_event():
    from creatorspark.core.webhooks import kinds

    guide = (settings.BASE_DIR / "docs" / "webhooks.md").read_text()
    for kind in kinds.kinds():
        assert f"`{kind.name}`" in guide
