"""Against policyengine-core's marginal rate scale: the same tiers on the same values, each in its own environment.

It lives apart because it would downgrade packages that this project needs.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from functools import partial
from pathlib import Path
from statistics import median

import numpy as np
from numpy.typing import NDArray
from peers.conversation import conversation
from peers.one_plan import QUARTERS, people, scenario
from peers.timing import Ratio, UnavailableError, in_turns, shown, timed

import compsim
from compsim.engine.evaluation import get_engine

WANTED = "policyengine-core==3.33.12"
VALUES = 1_000_000
RATES = ((0.0, 1.0), (0.5, 1.5), (1.0, 2.0), (1.5, 0.5))  # (from this attainment, factor per unit)
LEVELS = (0.0, 0.5, 1.25, 2.25)  # what is earned at each of these edges
SIDE = Path(__file__).with_name("tax_scale_side.py")


def tax_scale_ratios(folder: Path) -> Iterator[Ratio]:
    """One curve, and one whole evaluation, against `calc`; UnavailableError without the package."""
    python = _environment(folder / "policyengine", folder / "policyengine.log")
    values, answers = folder / "values.npy", folder / "answers.npy"
    x = np.random.default_rng(1).uniform(0.0, 2.0, VALUES)
    np.save(values, x)
    command = [str(python), str(SIDE), str(values), str(answers), json.dumps(RATES)]
    with conversation(command, folder / "tax-scale.log") as (about, peer):
        name = f"{about['name']} {about['version']}, `MarginalRateTaxScale.calc`"
        curve = compsim.PayCurve(tuple(edge for edge, _ in RATES), LEVELS, tuple(rate for _, rate in RATES))
        np.testing.assert_allclose(get_engine("numba")(curve, x), np.load(answers), rtol=1e-12, atol=1e-12)
        numba, numpy = (partial(get_engine(engine), curve, x) for engine in ("numba", "numpy"))
        what, why = f"one pay curve, {VALUES:,} values", f"memory is the limit: a bare copy takes {shown(_copying(x))}."
        yield Ratio(f"{what}, numba", name, *in_turns(timed(numba), peer, 15), 50, why)
        cold = in_turns(timed(numba, at_least=0), peer, 15)
        yield Ratio(f"{what}, numba, called once with the peer's data in the caches", name, *cold)
        yield Ratio(f"{what}, numpy", name, *in_turns(timed(numpy), peer))
        population, plan = people(VALUES // len(QUARTERS), QUARTERS), scenario("quarterly")
        ours = timed(lambda: compsim.evaluate(plan, population))
        what = f"a whole `evaluate`: three objectives, settled, on {VALUES:,} rep-periods"
        yield Ratio(what, f"{name} of one scale", *in_turns(ours, peer, 3))


def _copying(x: NDArray[np.float64]) -> float:
    """Seconds of a bare copy of the values."""
    copied = timed(x.copy)
    return median(copied() for _ in range(9))


def _environment(home: Path, log: Path) -> Path:
    """The Python that has the package, made if need be."""
    python = home / "bin" / "python"
    if _has(python):
        return python
    with log.open("w", encoding="utf-8") as says:
        run = partial(subprocess.run, stdout=says, stderr=subprocess.STDOUT, check=False)
        run([sys.executable, "-m", "venv", "--clear", str(home)])
        uv = [str(Path(sys.executable).with_name("uv")), "pip", "install", "--system-certs", "--python", str(python)]
        for installer in (uv, [str(python), "-m", "pip", "install", "--progress-bar", "off"]):
            if Path(installer[0]).exists() and run([*installer, WANTED]).returncode == 0:
                return python
    raise UnavailableError(f"{WANTED} could not be installed from the package index; .make/peers/{log.name} says why.")


def _has(python: Path) -> bool:
    name, _, wanted = WANTED.partition("==")
    asks = f"from importlib.metadata import version; raise SystemExit(version({name!r}) != {wanted!r})"
    return (
        python.exists() and subprocess.run([str(python), "-c", asks], capture_output=True, check=False).returncode == 0
    )
