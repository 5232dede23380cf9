#!/usr/bin/env python3
"""Check a Creator Spark statement yourself. Needs Python 3.9 or later and nothing else.

    python3 verify_statement.py STATEMENT.json [MORE.json ...] --policies POLICIES.json
                                [--public-key BASE64] [--quiet]

STATEMENT.json   what "Download JSON" on a statement gives you. Give several and the chain
                 from each statement to the one before it is checked too.
POLICIES.json    the public policy file: pay and grade rules, and the frozen cohorts.
--public-key     the key the platform publishes at /.well-known/creatorspark-keys.json.
                 Without it the key inside the statement is used, and that is said.

It recomputes every line from its inputs, adds up the total, hashes the statement, follows the
chain and checks the signature (Ed25519, RFC 8032). It trusts nothing the platform computed.
The exit code is 0 when everything agrees, 1 when anything does not, 2 when a file can't be read.
"""

import argparse
import base64
import hashlib
import json
import sys
from decimal import ROUND_HALF_EVEN, Decimal, InvalidOperation

# Ed25519 (RFC 8032, section 5.1) ----------------------------------------------------------------
P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
SQRT_M1 = pow(2, (P - 1) // 4, P)


def _add(a, b):
    """Add two points in extended coordinates."""
    e = (a[1] - a[0]) * (b[1] - b[0]) % P
    f = (a[1] + a[0]) * (b[1] + b[0]) % P
    g, h = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    i, j, k, m = f - e, h - g, h + g, f + e
    return (i * j % P, k * m % P, j * k % P, i * m % P)


def _times(scalar, point):
    """Multiply a point by a whole number."""
    result = (0, 1, 1, 0)
    while scalar:
        if scalar & 1:
            result = _add(result, point)
        point, scalar = _add(point, point), scalar >> 1
    return result


def _x_of(y, sign):
    """Return the x of a point on the curve, or None when there is none."""
    if y >= P:
        return None
    square = (y * y - 1) * pow(D * y * y + 1, P - 2, P) % P
    if square == 0:
        return None if sign else 0
    x = pow(square, (P + 3) // 8, P)
    if (x * x - square) % P:
        x = x * SQRT_M1 % P
    if (x * x - square) % P:
        return None
    return P - x if (x & 1) != sign else x


def _decompress(data):
    """Turn 32 bytes into a point, or None when they are not one."""
    if len(data) != 32:
        return None
    y = int.from_bytes(data, "little")
    sign, y = y >> 255, y & ((1 << 255) - 1)
    x = _x_of(y, sign)
    return None if x is None else (x, y, 1, x * y % P)


def _equal(a, b):
    return (a[0] * b[2] - b[0] * a[2]) % P == 0 and (a[1] * b[2] - b[1] * a[2]) % P == 0


BASE_Y = 4 * pow(5, P - 2, P) % P
BASE = (_x_of(BASE_Y, 0), BASE_Y, 1, _x_of(BASE_Y, 0) * BASE_Y % P)


def ed25519_valid(public_key, message, signature):
    """Say whether `signature` (64 bytes) is `public_key`'s (32 bytes) over `message`."""
    if len(signature) != 64:
        return False
    key, r = _decompress(public_key), _decompress(signature[:32])
    s = int.from_bytes(signature[32:], "little")
    if key is None or r is None or s >= L:
        return False
    digest = hashlib.sha512(signature[:32] + public_key + message).digest()
    h = int.from_bytes(digest, "little") % L
    return _equal(_times(s, BASE), _add(r, _times(h, key)))


# Canonical JSON ---------------------------------------------------------------------------------
def plain(value):
    """Write a float without a fraction as a whole number, everywhere inside a value."""
    if isinstance(value, dict):
        return {key: plain(item) for key, item in value.items()}
    if isinstance(value, list):
        return [plain(item) for item in value]
    return int(value) if isinstance(value, float) and value.is_integer() else value


def canonical(value):
    """Return the bytes that are hashed: sorted keys, no spaces, UTF-8."""
    text = json.dumps(
        plain(value), sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    )
    return text.encode()


def sha256(value):
    """Return the hash of a value's canonical JSON."""
    return hashlib.sha256(canonical(value)).hexdigest()


# The pay rules ----------------------------------------------------------------------------------
class Mismatch(Exception):
    """Something recomputed is not what the statement says."""


def rounded(amount):
    """Round to a whole minor unit, half to even."""
    return int(amount.quantize(Decimal(1), rounding=ROUND_HALF_EVEN))


def expect(name, ours, theirs):
    """Raise Mismatch when a recomputed value differs from the stated one."""
    if ours != theirs:
        raise Mismatch(f"{name}: the statement says {theirs!r}, recomputed {ours!r}")


def rpm_for(parameters, video):
    """Return the most specific RPM for a platform, market and niche, times the tier's step."""
    best, best_score = None, -1
    for rule in parameters["rpm"]:
        named = {k: rule[k] for k in ("platform", "market", "niche") if rule.get(k)}
        if all(video.get(k) == v for k, v in named.items()):
            weight = {"platform": 1, "market": 2, "niche": 4}
            score = sum(weight[k] for k in named)
            if score > best_score:
                best, best_score = rule, score
    if best is None:
        raise Mismatch("no RPM rule of the pay policy fits this video")
    return Decimal(best["rpm_minor"]) * Decimal(parameters["tier_steps"].get(video["tier"], "1"))


def unpaid_rule(parameters, video):
    """Return the rule by which new views of this video aren't paid; empty when they are."""
    rules = parameters["qualified_views"]
    if video["seconds"] is not None and video["seconds"] < rules["min_seconds"]:
        return "too_short"
    if rules["max_age_days"] and video["age_days"] > rules["max_age_days"]:
        return "too_old"
    return ""


def check_views(inputs, parameters):
    """Recompute qualified views from the counts on both sides of the week and the rules."""
    excluded = sum(item["views"] for item in inputs["exclusions"])
    expect("views not counted", excluded, inputs["excluded_views"])
    gained = inputs["views_to"] - inputs["excluded_views"] - inputs["counted_before"]
    if gained < 0:
        rule, unpaid = "", -min(-gained, inputs["unpaid_before"])
        expect("reason", "views_fell", inputs.get("reason"))
    else:
        rule = unpaid_rule(parameters, inputs)
        unpaid = gained if rule else 0
    expect("rule on views", rule, inputs["unpaid_rule"])
    expect("views that met no pay rule", unpaid, inputs["unpaid_views"])
    expect("qualified views", gained - unpaid, inputs["qualified_views"])


def check_base(line, pay, _references):
    """Base pay: RPM x qualified views / 1000."""
    inputs = line["inputs"]
    check_views(inputs, pay)
    rpm = rpm_for(pay, inputs)
    expect("RPM", str(rpm), inputs["rpm_minor"])
    views = inputs["qualified_views"]
    amount = rounded(rpm * views / 1000)
    return amount, f"{views} qualified views x {rpm} / 1000 minor units"


def place_on_grid(rate, grid):
    """Return the mid-rank place 0..1 of a rate on the cohort's frozen 101-point grid."""
    below = sum(1 for q in grid if q < rate)
    up_to = sum(1 for q in grid if q <= rate)
    last = len(grid) - 1
    if up_to == 0:
        return 0.0
    if below > last:
        return 1.0
    if below < up_to:
        return (below + up_to - 1) / 2 / last
    i = below - 1
    return (i + (rate - grid[i]) / (grid[i + 1] - grid[i])) / last


def absolute_score(rate, table):
    """Return the score of a plain rate on the policy's fixed table."""
    x, y = table["rates"], table["scores"]
    i = max(0, min(sum(1 for q in x if q <= rate) - 1, len(x) - 2))
    score = y[i] + (rate - x[i]) / (x[i + 1] - x[i]) * (y[i + 1] - y[i])
    return min(max(score, y[0]), y[-1])


def check_grade(grade, rules, references):
    """Recompute a grade from its counts, the grade policy and the frozen cohort."""
    counts = grade["counts"]
    actions = ("likes", "comments", "shares", "saves")
    plain, weighted = 0.0, 0.0
    for name in actions:
        plain = plain + float(counts[name] or 0)
        weighted = weighted + rules["weights"][name] * float(counts[name] or 0)
    views = counts["views"]
    if views < rules["min_views"]:
        return "too_early"
    if plain / views > rules["review_rate"]:
        return "needs_review"
    if grade["reference_sha256"] is None:
        score = absolute_score(plain / views, rules["absolute"])
    else:
        cohort = references.get(grade["reference_sha256"])
        if cohort is None:
            raise Mismatch("the policy file lacks the cohort this grade was measured in")
        k = rules["shrink_views"]
        rate = (weighted + k * cohort["mean_rate"]) / (views + k)
        rate = rate + rules["weights"]["watch"] * float(counts["watch_through"] or 0)
        score = place_on_grid(rate, cohort["grid"])
    score = round(score * 1e6) / 1e6
    expect("grade score", f"{score:.6f}", grade["score"])
    return next((x for x in "ABCD" if score >= rules["cutoffs"][x]), "E")


def bonus_rates(pay, letter):
    """Return the (original, not original) bonus rates of a letter."""
    rates = pay["bonus"].get(letter, {"original": "0", "not_original": "0"})
    return Decimal(rates["original"]), Decimal(rates["not_original"])


def check_bonus(line, pay, references):
    """Bonus: rate x base by grade and originality; while pending only the sure half."""
    inputs = line["inputs"]
    grade = inputs["grade"]
    rules = references["grade-policies"].get(grade["policy_sha256"])
    if rules is None:
        raise Mismatch("the policy file lacks the grade policy of this line")
    expect("grade", check_grade(grade, rules, references), grade["letter"])
    full, lower = bonus_rates(pay, grade["letter"])
    rate = full if inputs["originality"] == "original" else lower
    amount = rounded(inputs["base"] * rate) - inputs["paid_before"]
    words = f"base {inputs['base']} x {rate} for grade {grade['letter']}, {inputs['originality']}"
    return amount, words + (f", less {inputs['paid_before']} paid" if inputs["paid_before"] else "")


def check_adjustment(line, pay, references):
    """Adjustment: corrected views or verdict by the same rules, or a sum staff gave a reason for."""
    inputs = line["inputs"]
    if "reason" not in inputs:
        raise Mismatch("an adjustment states no reason")
    if "qualified_views" in inputs:
        return check_base(line, pay, references)
    if "base" in inputs:
        return check_bonus(line, pay, references)
    return inputs["amount"], f"stated sum: {inputs['reason']}"


CHECKS = {
    "base": check_base,
    "bonus": check_bonus,
    "bonus_remainder": check_bonus,
    "adjustment": check_adjustment,
}


# Reading and reporting --------------------------------------------------------------------------
def load_policies(path):
    """Read the public policy file; every policy and cohort must hash to its own name."""
    data = read_json(path)
    pay, references = {}, {"grade-policies": {}}
    for policy in data["policies"]:
        expect(
            f"hash of policy {policy['version']}", sha256(policy["parameters"]), policy["sha256"]
        )
        if policy["kind"] == "pay":
            pay[policy["sha256"]] = policy["parameters"]
        if policy["kind"] == "grade":
            references["grade-policies"][policy["sha256"]] = policy["parameters"]
    for cohort in data["references"]:
        expect(f"hash of cohort {cohort['cohort']}", sha256(cohort["parameters"]), cohort["sha256"])
        references[cohort["sha256"]] = cohort["parameters"]
    return pay, references


def read_json(path):
    """Read a JSON file, or leave with a sentence."""
    try:
        with open(path, encoding="utf-8") as file:
            return json.load(file)
    except (OSError, ValueError) as error:
        print(f"{path} can't be read as JSON: {error}", file=sys.stderr)
        raise SystemExit(2) from None


def check_line(line, pay, references):
    """Recompute one line; return the words that explain it."""
    parameters = pay.get(line["policy_sha256"])
    if parameters is None:
        raise Mismatch("the policy file lacks the pay policy of this line")
    amount, words = CHECKS[line["kind"]](line, parameters, references)
    expect("amount", amount, line["amount"])
    return f"{words} = {amount}"


def check_statement(envelope, pay, references, public_key, say):
    """Check one statement; return the list of what does not agree."""
    body, wrong = envelope["statement"], []

    def attempt(title, action):
        try:
            say(f"  ok    {title}: {action()}")
        except (
            Mismatch,
            KeyError,
            TypeError,
            ValueError,
            IndexError,
            ZeroDivisionError,
            InvalidOperation,
        ) as fault:
            reason = fault if isinstance(fault, Mismatch) else f"malformed ({fault!r})"
            wrong.append(f"{title}: {reason}")
            say(f"  WRONG {title}: {reason}")

    def total():
        expect("total", sum(line["amount"] for line in body["lines"]), body["total"])
        return body["total"]

    def payable():
        left = body["total"] + body["carried_in"]
        expect("payable", max(left, 0), body["payable"])
        expect("carried to the next week", min(left, 0), body["carried_out"])
        return body["payable"]

    def digest():
        expect("sha256", sha256(body), envelope["sha256"])
        return envelope["sha256"]

    def signature():
        key = base64.b64decode(public_key or envelope["public_key"])
        if not ed25519_valid(key, canonical(body), base64.b64decode(envelope["signature"])):
            raise Mismatch("the signature is not this key's over these bytes")
        return "signed by " + ("the key you gave" if public_key else "the key inside the file")

    for number, line in enumerate(body["lines"], start=1):
        title = f"line {number} ({line.get('kind')}, video {line.get('video')})"
        attempt(title, lambda line=line: check_line(line, pay, references))
    attempt("total", total)
    attempt("payable", payable)
    attempt("hash", digest)
    attempt("signature", signature)
    return wrong


def check_chain(envelopes, say):
    """Check that each statement names the hash of the one before it."""
    wrong = []
    ordered = sorted(
        envelopes, key=lambda e: (str(e["statement"]["creator"]), e["statement"]["week"])
    )
    for before, after in zip(ordered, ordered[1:]):
        if before["statement"]["creator"] != after["statement"]["creator"]:
            continue
        link = f"{after['statement']['week']} follows {before['statement']['week']}"
        same_hash = after["statement"]["previous_sha256"] == before["sha256"]
        if same_hash and after["statement"]["carried_in"] == before["statement"]["carried_out"]:
            say(f"  ok    {link}")
        else:
            wrong.append(f"{link}: the chain is broken, or a statement between them is missing")
            say(f"  WRONG {wrong[-1]}")
    return wrong


def main():
    """Check what the command line names."""
    parser = argparse.ArgumentParser(description=__doc__.split("\n\n")[0])
    parser.add_argument("statements", nargs="+")
    parser.add_argument("--policies", required=True)
    parser.add_argument("--public-key", default="")
    parser.add_argument("--quiet", action="store_true")
    options = parser.parse_args()
    say = (lambda _text: None) if options.quiet else print
    wrong = []
    try:
        pay, references = load_policies(options.policies)
    except (Mismatch, KeyError, TypeError) as fault:
        print(f"The policy file is not what it says it is: {fault}")
        return 1
    envelopes = [read_json(path) for path in options.statements]
    for path, envelope in zip(options.statements, envelopes):
        say(f"{path}: week {envelope['statement']['week']}")
        wrong += check_statement(envelope, pay, references, options.public_key, say)
    if len(envelopes) > 1:
        say("chain")
        wrong += check_chain(envelopes, say)
    for fault in wrong:
        print(f"Does not agree: {fault}")
    if not wrong:
        print(f"All agrees: {len(envelopes)} statement(s), every line, hash and signature.")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main())
