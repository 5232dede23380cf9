"""What is said of likely grades."""

import pytest

from scoring.services.training.guesses import likely_words


@pytest.mark.parametrize(
    ("likely", "said"),
    [("B", "most often get grade B"), ("BC", "from B to C"), ("ABCDE", "any may come of it")],
)
def test_all_grades_together_are_no_guess(likely, said):
    assert said in likely_words(tuple(likely), of=5)
