"""A foreign key is an import by another name: it must not climb a layer either."""

from collections.abc import Iterable

from django.apps import apps
from django.db import models
from django.test.utils import isolate_apps

# Height of each app; scoring and fraud stand side by side and may not see each other.
HEIGHT = {
    "core": 0,
    "scoring": 1,
    "fraud": 1,
    "rewards": 2,
    "marketplace": 3,
    "portals": 4,
    "demo": 5,
}


def climbing(tables: Iterable[type[models.Model]]) -> list[str]:
    """Name each relation that points up, or sideways to another app."""
    return [
        f"{model._meta.label}.{field.name} → {target._meta.label}"
        for model in tables
        for field in model._meta.get_fields()
        if field.is_relation and not field.auto_created and (target := field.related_model)
        if (here := model._meta.app_label) != (there := target._meta.app_label)
        if here in HEIGHT and HEIGHT.get(there, -1) >= HEIGHT[here]
    ]


def test_no_foreign_key_climbs_a_layer():
    assert climbing(apps.get_models(include_auto_created=True)) == []


def test_every_app_of_ours_has_a_height():
    ours = {app.label for app in apps.get_app_configs() if "site-packages" not in app.path}
    assert ours == set(HEIGHT)


@isolate_apps("creatorspark.core", "scoring", "fraud")
def test_a_key_that_climbs_or_steps_sideways_is_named():
    class Score(models.Model):
        class Meta:
            app_label = "scoring"

    class Fact(models.Model):
        score = models.ForeignKey("scoring.Score", on_delete=models.CASCADE)

        class Meta:
            app_label = "core"

    class Alert(models.Model):
        scores: models.ManyToManyField = models.ManyToManyField(Score)

        class Meta:
            app_label = "fraud"

    assert climbing([Score, Fact, Alert]) == [
        "core.Fact.score → scoring.Score",
        "fraud.Alert.scores → scoring.Score",
    ]
