"""The most memory a process has held, by itself."""

from __future__ import annotations

import resource
import sys
from pathlib import Path

STATUS = Path("/proc/self/status")


def peak_memory() -> int:
    """The most memory this program has held since it began, or since its peak was last forgotten, in kilobytes.

    Linux keeps it a program apart; `ru_maxrss`, which is all that other systems tell, also counts what the program
    that started this one held at that moment.
    """
    if not STATUS.exists():
        most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        return most // 1024 if sys.platform == "darwin" else most
    lines = STATUS.read_text(encoding="utf-8").splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("VmHWM"))
