"""Every line of many statements made again from its inputs, through the rules that wrote it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from rewards.domain.bonus import Grade
from rewards.domain.earnings import GradeFacts, LineKind
from rewards.domain.pay_policy import PayPolicy
from rewards.domain.proof import (
    CannotRemake,
    WrittenLine,
    differences,
    remake,
    stated_grade,
    unequal,
)
from rewards.selectors.proof import StoredLine
from scoring import interface as scoring

Rules = Mapping[str, PayPolicy]


class Remaker:
    """Makes the lines of a batch again; grades are computed once, all together."""

    def __init__(self, lines: Sequence[StoredLine], *, rules: Rules) -> None:
        self._rules = rules
        stated: dict[int, GradeFacts] = {}
        for line in lines:
            if line.written.is_on_base:
                try:
                    stated[id(line)] = stated_grade(line.written)
                except CannotRemake:
                    continue
        again = scoring.regrade(
            grades=[
                scoring.StatedGrade(
                    counts=grade.counts,
                    policy_sha256=grade.policy_sha256,
                    reference_sha256=grade.reference_sha256,
                )
                for grade in stated.values()
            ]
        )
        self._grades = {
            key: (grade, regraded)
            for (key, grade), regraded in zip(stated.items(), again, strict=True)
        }

    def faults(self, line: StoredLine) -> Iterator[str]:
        """Yield a sentence for each value of a line that is not what the rules give."""
        written = line.written
        if written.is_by_staff:
            yield from _by_staff(line)
            return
        policy = self._rules.get(written.policy_sha256)
        if policy is None:
            yield f"there is no sound pay policy {written.policy_sha256}"
            return
        try:
            remade = remake(written, policy=policy, grade=self._grade(line))
        except CannotRemake as fault:
            yield str(fault)
            return
        for difference in differences(written, remade):
            yield str(difference)

    def _grade(self, line: StoredLine) -> GradeFacts | None:
        """Return the grade that the stated counts give, with the rest as it is stated."""
        if not line.written.is_on_base:
            return None
        if id(line) not in self._grades:
            stated_grade(line.written)
        stated, again = self._grades[id(line)]
        if again.problem:
            raise CannotRemake(again.problem)
        return replace(stated, letter=Grade(again.letter), score=again.score)


def _by_staff(line: StoredLine) -> Iterator[str]:
    """Compare a line with what staff asked for; the amount is theirs, so nothing is computed."""
    written, staff = line.written, line.staff
    if staff is None:
        yield f"there is no adjustment by staff for {written.cause}"
        return
    if written.kind != LineKind.ADJUSTMENT:
        yield f"its kind is {written.kind}, though staff set its amount"
    wish = {"amount": staff.amount, "reason": staff.reason, "link": staff.link}
    if written.amount != staff.amount:
        yield f"amount says {written.amount}, staff asked for {staff.amount}"
    for difference in unequal("inputs", dict(written.inputs), wish):
        yield str(difference)


def is_of_week(written: WrittenLine) -> bool:
    """Say whether a line is paid by its own week's policy (others by that of their base)."""
    return written.kind == LineKind.BASE or written.is_by_staff
