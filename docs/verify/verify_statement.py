#!/usr/bin/env python3
"""Check Creator Spark statements yourself. Needs Python 3.9 or later and nothing else.

    python3 verify_statement.py STATEMENT.json [MORE.json ...] --policies POLICIES.json
    python3 verify_statement.py --creator-file STATEMENTS.json --policies POLICIES.json
    python3 verify_statement.py --history HISTORY.json

STATEMENT.json   what "Download JSON" on a statement gives you. Give several and the chain
                 from each statement to the one before it is checked too.
--creator-file   all statements of a creator in one file; it must hold the whole chain.
--history        the record that a creator carries to another site.
--policies       the public policy file: pay and grade rules, and the frozen cohorts.
--public-key     the key the platform publishes at /.well-known/creatorspark-keys.json. Without
                 it the key inside the files is used, and that is said. Give it several times
                 when the platform has changed its key.
--quiet          only the result.

It computes every line again from what the line states, adds up the total, hashes the statement,
follows the chain from week to week and checks the signature (Ed25519, RFC 8032). It trusts
nothing that the platform computed and asks no server. The exit code is 0 when everything agrees,
1 when anything does not, 2 when a file can't be read.
"""

import argparse
import base64
import binascii
import bisect
import datetime
import hashlib
import json
import sys
from decimal import ROUND_HALF_EVEN, Decimal, InvalidOperation

