"""What has to be assumed of next year before anything can be drawn; every answer states it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from compsim.errors import PlanError, Problem

Model = Literal["resampled", "fitted"]


@dataclass(frozen=True)
class Assumed:
    """How next year's results are drawn; the target, the plan and the people stay as they are.

    `effort` is how much more everybody is supposed to reach because of the plan (ratio). It is an assumption about
    behaviour that no data of last year can tell, and nothing unless somebody states it.
    """

    model: Model = "resampled"
    own: float = 0.5  # 0..1, how much of what sets a person apart from the role stays (correlation of two years)
    market: float = 0.05  # standard deviation of the common market factor (ratio), for the fitted model
    effort: float = 0.0  # ratio, above -1
    draws: int = 1_000
    seed: int = 0

    def __post_init__(self) -> None:
        """Raise PlanError with everything that cannot be assumed."""
        problems = [Problem("risk", says, fix) for says, fix in self._wrong()]
        if problems:
            raise PlanError(problems)

    def _wrong(self) -> list[tuple[str, str]]:
        checks = (
            (self.model in ("resampled", "fitted"), f"there is no model '{self.model}'", "Write resampled or fitted."),
            (0.0 <= self.own <= 1.0, f"own is {self.own:g}", "Give a ratio from 0 to 1."),
            (0.0 <= self.market < 1.0, f"market is {self.market:g}", "Give a ratio from 0 to below 1."),
            (self.effort > -1.0, f"effort is {self.effort:g}", "Give a ratio above -1, such as 0.02."),
            (self.draws >= 100, f"there are {self.draws} draws", "Ask for at least 100: a tenth of few is nothing."),
        )
        return [(says, fix) for holds, says, fix in checks if not holds]
