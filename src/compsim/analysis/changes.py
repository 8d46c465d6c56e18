"""Everything that two plans say differently, each at its path, so that it can be read, checked and done again."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from typing import Any, Literal

from compsim.plan.scenario import Scenario

Kind = Literal["changed", "added", "removed"]
_WHOLE = ("points", "steps", "rates", "where", "factors", "matrix", "ramp", "profile")  # tables are one value
_PAYS_NOTHING = ("title", "note")
_BESIDE_PLANS = ("currency", "year_starts", "periods", "sales_measure")


@dataclass(frozen=True)
class Change:
    """One value that a reform changes, adds or takes away; None is what a file leaves out, so that a default holds."""

    kind: Kind
    role: str  # empty where it stands beside the plans
    path: str  # as in `Scenario.reform`, from the role on
    before: Any  # as the plan file says it
    after: Any

    def as_dict(self) -> dict[str, Any]:
        """The same as plain data, for JSON."""
        return asdict(self)


def changes_between(baseline: Scenario, reform: Scenario) -> tuple[Change, ...]:
    """Every parameter that differs, roles in the order of the baseline; names and titles pay nothing and are none.

    A part that is new or gone is one change, and so is a table of points, steps or rates. What `Scenario.reform` makes
    of the baseline with these changes pays what the reform pays, unless a whole role is new.
    """
    old, new = baseline.to_plain(), reform.to_plain()
    roles = dict.fromkeys([*old["plans"], *new["plans"]])
    beside = [
        _change("", name, old.get(name), new.get(name)) for name in _BESIDE_PLANS if old.get(name) != new.get(name)
    ]
    within = [change for role in roles for change in _walk(role, role, old["plans"].get(role), new["plans"].get(role))]
    return (*beside, *within)


def _walk(role: str, path: str, old: Any, new: Any) -> Iterator[Change]:
    if old == new:
        return
    if isinstance(old, Mapping) and isinstance(new, Mapping) and path.rpartition(".")[2] not in _WHOLE:
        for name in dict.fromkeys([*old, *new]):
            if name not in _PAYS_NOTHING:
                yield from _walk(role, f"{path}.{name}", old.get(name), new.get(name))
    elif isinstance(old, list) and isinstance(new, list) and len(old) == len(new):
        for place, (one, other) in enumerate(zip(old, new, strict=True)):
            yield from _walk(role, f"{path}.{place}", one, other)
    else:
        yield _change(role, path, old, new)


def _change(role: str, path: str, old: Any, new: Any) -> Change:
    kind: Kind = "added" if old is None else "removed" if new is None else "changed"
    return Change(kind, role, path, old, new)