# Ed25519 (RFC 8032, section 5.1) ----------------------------------------------------------------
P = 2**255 - 19
L = 2**252 + 27742317777372353535851937790883648493
D = -121665 * pow(121666, P - 2, P) % P
SQRT_M1 = pow(2, (P - 1) // 4, P)
ZERO = (0, 1, 1, 0)


def _add(a, b):
    """Add two points in extended coordinates."""
    e = (a[1] - a[0]) * (b[1] - b[0]) % P
    f = (a[1] + a[0]) * (b[1] + b[0]) % P
    g, h = 2 * a[3] * b[3] * D % P, 2 * a[2] * b[2] % P
    i, j, k, m = f - e, h - g, h + g, f + e
    return (i * j % P, k * m % P, j * k % P, i * m % P)


def _multiples(point):
    """Return 0..15 times 16**n times a point for n in 0..63, by which multiplying is adding."""
    table = []
    for _ in range(64):
        row = [ZERO]
        for _ in range(15):
            row.append(_add(row[-1], point))
        table.append(row)
        point = _add(row[-1], point)
    return table


def _times(scalar, table):
    """Multiply the point of a table of multiples by a whole number below 2**256."""
    result = ZERO
    for row in table:
        if scalar & 15:
            result = _add(result, row[scalar & 15])
        scalar >>= 4
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
BASE = _multiples((_x_of(BASE_Y, 0), BASE_Y, 1, _x_of(BASE_Y, 0) * BASE_Y % P))
TABLES = {}


def _table_of(public_key):
    """Return the multiples of a public key's point, made once, or None when it is no point."""
    if public_key not in TABLES:
        point = _decompress(public_key)
        TABLES[public_key] = None if point is None else _multiples(point)
    return TABLES[public_key]


def ed25519_valid(public_key, message, signature):
    """Say whether `signature` (64 bytes) is `public_key`'s (32 bytes) over `message`."""
    if len(signature) != 64:
        return False
    key, r = _table_of(public_key), _decompress(signature[:32])
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
    return spelled(plain(value))


def spelled(value):
    """Return the same for a value that `read_json` read: its numbers are plain already."""
    text = json.dumps(
        value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    )
    return text.encode()


def sha256(value):
    """Return the hash of a value's canonical JSON."""
    return hashlib.sha256(canonical(value)).hexdigest()


# Saying what agrees and what does not -----------------------------------------------------------
class Mismatch(Exception):
    """Something is not what the file says; the message names it."""


# What reading a value of the wrong shape can raise.
ODD = (KeyError, TypeError, ValueError, IndexError, AttributeError, ArithmeticError)


class Report:
    """Says what was done, line by line, and collects what does not agree."""

    def __init__(self, quiet):
        self.quiet, self.wrong, self.lines, self.statements = quiet, [], 0, 0

    def say(self, text=""):
        """Say something, unless it shall be quiet."""
        if not self.quiet:
            print(text)

    def attempt(self, where, title, action):
        """Do a check. It returns the words to say, or raises what is wrong."""
        try:
            words = action()
        except Mismatch as fault:
            self.fault(where, title, str(fault))
        except (*ODD, InvalidOperation) as fault:
            self.fault(where, title, f"it can't be read ({type(fault).__name__}: {fault})")
        else:
            first, *more = words if isinstance(words, list) else [words]
            self.say(f"  ok     {title:<18} {first}")
            for text in more:
                self.say(f"{'':28}{text}")

    def fault(self, where, title, reason):
        """Keep what does not agree, and say it."""
        self.wrong.append(f"{where}{title}: {reason}")
        self.say(f"  WRONG  {title:<18} {reason}")

    def note(self, text):
        """Say something that is neither right nor wrong."""
        self.say(f"  note   {text}")


def expect(name, ours, theirs):
    """Raise Mismatch when a recomputed value differs from the stated one."""
    if ours != theirs or isinstance(ours, bool) != isinstance(theirs, bool):
        raise Mismatch(f"{name}: the file says {theirs!r}, recomputed {ours!r}")


def expect_keys(name, value, wanted, may=()):
    """Raise Mismatch when a JSON object has other names than it should."""
    if not isinstance(value, dict):
        raise Mismatch(f"{name} is no JSON object")
    for key in wanted:
        if key not in value:
            raise Mismatch(f"{name} lacks {key!r}")
    for key in value:
        if key not in wanted and key not in may:
            raise Mismatch(f"{name} has {key!r}, which does not belong there")


def money(amount, currency=""):
    """Write minor units as people write money."""
    whole, cents = divmod(abs(amount), 100)
    return f"{'-' if amount < 0 else ''}{whole:,}.{cents:02d}{' ' + currency if currency else ''}"


def in_bytes(name, text, length):
    """Return the bytes of a base64 text that spells exactly so many of them."""
    try:
        data = base64.b64decode(text, validate=True)
    except (binascii.Error, TypeError, ValueError):
        data = b""
    if len(data) != length or base64.b64encode(data).decode() != text:
        raise Mismatch(f"the {name} is not {length} bytes in base64")
    return data


def check_signature(holder, message, public_keys):
    """Check signature, key and the key's short name; `public_keys` may be empty."""
    key = in_bytes("public key", holder["public_key"], 32)
    if public_keys and holder["public_key"] not in public_keys:
        raise Mismatch(f"it is signed by {holder['public_key']}, not by the key you gave")
    if "key_fingerprint" in holder:
        expect(
            "short name of the key", hashlib.sha256(key).hexdigest()[:16], holder["key_fingerprint"]
        )
    if not ed25519_valid(key, message, in_bytes("signature", holder["signature"], 64)):
        raise Mismatch("the signature is not this key's over these bytes")
    name = hashlib.sha256(key).hexdigest()[:16]
    return f"by key {name}, " + ("the one you gave" if public_keys else "the one inside the file")


# The pay rules ----------------------------------------------------------------------------------
def rounded(amount):
    """Round to a whole minor unit, half to even."""
    return int(amount.quantize(Decimal(1), rounding=ROUND_HALF_EVEN))


def rpm_rule(parameters, video):
    """Return the most specific RPM rule for a platform, market and niche, and what it names."""
    best, best_weight, best_named = None, -1, {}
    for rule in parameters["rpm"]:
        named = {k: rule[k] for k in ("platform", "market", "niche") if rule.get(k)}
        if all(video[k] == v for k, v in named.items()):
            weight = sum({"platform": 1, "market": 2, "niche": 4}[k] for k in named)
            if weight > best_weight:
                best, best_weight, best_named = rule, weight, named
    if best is None:
        raise Mismatch("no RPM rule of the pay policy fits this video")
    return Decimal(best["rpm_minor"]), best_named


def unpaid_rule(parameters, video):
    """Return the rule by which new views of this video aren't paid; empty when they are."""
    rules = parameters["qualified_views"]
    if video["seconds"] is not None and video["seconds"] < rules["min_seconds"]:
        return "too_short"
    if rules["max_age_days"] and video["age_days"] > rules["max_age_days"]:
        return "too_old"
    return ""


VIEWS_INPUTS = (
    "platform", "market", "niche", "tier", "seconds", "age_days", "views_to", "observed_at",
    "excluded_views", "exclusions", "counted_before", "unpaid_before", "unpaid_views",
    "unpaid_rule", "qualified_views", "rpm_minor",
)  # fmt: skip


def check_views(line, pay):
    """Views: from the counts on both sides of the week and the rules, to an amount."""
    inputs = line["inputs"]
    expect_keys("inputs", inputs, VIEWS_INPUTS, may=("reason",))
    excluded = sum(item["views"] for item in inputs["exclusions"])
    expect("views not counted", excluded, inputs["excluded_views"])
    gained = inputs["views_to"] - excluded - inputs["counted_before"]
    if gained == 0:
        raise Mismatch("no views were gained or lost, so there is nothing to pay")
    if gained < 0:
        rule, unpaid = "", -min(-gained, inputs["unpaid_before"])
    else:
        rule = unpaid_rule(pay, inputs)
        unpaid = gained if rule else 0
    expect("kind", "adjustment" if gained < 0 else "base", line["kind"])
    expect("reason", "views_fell" if gained < 0 else None, inputs.get("reason"))
    expect("rule on views", rule, inputs["unpaid_rule"])
    expect("views that no rule pays", unpaid, inputs["unpaid_views"])
    expect("qualified views", gained - unpaid, inputs["qualified_views"])
    rpm, named = rpm_rule(pay, inputs)
    step = Decimal(pay["tier_steps"].get(inputs["tier"], "1"))
    expect("RPM", str(rpm * step), inputs["rpm_minor"])
    amount = rounded(rpm * step * (gained - unpaid) / 1000)
    return amount, views_words(inputs, gained, unpaid, rpm, step, named)


def views_words(inputs, gained, unpaid, rpm, step, named):
    """Say how an amount for views came about."""
    counted = f"{inputs['views_to']:,} views seen by {inputs['observed_at']}"
    for item in inputs["exclusions"]:
        counted += f", less {item['views']:,} ({item['reason']})"
    if inputs["counted_before"]:
        counted += f", less {inputs['counted_before']:,} counted before"
    counted += f": {gained:+,}"
    if unpaid:
        counted += f", of which {unpaid:,} not paid ({inputs['unpaid_rule'] or 'as before'})"
    rule = ", ".join(f"{k} {v}" for k, v in named.items()) or "every video"
    tier = f" x {step} ({inputs['tier']})" if step != 1 else ""
    return [counted, f"x {rpm} minor units per 1,000 ({rule}){tier}"]


def place_on_grid(rate, grid):
    """Return the mid-rank place 0..1 of a rate on the cohort's frozen 101-point grid."""
    below, up_to = bisect.bisect_left(grid, rate), bisect.bisect_right(grid, rate)
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
    i = max(0, min(bisect.bisect_right(x, rate) - 1, len(x) - 2))
    score = y[i] + (rate - x[i]) / (x[i + 1] - x[i]) * (y[i + 1] - y[i])
    return min(max(score, y[0]), y[-1])


ACTIONS = ("likes", "comments", "shares", "saves")


def check_grade(grade, rules, cohorts):
    """Recompute a grade from its counts, the grade policy and the frozen cohort; return it."""
    counts = grade["counts"]
    plain_sum, weighted = 0.0, 0.0
    for name in ACTIONS:
        plain_sum = plain_sum + float(counts[name] or 0)
        weighted = weighted + rules["weights"][name] * float(counts[name] or 0)
    views = counts["views"]
    if views < rules["min_views"] or plain_sum / views > rules["review_rate"]:
        expect("grade score", "", grade["score"])
        return "too_early" if views < rules["min_views"] else "needs_review"
    if grade["reference_sha256"] is None:
        score = absolute_score(plain_sum / views, rules["absolute"])
    else:
        cohort = cohorts.get(grade["reference_sha256"])
        if cohort is None:
            raise Mismatch("the policy file lacks the cohort this grade was measured in")
        k = rules["shrink_views"]
        rate = (weighted + k * cohort["mean_rate"]) / (views + k)
        rate = rate + rules["weights"]["watch"] * float(counts["watch_through"] or 0)
        score = place_on_grid(rate, cohort["grid"])
    score = round(score * 1e6) / 1e6
    expect("grade score", f"{score:.6f}", grade["score"])
    return next((x for x in "ABCD" if score >= rules["cutoffs"][x]), "E")


def grade_words(grade, rules, cohorts):
    """Say what a grade rests on."""
    counts, letter = grade["counts"], grade["letter"]
    seen = [f"{counts[name]:,} {name}" for name in ("views", *ACTIONS) if counts[name] is not None]
    if counts["watch_through"] is not None:
        seen.append(f"{counts['watch_through']:.0%} watched")
    words = ", ".join(seen)
    if letter == "too_early":
        return f"{words}: under {rules['min_views']} views, too early for a grade"
    if letter == "needs_review":
        return f"{words}: more engagement than views, so a person looks first"
    if grade["reference_sha256"] is None:
        among = "by the fixed table"
    else:
        cohort = cohorts[grade["reference_sha256"]]
        among = f"among {cohort['sample_size']:,} videos of {cohort['name']} (* is any)"
    return f"{words}; {among}: score {grade['score']}, grade {letter}"


GRADE = ("letter", "score", "counts", "policy_sha256", "reference_sha256")
BONUS_INPUTS = ("base", "base_week", "grade", "originality", "paid_before", "waiting")
ORIGINALITY = ("original", "not_original", "pending", "not_judgeable")


def check_bonus(line, pay, book):
    """Bonus: rate x base by grade and originality; while pending only the sure part."""
    inputs = line["inputs"]
    expect_keys("inputs", inputs, BONUS_INPUTS, may=("reason",))
    grade, base, originality = inputs["grade"], inputs["base"], inputs["originality"]
    rules = book.grades.get(grade["policy_sha256"])
    if rules is None:
        raise Mismatch("the policy file lacks the grade policy of this line")
    expect_keys("grade", grade, GRADE)
    expect_keys("counts", grade["counts"], ("views", *ACTIONS, "watch_through"))
    letter = check_grade(grade, rules, book.cohorts)
    expect("grade", letter, grade["letter"])
    if originality not in ORIGINALITY:
        raise Mismatch(f"nothing is known of an originality called {originality!r}")
    rates = pay["bonus"].get(letter, {"original": "0", "not_original": "0"})
    full, lower = Decimal(rates["original"]), Decimal(rates["not_original"])
    rate = full if originality == "original" else lower
    due = rounded(base * rate)
    waiting = rounded(base * full) - due if originality == "pending" else 0
    expect("what waits for originality", waiting, inputs["waiting"])
    percent = f"{(rate * 100).normalize():f}"
    words = f"{percent} % of the base {money(base)} of {inputs['base_week']} ({originality})"
    if inputs["paid_before"]:
        words += f", less {money(inputs['paid_before'])} paid before"
    if waiting:
        words += f"; {money(waiting)} waits for originality"
    return due - inputs["paid_before"], [grade_words(grade, rules, book.cohorts), words]


def check_staff(line):
    """Adjustment by staff: a person set the sum and gave the reason; nothing is computed."""
    inputs = line["inputs"]
    expect_keys("inputs", inputs, ("amount", "reason", "link"))
    expect("kind", "adjustment", line["kind"])
    if not inputs["reason"].strip():
        raise Mismatch("staff gave no reason")
    where = f" ({inputs['link']})" if inputs["link"] else ""
    return inputs["amount"], [f"set by a person: {inputs['reason']}{where}"]


def check_line(line, week, currency, book):
    """Recompute one line; return the words that explain it."""
    expect_keys("line", line, ("video", "kind", "cause", "amount", "policy_sha256", "inputs"))
    pay = book.pay.get(line["policy_sha256"])
    if pay is None:
        raise Mismatch("the policy file lacks the pay policy of this line")
    expect("currency", pay["currency"], currency)
    about, _, rest = line["cause"].partition(":")
    if about == "views":
        expect("week of the views", week, rest)
        amount, words = check_views(line, pay)
    elif about == "base":
        expect("week of the base", line["inputs"]["base_week"], rest)
        amount, words = check_bonus(line, pay, book)
        if line["kind"] not in ("bonus", "bonus_remainder", "adjustment"):
            raise Mismatch(f"a line on a base can't be of the kind {line['kind']!r}")
        if line["kind"] == "adjustment" and "reason" not in line["inputs"]:
            raise Mismatch("an adjustment states no reason")
    elif about == "staff":
        amount, words = check_staff(line)
    else:
        raise Mismatch(f"no rule knows the cause {line['cause']!r}")
    expect("amount", amount, line["amount"])
    return [f"{line['kind'].replace('_', ' ')}: {money(amount, currency)}", *words]


# The policy file --------------------------------------------------------------------------------
class Book:
    """Rules and cohorts by the hash that lines name them by."""

    def __init__(self):
        self.pay, self.grades, self.cohorts, self.named = {}, {}, {}, []


def read_policies(path, public_keys, report):
    """Read the public policy file; everything in it must hash to its own name."""
    data, book = read_json(path), Book()
    report.say(f"{path}")

    def policies():
        for policy in data["policies"]:
            expect_keys(
                "policy", policy, ("kind", "version", "parameters", "sha256"),
                may=("effective_from", "effective_until"),
            )  # fmt: skip
            name = f"hash of {policy['version']}"
            expect(name, sha256(policy["parameters"]), policy["sha256"])
            shelf = {"pay": book.pay, "grade": book.grades}.get(policy["kind"])
            if shelf is None:
                raise Mismatch(f"{policy['version']} is of the unknown kind {policy['kind']!r}")
            shelf[policy["sha256"]] = policy["parameters"]
            book.named.append(policy["version"])
        return f"{len(book.named)} have the hash they are named by: {', '.join(book.named)}"

    def cohorts():
        for cohort in data["references"]:
            expect_keys("cohort", cohort, ("cohort", "parameters", "sha256"), may=("period",))
            name = f"hash of {cohort['cohort']}"
            expect(name, sha256(cohort["parameters"]), cohort["sha256"])
            book.cohorts[cohort["sha256"]] = dict(cohort["parameters"], name=cohort["cohort"])
        return f"{len(book.cohorts)} have the hash they are named by"

    def whole():
        proof = ("sha256", "signature", "public_key", "key_fingerprint")
        expect_keys("the file", data, ("format", "issuer", "policies", "references", *proof))
        expect("format", "creatorspark-policies-1", data["format"])
        rest = {k: v for k, v in data.items() if k not in proof}
        expect("sha256", sha256(rest), data["sha256"])
        # A file of many cohorts is signed by its hash, so that it can be sent while it is made.
        message = f"creatorspark-policies-1:{data['sha256']}".encode()
        # Lines name rules by their hash, so a platform may sign this file with a newer key.
        given = [key for key in public_keys if key == data["public_key"]]
        return "signed " + check_signature(data, message, given)

    report.attempt(f"{path}, ", "policies", policies)
    report.attempt(f"{path}, ", "cohorts", cohorts)
    if isinstance(data, dict) and "signature" not in data and "public_key" not in data:
        report.note("the policy file is not signed; its names and dates are taken as they are")
    else:
        report.attempt(f"{path}, ", "whole file", whole)
    report.say()
    return book


# Statements -------------------------------------------------------------------------------------
BODY = (
    "format", "creator", "week", "currency", "previous_sha256", "carried_in", "lines", "total",
    "payable", "carried_out",
)  # fmt: skip
ENVELOPE = ("statement", "sha256", "signature", "public_key")


def monday_of(week):
    """Return the Monday of “2026-W46”."""
    try:
        year, number = week.split("-W")
        found = datetime.date.fromisocalendar(int(year), int(number), 1)
    except (AttributeError, ValueError):
        raise Mismatch(f"{week!r} is no ISO week") from None
    iso = found.isocalendar()
    expect("week", f"{iso[0]}-W{iso[1]:02d}", week)
    return found


class Statement:
    """One signed statement, and the checks that it can stand by itself."""

    def __init__(self, envelope):
        self.envelope, self.body = envelope, envelope["statement"]
        self.week, self.currency = self.body.get("week"), self.body.get("currency")
        self.bytes = None

    def shape(self):
        """Check that it is made as statements are."""
        expect_keys("the envelope", self.envelope, ENVELOPE, may=("key_fingerprint",))
        expect_keys("the statement", self.body, BODY)
        expect("format", "creatorspark-statement-1", self.body["format"])
        return f"from {monday_of(self.week).isoformat()}, {len(self.body['lines'])} lines"

    def total(self):
        """Add up the lines."""
        added = sum(line["amount"] for line in self.body["lines"])
        expect("total", added, self.body["total"])
        return f"{money(added, self.currency)}, the sum of {len(self.body['lines'])} lines"

    def payable(self):
        """Subtract what is owed from before; what can't be paid back now is carried on."""
        owed, left = self.body["carried_in"], self.body["total"] + self.body["carried_in"]
        if owed > 0:
            raise Mismatch("a debt is carried in as a sum below zero, never above")
        expect("payable", max(left, 0), self.body["payable"])
        expect("carried to the next week", min(left, 0), self.body["carried_out"])
        words = money(self.body["payable"], self.currency)
        if owed:
            words += f", after {money(owed)} owed from before"
        return words + (f"; {money(left)} is carried to the next week" if left < 0 else "")

    def signed(self):
        """Return the bytes that are hashed and signed, spelled once."""
        if self.bytes is None:
            self.bytes = spelled(self.body)
        return self.bytes

    def digest(self):
        """Hash it."""
        expect("sha256", hashlib.sha256(self.signed()).hexdigest(), self.envelope["sha256"])
        return self.envelope["sha256"]


def check_statement(envelope, book, public_keys, report):
    """Check one statement by itself, and say what was done."""
    body = envelope.get("statement") if isinstance(envelope, dict) else None
    if not isinstance(body, dict) or not isinstance(body.get("lines"), list):
        report.fault("", "statement", "this is no statement: it has no lines")
        return
    one = Statement(envelope)
    where = f"week {one.week}, "
    report.say(f"Week {one.week} of creator {body.get('creator')}, in {one.currency}")
    report.attempt(where, "statement", one.shape)
    for number, line in enumerate(body["lines"], start=1):
        video = line.get("video") if isinstance(line, dict) else None
        title = f"line {number}, " + (f"video {video}" if video else "no video")
        report.attempt(
            where, title, lambda line=line: check_line(line, one.week, one.currency, book)
        )
    report.attempt(where, "total", one.total)
    report.attempt(where, "payable", one.payable)
    report.attempt(where, "hash", one.digest)
    report.attempt(where, "signature", lambda: check_signature(envelope, one.signed(), public_keys))
    report.lines += len(body["lines"])
    report.statements += 1
    report.say()


# From week to week ------------------------------------------------------------------------------
def check_chains(envelopes, whole, report):
    """Check that each creator's statements follow one another, and their lines as well."""
    chains = {}
    for envelope in envelopes:
        body = envelope.get("statement") if isinstance(envelope, dict) else None
        if isinstance(body, dict):
            chains.setdefault(str(body.get("creator")), []).append(envelope)
    for creator, chain in chains.items():
        chain.sort(key=lambda one: str(one["statement"].get("week")))
        report.say(f"From week to week, creator {creator}")
        first = chain[0]["statement"]
        start = f"starts with {first.get('week')}"
        if first.get("previous_sha256") is None:
            report.attempt(
                "chain, ", "chain", lambda first=first, start=start: begins(first, start)
            )
        elif whole:
            report.fault("chain, ", "chain", f"{start}, which names a statement before it: gap")
        else:
            report.note(f"the chain {start}; statements before it are not among these files")
        for before, after in zip(chain, chain[1:]):
            title = str(after["statement"].get("week"))
            report.attempt("chain, ", title, lambda b=before, a=after: follows(b, a))
        check_continuity([one["statement"] for one in chain], report)
        report.say()


def begins(first, start):
    """Check the first statement of a creator."""
    expect("debt carried into the first statement", 0, first["carried_in"])
    return f"{start}, before which there is none"


def follows(before, after):
    """Check that one statement follows another; say how."""
    one, two = before["statement"], after["statement"]
    if one["week"] == two["week"]:
        raise Mismatch("there are two statements of this week")
    if two["previous_sha256"] is None:
        raise Mismatch(f"it says that it is the first, but {one['week']} comes before it")
    if two["previous_sha256"] != before["sha256"]:
        raise Mismatch(
            f"it names another statement before it than {one['week']}: there is a gap between "
            f"them, or {one['week']} was changed"
        )
    expect("debt carried in", one["carried_out"], two["carried_in"])
    return f"follows {one['week']}" + (
        f", which carried {money(one['carried_out'])} over" if one["carried_out"] else ""
    )


def check_continuity(bodies, report):
    """Check that lines on one video go on where the last one left off: nothing is paid twice."""
    counted, bases, paid, checked, faults = {}, {}, {}, 0, len(report.wrong)
    for body in bodies:
        where = f"week {body.get('week')}, "
        lines = body.get("lines")
        for number, line in enumerate(lines if isinstance(lines, list) else [], start=1):
            try:
                wrong = continues(line, body["week"], counted, bases, paid)
            except (*ODD, InvalidOperation):
                continue  # the line itself was named already
            checked += 1
            for reason in wrong:
                report.fault(where, f"line {number}, video {line['video']}", reason)
    if len(report.wrong) == faults:
        report.attempt("chain, ", "lines", lambda: f"{checked:,} go on where earlier ones left off")
    started = sum(1 for start, _ in counted.values() if start)
    if started:
        report.note(
            f"{started} video(s) start from views counted before: older than pay itself, or "
            "counted in statements that are not among these files"
        )


def continues(line, week, counted, bases, paid):
    """Return what of a line does not go on where earlier lines on its video left off."""
    about, video, inputs = line["cause"].partition(":")[0], line["video"], line["inputs"]
    wrong = []
    if about == "views":
        start, last = counted.get(video, (inputs["counted_before"], None))
        if last is not None:
            pairs = (
                ("views counted before", last[0], inputs["counted_before"]),
                ("unpaid views before", last[1], inputs["unpaid_before"]),
            )
            wrong = [
                f"{name}: the line says {stated:,}, the lines before it give {given:,}"
                for name, given, stated in pairs
                if given != stated
            ]
        left_off = inputs["views_to"] - inputs["excluded_views"]
        counted[video] = (start, (left_off, inputs["unpaid_before"] + inputs["unpaid_views"]))
        bases[video, week] = line["amount"]
    elif about == "base":
        key = (video, inputs["base_week"])
        if key in bases:
            before = paid.get(key, 0)
            pairs = (
                ("base", bases[key], inputs["base"]),
                ("paid before", before, inputs["paid_before"]),
            )
            wrong = [
                f"{name}: the line says {money(stated)}, the lines before it give {money(given)}"
                for name, given, stated in pairs
                if given != stated
            ]
            paid[key] = before + line["amount"]
    return wrong


# A carried history ------------------------------------------------------------------------------
HISTORY = ("format", "issuer", "profiles", "issued_at", "videos", "totals", "grade_policies")
HISTORY_VIDEO = (
    "platform", "external_id", "posted_at", "grade", "score", "originality", "base", "bonus",
    "currency", "weeks",
)  # fmt: skip


def check_history(envelope, public_keys, report):
    """Check the record that a creator carries to another site: sums, hash and signature."""
    expect_keys(
        "the file", envelope, ("history", "sha256", "signature", "public_key", "key_fingerprint")
    )
    body = envelope["history"]
    expect_keys("the history", body, HISTORY)
    report.say(f"History from {body['issuer'].get('name')} ({body['issuer'].get('url')})")

    def shape():
        expect("format", "creatorspark-history-1", body["format"])
        for profile in body["profiles"]:
            expect_keys("profile", profile, ("platform", "external_id"))
        named = ", ".join(f"{p['platform']} {p['external_id']}" for p in body["profiles"])
        return f"of {named}, issued {body['issued_at']}"

    def totals():
        sums, weeks = {}, set()
        for video in body["videos"]:
            expect_keys("video", video, HISTORY_VIDEO)
            own = sums.setdefault(video["currency"], {"base": 0, "bonus": 0})
            own["base"] += video["base"]
            own["bonus"] += video["bonus"]
            weeks.update(video["weeks"])
        stated = body["totals"]
        expect_keys("totals", stated, ("videos", "weeks", "paid"))
        expect("number of videos", len(body["videos"]), stated["videos"])
        expect("number of weeks", len(weeks), stated["weeks"])
        expect("sums", sums, stated["paid"])
        words = [f"{len(body['videos'])} videos in {len(weeks)} weeks"]
        words += [
            f"{money(own['base'], name)} base and {money(own['bonus'], name)} bonus"
            for name, own in sums.items()
        ]
        return words

    def digest():
        expect("sha256", sha256(body), envelope["sha256"])
        return envelope["sha256"]

    report.attempt("history, ", "profile", shape)
    report.attempt("history, ", "sums", totals)
    report.attempt("history, ", "hash", digest)
    report.attempt(
        "history, ", "signature", lambda: check_signature(envelope, canonical(body), public_keys)
    )
    report.say()


# Reading files ----------------------------------------------------------------------------------
class Unreadable(Exception):
    """A file can't be read; the message is a sentence."""


def _once(pairs):
    """Refuse an object in which a name stands twice: readers differ in which one counts."""
    found = dict(pairs)
    if len(found) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise ValueError(f"the name {twice!r} stands twice in one object")
    return found


def _number(text):
    value = float(text)
    return int(value) if value.is_integer() else value


def _no_number(text):
    raise ValueError(f"{text} is no number that JSON has")


def read_json(path):
    """Read a JSON file. Raises Unreadable with a sentence."""
    try:
        with open(path, encoding="utf-8") as file:
            return json.load(
                file, object_pairs_hook=_once, parse_float=_number, parse_constant=_no_number
            )
    except OSError as error:
        raise Unreadable(f"{path} can't be opened: {error.strerror}.") from None
    except (ValueError, RecursionError) as error:
        raise Unreadable(f"{path} can't be read as JSON: {error}. Download it again.") from None


def statements_in(path):
    """Return the statements of a file, and whether it says that it is a creator's whole chain."""
    data = read_json(path)
    if isinstance(data, dict) and "statement" in data:
        return [data], False
    if isinstance(data, dict) and isinstance(data.get("statements"), list):
        for name, value in data.items():
            if name != "statements" and (name, value) != ("format", "creatorspark-statements-1"):
                raise Unreadable(f"{path} is no file of statements: {name} is {value!r}.")
        if not data["statements"]:
            raise Unreadable(f"{path} holds no statement yet.")
        return data["statements"], True
    raise Unreadable(f"{path} is JSON, but holds no statement. Is it the right file?")


def arguments(given):
    """Return what the command line asks for."""
    parser = argparse.ArgumentParser(
        description=__doc__,
        formatter_class=argparse.RawDescriptionHelpFormatter,
        usage=argparse.SUPPRESS,
    )
    parser.add_argument("statements", nargs="*", help=argparse.SUPPRESS)
    parser.add_argument("--creator-file", default="", help=argparse.SUPPRESS)
    parser.add_argument("--history", default="", help=argparse.SUPPRESS)
    parser.add_argument("--policies", default="", help=argparse.SUPPRESS)
    parser.add_argument("--public-key", action="append", default=[], help=argparse.SUPPRESS)
    parser.add_argument("--quiet", action="store_true", help=argparse.SUPPRESS)
    options = parser.parse_args(given)
    if options.creator_file:
        options.statements.append(options.creator_file)
    if not options.statements and not options.history:
        parser.error("name a statement, or --history. --help says more.")
    if options.statements and not options.policies:
        parser.error("--policies is missing: the public policy file, by which lines are computed.")
    return options


def run(options, report):
    """Check what the command line names. Raises Unreadable."""
    for key in options.public_key:
        try:
            in_bytes("key you gave", key, 32)
        except Mismatch as fault:
            raise Unreadable(f"--public-key: {fault}.") from None
    if options.history:
        try:
            check_history(read_json(options.history), options.public_key, report)
        except (Mismatch, *ODD) as fault:
            report.fault("history, ", "file", str(fault))
    if options.statements:
        envelopes, whole = [], False
        for path in options.statements:
            found, complete = statements_in(path)
            envelopes += found
            whole = whole or complete
        book = read_policies(options.policies, options.public_key, report)
        for envelope in envelopes:
            check_statement(envelope, book, options.public_key, report)
        if len(envelopes) > 1 or whole:
            check_chains(envelopes, whole, report)


def conclude(report, options):
    """Say the result; return the exit code."""
    for fault in report.wrong:
        print(f"Does not agree: {fault}")
    if report.wrong:
        return 1
    parts = []
    if options.statements:
        statements = f"{report.statements:,} statement{'' if report.statements == 1 else 's'}"
        lines = f"{report.lines:,} line{'' if report.lines == 1 else 's'}"
        parts.append(f"{statements} with {lines}, every sum, hash and signature")
    if options.history:
        parts.append("the history's sums, hash and signature")
    print(f"All agree: {'; '.join(parts)}.")
    if not options.public_key:
        print("The key was taken from the files. Compare it with the one that the site publishes,")
        print("or with one that you noted earlier, by --public-key.")
    return 0


def main(given=None):
    """Check what the command line names; return the exit code."""
    options = arguments(given)
    report = Report(options.quiet)
    try:
        run(options, report)
    except Unreadable as fault:
        print(fault, file=sys.stderr)
        return 2
    return conclude(report, options)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except BrokenPipeError:  # whoever reads along has read enough; the result is not known
        sys.stderr.close()
        sys.exit(1)
