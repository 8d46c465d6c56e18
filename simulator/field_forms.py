"""Forms made from the plan model's own declarations: a field is drawn by what it allows, in the unit it declares.

Nothing here knows what a plan is about; a field that the model gains is drawn like its kind.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

import streamlit as st

from compsim.marked_yaml import Path
from compsim.plan.multiplier import Multiplier
from compsim.plan.part import PlanPart
from simulator import editing, fields, forms, memory, starts, widgets
from simulator.fields import Control, Field, Unit
from simulator.names import Names
from simulator.text import t

SHORT: set[Control] = {"toggle", "words", "number", "whole", "text"}
STEPS: Mapping[str, float] = {"percent": 5.0, "money": 500.0, "money a month": 100.0}
CELL, NARROW = 225, 160  # pixels; the least width of a field, and of a figure in half a page
UNSAID = ""  # the choice to say nothing; None would be a choice that can be cleared


@dataclass(frozen=True)
class Spot:
    """A part of the plan that a form shows."""

    role: str
    path: Path  # from the role on
    part: PlanPart
    names: Names
    measure: str = ""  # what the part reads
    by_deal: bool = False  # whether it pays each deal by itself

    def at(self, name: str | int) -> Path:
        """The path of a field."""
        return (*self.path, name)

    def key(self, name: str | int) -> str:
        """The key of a field's widget."""
        return key_of(self.role, self.at(name))

    def inside(self, part: PlanPart, *steps: str | int) -> Spot:
        """A part that stands in this one."""
        read = str(getattr(part, "measure", "") or self.measure)
        return replace(self, path=(*self.path, *steps), part=part, measure=read)


def key_of(role: str, path: Path) -> str:
    """The key of the widget that shows what stands at a path."""
    return f"field/{role}/{'.'.join(map(str, path))}"


def place_of(role: str, path: Path) -> str:
    """The part of the page that an edit of this path belongs to."""
    return f"{role}/{path[0]}"


def draw_short(spot: Spot, names: Iterable[str], width: int = CELL) -> list[Field]:
    """The fields that fit beside each other; answers those that need a line of their own."""
    known = [fields.field_of(type(spot.part), name) for name in names]
    draw_together([(spot, field) for field in known if field.control in SHORT], width)
    return [field for field in known if field.control not in SHORT]


def draw_together(placed: Iterable[tuple[Spot, Field]], width: int = CELL) -> None:
    """Fields in one grid whose cells are at least so wide, in pixels; switches come last, by themselves."""
    ordered = sorted(placed, key=lambda each: each[1].control == "toggle")
    if ordered:
        with st.grid(min_column_width=width, gap="small", vertical_alignment="bottom"):
            for spot, field in ordered:
                draw_one(spot, field)


def draw_one(spot: Spot, field: Field) -> None:
    """One field that fits beside others."""
    _DRAWN_BY[field.control](spot, field)


def edit_value(role: str, path: Path, value: Any) -> None:
    """Replace what stands at a path, and show the plan that comes of it."""
    forms.edit(lambda scenario: editing.set_field(scenario, role, path, value), place_of(role, path))
    forms.show()


def remove_button(role: str, path: Path) -> None:
    """Takes away what stands at a path; what it is called is the text of the list or table that it stands in."""
    st.button(
        t(f"remove.{path[-2]}"),
        key=f"remove/{role}/{'.'.join(map(str, path))}",
        icon=":material/delete:",
        type="tertiary",
        on_click=_removed,
        args=(role, path),
    )


def _removed(role: str, path: Path) -> None:
    forms.edit(lambda scenario: editing.change(scenario, role, {path: None}), place_of(role, path))
    forms.show()


def label_of(field: Field, unit: Unit, currency: str) -> str:
    """A field's title with the unit of its number."""
    if unit == "percent":
        return t("unit.percent_of", what=field.title)
    if field.unit.startswith("money") and currency:
        return t("unit.money_of", what=field.title, currency=currency)
    return field.title


def only_text(spot: Spot, field: Field) -> None:
    """What no form shows is said, with what the plan file says."""
    scenario = forms.current()
    text = editing.part_text(scenario, spot.role, spot.at(field.name)) if scenario else ""
    if text:
        widgets.quiet(t("form.only_text", what=field.title))
        st.code(f"{field.name}: {text}", language=None, wrap_lines=True)


# --- one control each


def _toggle(spot: Spot, field: Field) -> None:
    key = memory.hold(spot.key(field.name), getattr(spot.part, field.name))
    args = (spot.role, spot.at(field.name), key)
    st.toggle(field.title, key=key, help=field.means, on_change=_value_changed, args=args)


