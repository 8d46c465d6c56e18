"""The people of a proposal, looked at together: salaries that are lower than the incentives beside them."""

from __future__ import annotations

import math
from collections.abc import Mapping as MappingOf
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from compsim.population.mapping.tables import factor_of
from compsim.population.proposal.columns import ColumnChoice
from compsim.population.proposal.files import FileLook
from compsim.population.proposal.pay import lower_than_incentive


def pay_asked(columns: MappingOf[str, ColumnChoice], file: FileLook) -> dict[str, ColumnChoice]:
    """The roster's columns, with a question where salaries are lower than the incentives of the same people."""
    base, incentive = columns["base_salary"], columns["target_incentive"]
    if base.column is None or base.times or "?" in (base.decimal, incentive.decimal, incentive.times):
        return dict(columns)
    counting = lower_than_incentive(_figures(file, base), _figures(file, incentive))
    if counting is None:
        return dict(columns)
    return {**columns, "base_salary": replace(base, times="?", ways=counting.ways, question=counting.asks)}


def _figures(file: FileLook, choice: ColumnChoice) -> NDArray[np.float64]:
    """What each row of the file has, missing where it has nothing."""
    if choice.column is None:
        value = choice.value if isinstance(choice.value, int | float) else math.nan
        return np.full(file.rows, float(value))
    return file.columns[choice.column].amounts(choice.decimal) * float(factor_of(choice.times or "1"))
