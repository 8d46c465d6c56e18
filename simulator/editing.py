"""From what a form says to another plan: one value replaced, a part added or taken away, weights, a role as text.

A place in a role's plan is a path such as `("objectives", "revenue", "caps", "money")`. Everything here is pure; a
mistake comes back as InputError with all problems at once, and nothing that a form does not show is lost.
"""

from __future__ import annotations

import textwrap
from collections.abc import Collection, Mapping, Sequence
from itertools import pairwise
from typing import Any, Literal

from compsim.marked_yaml import Path, read_yaml
from compsim.plan.components import HOLDS, Commission, Gate
from compsim.plan.limits import Caps, Draw
from compsim.plan.quantity import write_ratio
from compsim.plan.scenario import Origin, Plan, Scenario, scenario_from_plain
from compsim.plan.weights import respread

EDITED = "_edited"
TIMING = ("measured", "against", "pays", "take_back")  # one for all objectives of a blended plan
HURDLES = {"attainment": "100%", "value": 1}  # where a gate begins that now reads something else
_NO_LIMIT = [set(), {"per"}]  # what caps say that limit nothing


def change(scenario: Scenario, role: str, changes: Mapping[Path, Any]) -> Scenario:
    """The scenario with some values of a role's plan replaced, under a name that says it was edited.

    None takes a value away; in a list, the place after the last one adds.
    """
    plain = scenario.to_plain()
    plan = plain["plans"][role]
    for path, value in changes.items():
        _put(plan, path, value)
    if "caps" in plan:
        plan["caps"] = [caps for caps in _listed(plan["caps"]) if set(caps) not in _NO_LIMIT]
    return edited(scenario, plain)


def edited(scenario: Scenario, plain: Mapping[str, Any], origin: Origin | None = None) -> Scenario:
    """The scenario that plain data say, under the name of the edited one; PlanError lists every mistake."""
    name = scenario.name if scenario.name.endswith(EDITED) else f"{scenario.name}{EDITED}"
    return scenario_from_plain({**plain, "scenario": name}, origin or Origin(scenario.title or name))


def _put(plan: Any, path: Path, value: Any) -> None:
    """Set one value of plain data; on the way to a place in a list, one that stands alone becomes a list."""
    here = plan
    for step, following in pairwise(path):
        if isinstance(following, int):
            here[step] = _listed(here.get(step))
        elif isinstance(here, dict):
            here.setdefault(step, {})
        elif step == len(here):
            here.append({})
        here = here[step]
    _replace(here, path[-1], value)


def _replace(here: Any, step: Any, value: Any) -> None:
    if value is None:
        if isinstance(here, list) or step in here:
            del here[step]
    elif isinstance(here, list) and step == len(here):
        here.append(value)
    else:
        here[step] = value


def _listed(value: Any) -> list[Any]:
    return [] if value is None else [*value] if isinstance(value, list) else [value]


def part_at(plan: Plan, path: Path) -> Any:
    """What stands at a path of a plan; None where nothing does."""
    here: Any = plan
    for step in path:
        if isinstance(here, tuple):
            here = here[step] if isinstance(step, int) and step < len(here) else None
        elif isinstance(here, Mapping):
            here = here.get(step)
        else:
            here = None if here is None else getattr(here, str(step))
    return here


def path_of(plan: Plan, name: str) -> Path:
    """Where an objective or a commission stands."""
    return ("objectives" if name in plan.objectives else "commissions", name)


def curve_path(plan: Plan, name: str) -> Path:
    """Where the curve stands that pays a part: its own, or the one of a blended plan."""
    path = path_of(plan, name)
    if isinstance(plan.parts()[name], Commission):
        return path
    return ("curve",) if plan.objectives[name].curve is None else (*path, "curve")


def plain_at(plan: Plan, path: Path) -> Any:
    """What stands at a path, as a plan file says it; None where nothing does."""
    found = part_at(plan, path)
    return found.model_dump(by_alias=True, exclude_defaults=True) if hasattr(found, "model_dump") else found


# --- one value


def set_field(scenario: Scenario, role: str, path: Path, value: Any) -> Scenario:
    """One value of a role's plan replaced, with what cannot stay as it was; None takes it away."""
    plan = scenario.plans[role]
    if plan.mix == "blended" and len(path) == 3 and path[0] == "objectives" and path[-1] in TIMING:
        return change(scenario, role, {("objectives", name, path[-1]): value for name in plan.objectives})
    return change(scenario, role, {path: value, **_what_goes_along(part_at(plan, path[:-1]), path, value)})


def _what_goes_along(part: Any, path: Path, value: Any) -> dict[Path, Any]:
    """What cannot stay as it was once a field says something else."""
    if isinstance(part, Gate) and path[-1] == "on":
        return {(*path[:-1], "hurdle"): HURDLES[value]}
    if isinstance(part, Draw) and path[-1] == "kind":
        return {(*path[:-1], "recovered_from"): None}
    return {}


def held(before: Sequence[str], now: Sequence[str]) -> list[str]:
    """What a gate holds after a choice: one of the words stands alone, names stand together, nothing is everything."""
    fresh = [name for name in now if name not in before]
    words = [name for name in fresh if name in HOLDS]
    return words[-1:] or [name for name in now if name not in HOLDS] or [*now][:1] or [HOLDS[0]]