def _words(spot: Spot, field: Field) -> None:
    key = memory.hold(spot.key(field.name), getattr(spot.part, field.name) or UNSAID)
    st.selectbox(
        field.title,
        [*([UNSAID] if field.optional else []), *field.words],
        key=key,
        help=field.means,
        format_func=lambda word: forms.choice_text(field.name, word),
        on_change=_word_chosen,
        args=(spot.role, spot.at(field.name), key),
    )


def _number(spot: Spot, field: Field) -> None:
    value, unit = getattr(spot.part, field.name), fields.unit_of(field, spot.part)
    key = memory.hold(spot.key(field.name), None if value is None else fields.shown(value, unit))
    st.number_input(
        label_of(field, unit, spot.names.currency),
        min_value=_bound(field.lowest, unit),
        max_value=_bound(field.highest, unit),
        value=None,
        step=STEPS.get(unit, STEPS.get(field.unit, 1.0)),
        format="%g",
        key=key,
        help=field.means,
        placeholder=forms.unset_text(field.name),
        on_change=_number_changed,
        args=(spot.role, spot.at(field.name), unit, key),
    )


def _bound(bound: float | None, unit: Unit) -> float | None:
    return None if bound is None else fields.shown(bound, unit)


def _whole(spot: Spot, field: Field) -> None:
    key = memory.hold(spot.key(field.name), getattr(spot.part, field.name))
    st.number_input(
        label_of(field, "number", spot.names.currency),
        min_value=None if field.lowest is None else int(field.lowest),
        value=None,
        step=1,
        key=key,
        help=field.means,
        placeholder=forms.unset_text(field.name),
        on_change=_value_changed,
        args=(spot.role, spot.at(field.name), key),
    )


def _text(spot: Spot, field: Field) -> None:
    """A name that the data know is chosen, another one is written."""
    value, options = getattr(spot.part, field.name), spot.names.options(field.name)
    said = "" if value is None else str(value)
    key, changed = memory.hold(spot.key(field.name), said), _text_changed
    args = (spot, field.name, key)
    if not options:
        hint = forms.unset_text(field.name)
        st.text_input(field.title, key=key, help=field.means, placeholder=hint, on_change=changed, args=args)
        return
    known = list(dict.fromkeys([said, *_none_of(spot, field), *options]))
    shown = _said_by(field)
    st.selectbox(field.title, known, key=key, help=field.means, format_func=shown, on_change=changed, args=args)


def _none_of(spot: Spot, field: Field) -> list[str]:
    """Nothing is a choice where the model has it as its default, but a multiplier cannot lose what it reads."""
    may_be_left_out = type(spot.part).model_fields[field.name].default == "" and not isinstance(spot.part, Multiplier)
    return [""] if may_be_left_out else []


def _said_by(field: Field) -> Callable[[str], str]:
    return lambda name: forms.word_text(name or None, forms.unset_text(field.name))


def _names(spot: Spot, field: Field) -> None:
    said = list(getattr(spot.part, field.name))
    key = memory.hold(spot.key(field.name), said)
    st.multiselect(
        field.title,
        list(dict.fromkeys([*spot.names.options(field.name), *said])),
        key=key,
        help=field.means,
        format_func=forms.word_text,
        on_change=_names_changed,
        args=(spot.role, spot.at(field.name), tuple(said), key),
    )


def _word_chosen(role: str, path: Path, key: str) -> None:
    edit_value(role, path, memory.value_of(key) or None)


def _value_changed(role: str, path: Path, key: str) -> None:
    edit_value(role, path, memory.value_of(key))


def _text_changed(spot: Spot, name: str, key: str) -> None:
    value = str(memory.value_of(key) or "").strip() or None
    along = starts.along(spot.part, name, value or "", spot.names)
    changes = {spot.at(field): said for field, said in {name: value, **along}.items()}
    forms.edit(lambda scenario: editing.change(scenario, spot.role, changes), place_of(spot.role, spot.path or (name,)))
    forms.show()


def _number_changed(role: str, path: Path, unit: Unit, key: str) -> None:
    value = memory.value_of(key)
    edit_value(role, path, None if value is None else fields.written(value, unit))


def _names_changed(role: str, path: Path, before: tuple[str, ...], key: str) -> None:
    edit_value(role, path, editing.held(before, memory.value_of(key)))


_DRAWN_BY: Mapping[Control, Callable[[Spot, Field], None]] = {
    "toggle": _toggle,
    "words": _words,
    "number": _number,
    "whole": _whole,
    "text": _text,
    "names": _names,
}
