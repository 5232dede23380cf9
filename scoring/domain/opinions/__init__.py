"""What a model elsewhere thinks of a video: the question, how its answer is read, its weight."""

from scoring.domain.opinions.answer import Answer, AnswerRefused, AnswerUnreadable, read_answer
from scoring.domain.opinions.prompts import PROMPT, Prompt, caption_part
from scoring.domain.opinions.weighing import weigh

__all__ = [
    "PROMPT",
    "Answer",
    "AnswerRefused",
    "AnswerUnreadable",
    "Prompt",
    "caption_part",
    "read_answer",
    "weigh",
]
