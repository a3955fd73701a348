"""The first steps of a person: which there are, which are done, which were skipped. Pure."""

from dataclasses import dataclass
from typing import Any, Self

FOUNDER_STEPS = ("organization", "executive", "calendar", "colleague")
MEMBER_STEPS = ("profile",)
DONE, SKIPPED = "done", "skipped"


@dataclass(frozen=True, slots=True)
class Onboarding:
    """`answers` by step: done or skipped. A skipped step counts as answered, and can still be done."""

    steps: tuple[str, ...]
    answers: dict[str, str]

    @classmethod
    def read(cls, data: dict[str, Any], *, is_admin: bool) -> Self:
        """From `users.onboarding_data`, whatever else may stand there; only an admin sets an organization up."""
        steps = FOUNDER_STEPS if is_admin and not data.get("is_invited") else MEMBER_STEPS
        kept = data.get("answers")
        answers = kept if isinstance(kept, dict) else {}
        return cls(steps, {step: answers[step] for step in steps if answers.get(step) in (DONE, SKIPPED)})

    def answered(self, step: str, answer: str) -> Self:
        return type(self)(self.steps, self.answers | {step: answer})

    @property
    def current(self) -> str:
        """The first step without an answer; '' when there is none."""
        return next((step for step in self.steps if step not in self.answers), "")

    @property
    def number(self) -> int:
        """How many steps come before the current one."""
        return self.steps.index(self.current) if self.current else len(self.steps)

    def after(self, step: str) -> str:
        """The next step without an answer behind this one, else the first of all; '' when there is none."""
        later = self.steps[self.steps.index(step) + 1 :]
        return next((each for each in later if each not in self.answers), self.current)
