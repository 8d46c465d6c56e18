"""A plan's data as its YAML file lays them out: short tables in one line, the rest in blocks."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from io import StringIO
from typing import Any

from ruamel.yaml import YAML
from ruamel.yaml.comments import CommentedMap

WIDTH = 120
_IN_ONE_LINE = {
    "curve",
    "points",
    "steps",
    "rates",
    "by",
    "caps",
    "periods",
    "target",
    "total",
    "where",
    "draw",
    "rounding",
}


def without_gaps(value: Any) -> Any:
    """Plain data without None and with lists for tuples."""
    if isinstance(value, Mapping):
        return {key: without_gaps(inner) for key, inner in value.items() if inner is not None}
    if isinstance(value, list | tuple):
        return [without_gaps(item) for item in value]
    return value


def yaml_text(plain: Mapping[str, Any]) -> str:
    """Plain data as the text of a YAML file."""
    writer = YAML()
    writer.width = WIDTH
    out = StringIO()
    writer.dump(_laid_out(plain), out)
    return out.getvalue()


def _laid_out(value: Any, key: str = "") -> Any:
    """Plain data as a YAML tree: curves and other short tables in one line, the rest in blocks."""
    if isinstance(value, Mapping):
        tree = CommentedMap((name, _laid_out(inner, str(name))) for name, inner in value.items())
        if key in _IN_ONE_LINE:
            tree.fa.set_flow_style()
        return tree
    if isinstance(value, Iterable) and not isinstance(value, str):
        return [_laid_out(item) for item in value]
    return value
