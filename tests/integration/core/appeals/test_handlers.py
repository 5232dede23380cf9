"""The desk with a handler of a test: it knows no judgement, and a refusal undoes everything."""

from typing import Any

import pytest

from creatorspark.core.appeals import desk, filing, handlers
from creatorspark.core.appeals.errors import AppealRefused
from creatorspark.core.appeals.handlers import Description, Ground, Judgement, Ruling
from creatorspark.core.domain.appeals.states import Outcome
from creatorspark.core.domain.appeals.terms import parameters
from creatorspark.core.models import Appeal, Decision, Notification
from tests.factories import NOW, PolicyFactory
from tests.integration.core.appeals.scene import DAY, Scene

KIND = "weather"


class Weather:
    """Judges the weather of one creator; refuses to be overturned."""

    label = "Weather"
    outcomes = (Outcome.UPHELD, Outcome.OVERTURNED, Outcome.PARTLY)

    def __init__(self, creator_id: int) -> None:
        self.creator_id = creator_id
        self.rulings: list[Ruling] = []

    def grounds(self) -> list[Ground]:
        return [Ground(code="sunny", label="It was sunny")]

    def judgement(self, subject_id: str) -> Judgement | None:
        return Judgement(
            id=f"rain on {subject_id}", creator_id=self.creator_id, rule="RAIN", made_at=NOW
        )

    def titles(self, subject_ids: Any) -> dict[str, str]:
        return {one: f"The weather on {one}" for one in subject_ids}

    def describe(self, subject_id: str, *, for_staff: bool) -> Description:
        return Description(title=f"The weather on {subject_id}")

    def consequence(self, outcome: Outcome) -> str:
        return f"It is {outcome.value} now."

    def decide(self, ruling: Ruling) -> dict[str, str]:
        if ruling.outcome is Outcome.OVERTURNED:
            raise AppealRefused("It did rain.")
        self.rulings.append(ruling)
        return {"was": "rain"}


@pytest.fixture
def weather(scene: Scene, monkeypatch: pytest.MonkeyPatch) -> Weather:
    handler = Weather(scene.creator.pk)
    monkeypatch.setattr(handlers, "_HANDLERS", dict(handlers._HANDLERS))
    handlers.register(KIND, handler)
    return handler


def file(scene: Scene, **given: Any) -> Appeal:
    return scene.file(kind=KIND, subject_id="monday", ground="sunny", **given)


def test_a_decision_in_part_is_carried_out_and_can_be_looked_at_again(
    scene: Scene, weather: Weather
):
    decision = scene.decide(file(scene), "partly")
    assert decision.effect == {"was": "rain"}
    [ruling] = weather.rulings
    assert (ruling.subject_id, ruling.ground, ruling.actor) == ("monday", "sunny", scene.ana)
    told = Notification.objects.get(title="You were right in part")
    assert told.body.startswith("The weather on monday.\n\nIt is partly now.")
    assert file(scene, now=NOW + 3 * DAY).look == 2


def test_a_refusal_of_the_handler_undoes_the_step_too(scene: Scene, weather: Weather):
    appeal = file(scene)
    with pytest.raises(AppealRefused, match="It did rain"):
        scene.decide(appeal, "overturned")
    appeal.refresh_from_db()
    assert appeal.state == "assigned"
    assert not Decision.objects.exists()
    assert not appeal.steps.filter(kind="overturned").exists()


def test_kinds_do_not_get_in_each_others_way(scene: Scene, weather: Weather):
    assert file(scene) != scene.file()
    assert Appeal.objects.count() == 2


def test_terms_of_one_kind_are_its_own(scene: Scene, weather: Weather):
    own = parameters() | {"by_kind": {KIND: {"decide_days": 14}}}
    PolicyFactory(kind="appeals", active=True, parameters=own)
    assert file(scene, now=NOW).due_at == NOW + 14 * DAY
    assert scene.file(now=NOW).due_at == NOW + 7 * DAY


def test_who_has_it_hears_that_it_was_withdrawn(scene: Scene, weather: Weather):
    appeal = file(scene)
    desk.take(appeal.pk, person=scene.bo, actor=scene.bo, now=NOW + DAY)
    filing.withdraw(appeal.pk, actor=scene.owner, now=NOW + DAY)
    assert Notification.objects.get(title__endswith="was withdrawn").user == scene.bo
