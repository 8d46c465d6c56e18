"""A case worked out: what it pays, and what of that is not as it expects."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from compsim.analysis.expectation import Difference, differences
from compsim.cases import Case
from compsim.engine.evaluation import EngineName, evaluate
from compsim.engine.payouts import Payouts


@dataclass(frozen=True, eq=False)
class Worked:
    """One case with its payouts."""

    case: Case
    payouts: Payouts
    differences: tuple[Difference, ...]  # empty where everything is as expected, or nothing was

    def as_dict(self) -> dict[str, Any]:
        """What the case pays per rep, period and component, and whether that is what it expects, for JSON."""
        paid = self.payouts.long().groupby(["rep", "period", "component"], sort=False)["money"].sum().reset_index()
        reps = self.payouts.population.roster["rep"].to_numpy()
        return {
            "case": self.case.name,
            "about": self.case.about,
            "pays": [{str(key): value for key, value in row.items()} for row in paid.to_dict("records")],
            "total": {str(rep): float(pay) for rep, pay in self.payouts.per_rep().iloc[:, 0].items()},
            "incomplete": sorted({str(rep) for rep in reps[self.payouts.incomplete.any(axis=0)]}),
            "as_expected": not self.differences if self.case.expect else None,
            "differences": [each.as_dict() for each in self.differences],
            "notes": [note.as_dict() for note in (*self.case.population.notes, *self.payouts.notes)],
        }


def work_out(case: Case, engine: EngineName = "numpy") -> Worked:
    """Evaluate a case and hold it against what it expects; PlanError lists what its plan needs and its tables lack."""
    payouts = evaluate(case.scenario, case.population, engine=engine)
    return Worked(case, payouts, tuple(differences(payouts, case.expect, case.population)))
