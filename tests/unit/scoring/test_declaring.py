"""What a draft's caption makes of what was found."""

from scoring.domain.verdicts.declarations import Declaration
from scoring.services.originality.declaring import as_declared

HANDLES = {7: "Lina.Cooks", 8: "rico"}


def match(video, *, standing="copied", similarity=0.9, declarable=True):
    return {
        "video": video,
        "standing": standing,
        "similarity": similarity,
        "declarable": declarable,
    }


def found(*matches, original=False):
    return {
        "matches": list(matches),
        "original": original,
        "similarity": 0.9,
        "could_declare": all(one["declarable"] for one in matches),
    }


def test_naming_whose_video_it_is_makes_it_a_duet():
    said = as_declared(found(match(7)), by=Declaration(frozenset({"lina.cooks"})), handles=HANDLES)
    assert said["original"]
    assert said["matches"][0]["standing"] == "declared"
    assert not said["could_declare"]


def test_naming_somebody_else_changes_nothing():
    one = found(match(7))
    assert as_declared(one, by=Declaration(frozenset({"rico"})), handles=HANDLES) is one


def test_a_whole_copy_stays_one_whatever_it_is_called():
    one = found(match(7, declarable=False))
    assert as_declared(one, by=Declaration(bare=True), handles=HANDLES) is one


def test_one_of_two_declared_leaves_the_other_a_copy():
    said = as_declared(
        found(match(7), match(8, similarity=0.7)),
        by=Declaration(frozenset({"lina.cooks"})),
        handles=HANDLES,
    )
    assert [one["standing"] for one in said["matches"]] == ["declared", "copied"]
    assert not said["original"]
    assert said["similarity"] == 0.7
    assert said["could_declare"]


def test_findings_from_before_each_match_said_it():
    old = found(match(7))
    del old["matches"][0]["declarable"]
    assert as_declared(old, by=Declaration(bare=True), handles=HANDLES)["original"]


def test_ones_own_earlier_video_is_left_alone():
    one = found(match(7, standing="own_earlier"), original=True)
    assert as_declared(one, by=Declaration(bare=True), handles=HANDLES) is one