def set_mix(
    scenario: Scenario, role: str, mix: Literal["each", "blended"], known: Mapping[Path, Any] | None = None
) -> Scenario:
    """One curve for all objectives (that of the first), or one for each (that of the plan).

    `known` are curves from before, by path, which come back where they stood.
    """
    plan, before = scenario.plans[role], known or {}
    if mix == plan.mix or not plan.objectives:
        return change(scenario, role, {("mix",): mix})
    own: dict[Path, Any] = {("objectives", name, "curve"): None for name in plan.objectives}
    if mix == "blended":
        curve = before.get(("curve",)) or plain_at(plan, next(iter(own)))
        return change(scenario, role, {("mix",): mix, ("curve",): curve, **own})
    curves = {path: before.get(path) or plain_at(plan, ("curve",)) for path in own}
    return change(scenario, role, {("mix",): mix, ("curve",): None, **curves})


def curves_of_mix(plan: Plan) -> dict[Path, Any]:
    """Every curve that changing the mix would take away, by path, as the plan file says it."""
    paths: list[Path] = [("curve",), *(("objectives", name, "curve") for name in plan.objectives)]
    return {path: plain_at(plan, path) for path in paths if part_at(plan, path) is not None}


def add(scenario: Scenario, role: str, path: Path, plain: Mapping[str, Any]) -> Scenario:
    """One more part at the end of the list that stands at a path."""
    there = part_at(scenario.plans[role], path) or ()
    return change(scenario, role, {(*path, len(there)): dict(plain)})


def moved(listed: Sequence[Any], place: int, by: int) -> list[Any]:
    """The list with one item moved, at most to an end."""
    rest = [*listed[:place], *listed[place + 1 :]]
    goal = min(max(place + by, 0), len(rest))
    return [*rest[:goal], listed[place], *rest[goal:]]


def move(scenario: Scenario, role: str, path: Path, by: int) -> Scenario:
    """A part of a list, whose place ends the path, moved down by so many places, or up if negative."""
    listed = _listed(_said_at(scenario, role, path[:-1]))
    return change(scenario, role, {path[:-1]: moved(listed, int(path[-1]), by)})


# --- weights


def weights_of(scenario: Scenario, role: str) -> dict[str, float]:
    """The weights of a role's objectives, as ratios."""
    return {name: part.weight for name, part in scenario.plans[role].objectives.items()}


def set_weight(
    scenario: Scenario,
    role: str,
    objective: str,
    percent: float,
    proportions: Mapping[str, float] | None = None,
    held: Collection[str] = (),
) -> Scenario:
    """One weight (in percent) changed, the others of the role spread so that they add to 100 %; `held` ones stay.

    `proportions` are the weights before the first of several changes in a row: rounding then does not pile up.
    """
    spread = respread(proportions or weights_of(scenario, role), objective, percent / 100, held=held)
    return change(scenario, role, {("objectives", name, "weight"): write_ratio(w) for name, w in spread.items()})


# --- the payout cap


def payout_cap_place(plan: Plan) -> int:
    """Which of the plan's caps limits the payout, or would."""
    return next((place for place, caps in enumerate(plan.caps) if caps.payout is not None), 0)


def set_payout_cap(scenario: Scenario, role: str, cap: Caps | None) -> Scenario:
    """The payout capped as in `cap`, or not at all; other limits stay."""
    plan = scenario.plans[role]
    place = payout_cap_place(plan)
    if cap is None:
        return change(scenario, role, {("caps", place, "payout"): None})
    said = cap.model_dump(exclude_defaults=True, include={"payout", "per"} if not plan.caps else {"payout"})
    if not plan.caps:
        return change(scenario, role, {("caps", 0): said})
    return change(scenario, role, {("caps", place, name): value for name, value in said.items()})


# --- names and text


def rename(scenario: Scenario, title: str) -> Scenario:
    """The scenario under another title; an empty one leaves it as it was."""
    wanted = title.strip() or scenario.title
    if wanted == scenario.title:
        return scenario
    return edited(scenario, {**scenario.to_plain(), "title": wanted})


def role_text(scenario: Scenario, role: str) -> str:
    """The plan of one role as its file says it, from the first column on."""
    alone = scenario.model_copy(update={"plans": {role: scenario.plans[role]}}).to_yaml()
    lines = alone.splitlines()
    return textwrap.dedent("\n".join(lines[lines.index("plans:") + 2 :])) + "\n"


def set_role_text(scenario: Scenario, role: str, text: str, source: str) -> Scenario:
    """The plan of one role replaced by a text; its problems name lines of that text."""
    marked = read_yaml(text, source)
    lines = {("plans", role, *path): line for path, line in marked.lines.items()}
    plain = scenario.to_plain()
    return edited(scenario, {**plain, "plans": {**plain["plans"], role: marked.data}}, Origin(source, lines))


def part_text(scenario: Scenario, role: str, path: Path) -> str:
    """What stands at a path, in the words of the plan file; empty where nothing does."""
    plain = _said_at(scenario, role, path)
    return "" if plain is None else _flow(plain)


def _said_at(scenario: Scenario, role: str, path: Path) -> Any:
    plain: Any = scenario.to_plain()["plans"][role]
    for step in path:
        if isinstance(step, int):
            plain = _listed(plain)[step]
        else:
            plain = plain.get(step) if isinstance(plain, Mapping) else None
    return plain


def _flow(plain: Any) -> str:
    if isinstance(plain, Mapping):
        return "{" + ", ".join(f"{name}: {_flow(inner)}" for name, inner in plain.items()) + "}"
    if isinstance(plain, list):
        return "[" + ", ".join(map(_flow, plain)) + "]"
    return str(plain)
