"""What we sign, others' code takes; and nothing else passes for it."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from standardwebhooks import Webhook, WebhookVerificationError

from creatorspark.core.domain.webhooks.signatures import headers, key_of, spelled
from creatorspark.lib.canonical import canonical_json

KEYS = st.binary(min_size=24, max_size=64)
BODIES = st.dictionaries(st.text(max_size=8), st.integers() | st.text(max_size=20), max_size=5).map(
    canonical_json
)
IDS = st.from_regex(r"msg_[0-9a-f]{32}", fullmatch=True)


def now() -> int:
    return int(datetime.now(tz=UTC).timestamp())


@given(key=KEYS, body=BODIES, message=IDS)
def test_the_library_of_the_standard_takes_every_message(key, body, message):
    sent = headers([spelled(key)], message_id=message, timestamp=now(), body=body)
    Webhook(spelled(key)).verify(body, sent)


@given(old=KEYS, new=KEYS, body=BODIES, message=IDS)
def test_while_secrets_overlap_each_of_them_verifies(old, new, body, message):
    sent = headers([spelled(new), spelled(old)], message_id=message, timestamp=now(), body=body)
    for key in (old, new):
        Webhook(spelled(key)).verify(body, sent)


@given(key=KEYS, other=KEYS, body=BODIES, message=IDS, extra=st.binary(min_size=1, max_size=3))
def test_another_secret_body_id_or_time_does_not_pass(key, other, body, message, extra):
    at = now()
    sent = headers([spelled(key)], message_id=message, timestamp=at, body=body)
    ours = Webhook(spelled(key))
    wrong = [
        (ours, body + extra.hex().encode(), sent),
        (ours, body, sent | {"webhook-id": message + "0"}),
        (ours, body, sent | {"webhook-timestamp": str(at - 1)}),
        (ours, body, sent | {"webhook-timestamp": str(at - 3600)}),
    ]
    if other != key:
        wrong.append((Webhook(spelled(other)), body, sent))
    for webhook, changed, named in wrong:
        with pytest.raises(WebhookVerificationError):
            webhook.verify(changed, named)


@given(KEYS)
def test_a_secret_spells_its_key(key):
    assert key_of(spelled(key)) == key


@pytest.mark.parametrize("secret", ["", "abc", "sk_YWJj", "whsec_*", "whsec_YWJ"])
def test_what_is_no_secret_signs_nothing(secret):
    with pytest.raises(ValueError):
        headers([secret], message_id="msg_1", timestamp=1, body=b"{}")


def test_a_known_answer():
    """The worked example of the standard's specification."""
    sent = headers(
        ["whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"],
        message_id="msg_p5jXN8AQM9LWM0D4loKWxJek",
        timestamp=1614265330,
        body=b'{"test": 2432232314}',
    )
    assert sent["webhook-signature"] == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="
