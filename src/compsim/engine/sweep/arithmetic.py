"""Which arithmetic a sweep uses: NumPy, or the compiled kernels where a sweep is longer than their compilation.

Both give the same bits. The kernels are compiled in the background while a sweep's probes are evaluated, once in a
process; whoever knows that a sweep will come can begin earlier with `warm_up`. Doing NumPy's part meanwhile was tried:
the two share the interpreter, and together took twice as long as waiting.
"""

from __future__ import annotations

from functools import cache
from importlib import import_module
from threading import Thread
from types import ModuleType

import numpy as np

from compsim.engine.evaluation import ENGINES, EngineName
from compsim.engine.sweep import numpy_kernels
from compsim.engine.sweep.factored import Arithmetic
from compsim.errors import EngineError, did_you_mean

COMPILE_PAYS_FROM = 30_000_000  # plans × roster rows; below, NumPy is done before Numba has compiled


def arithmetic_for(engine: EngineName, plans: int, rows: int) -> Arithmetic:
    """The arithmetic of an engine; the first use waits for the compiler. EngineError for an unknown name."""
    if engine not in ("auto", *ENGINES):
        raise EngineError(f"there is no engine '{engine}'. {did_you_mean(engine, ('auto', *ENGINES))}")
    if engine == "numpy" or (engine == "auto" and plans * rows < COMPILE_PAYS_FROM and not _is_compiled()):
        return lambda: numpy_kernels
    compiling = warm_up()
    return lambda: _compiled(compiling)


@cache
def warm_up() -> Thread:
    """Compile the kernels in the background, once in a process; about three seconds."""
    thread = Thread(target=_compile, name="compile sweep kernels")
    thread.start()
    return thread


def _is_compiled() -> bool:
    return bool(warm_up.cache_info().currsize) and not warm_up().is_alive()


def _compiled(compiling: Thread) -> ModuleType:
    compiling.join()
    return _kernels()


def _kernels() -> ModuleType:
    return import_module("compsim.engine.sweep.kernels")


def _compile() -> None:
    """Call each kernel on one block that holds nothing."""
    kernels = _kernels()
    block, one, nobody = np.zeros((1, 1, 1, numpy_kernels.LANES)), np.zeros((1, 1)), np.zeros(1, dtype=np.int64)
    curves = (one, one, one, one[0], nobody, nobody)
    lanes, picks, figures = block[0, 0], nobody[None], np.zeros(1)
    variants = np.zeros((1, 3), dtype=np.int64)
    kernels.curve_tables(curves, block, block, block, variants, nobody, nobody, 0, block)
    kernels.reduce_pay(block, picks, one, one, nobody, block[0], lanes, lanes, figures, figures, nobody)
    kernels.count_at_target(block[0], picks, one, 1.0, nobody)
