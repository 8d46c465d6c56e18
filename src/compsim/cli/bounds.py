"""Limits of a search as a person types them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import typer

from compsim.plan.quantity import parse_ratio

if TYPE_CHECKING:
    from compsim.analysis.search.limits import Limits


def limits_from(budget: float | None, at_target: str, loss_up_to: float | None, winners_from: str) -> Limits:
    """The limits; typer.BadParameter where a share cannot be read, PlanError where nothing could be within."""
    from compsim.analysis.search.limits import Limits

    low, dash, high = at_target.partition("-")
    if at_target and not (low.strip() and (high.strip() or not dash)):
        raise typer.BadParameter("write --at-target as 70%-80%, or 70% for at least that.")
    return Limits(
        budget,
        _share(low, "--at-target"),
        _share(high, "--at-target"),
        loss_up_to,
        _share(winners_from, "--winners-from"),
    )


def _share(text: str, option: str) -> float | None:
    if not text.strip():
        return None
    try:
        return parse_ratio(text)
    except ValueError as error:
        raise typer.BadParameter(f"{option}: {str(error).replace(' | ', '. ')}") from None
