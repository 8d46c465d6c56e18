"""Pieces that several pages share: the frame, links that keep the plan, tables of problems, figures in tiles."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, NoReturn, TypeVar

import streamlit as st

from compsim.errors import InputError, Problem
from compsim.plan.scenario import Scenario
from compsim.present import numbers
from simulator import saving, state
from simulator.editing import EDITED
from simulator.figures import facts_of
from simulator.sources import Broken, Data
from simulator.state import Current
from simulator.text import plain, safe, t

ICON = Path(__file__).with_name("assets") / "icon.svg"
PAGES = (
    "start",
    "plan",
    "result",
    "compare",
    "fairness",
    "risk",
    "search",
    "my_plan",
    "planner",
    "scenarios",
    "workshop",
)  # the first is what the bare address shows
ICONS = {
    "start": ":material/home:",
    "plan": ":material/tune:",
    "result": ":material/insights:",
    "compare": ":material/compare_arrows:",
    "fairness": ":material/balance:",
    "risk": ":material/query_stats:",
    "search": ":material/travel_explore:",
    "my_plan": ":material/person:",
    "planner": ":material/calculate:",
    "scenarios": ":material/bookmarks:",
    "workshop": ":material/groups:",
}
HANDBOOK = {
    "home": "/handbook/",
    "objectives": "/handbook/comp/setting-objectives/",
    "announce": "/handbook/comp/announce-in-two-steps/",
    "simulate": "/handbook/comp/simulate-before-launch/",
    "analyses": "/handbook/reference/analyses/",
    "workshop": "/handbook/workshops/plan-design-lab/",
    "how_many": "/handbook/about/sources/#how-many-should-reach-target",
}
# Streamlit darkens a quiet button under the pointer, which nobody can read on a dark page. On a phone it leaves the
# menu over the page after one of our links was tapped; it closes it only for its own list of pages, which cannot take
# the plan along. So the menu steps aside, and the next tap on the page closes it.
STYLE = """<style>
.stApp [kind="tertiary"]:is(:hover, :active, [aria-expanded="true"]) { color: inherit; }
.stApp [kind="tertiary"]:hover p { text-decoration: underline; }
@media (max-width: 768px) {
  [data-testid="stSidebar"]:has([data-testid="stPageLink"] a:focus:not(:focus-visible)) {
    transform: translateX(-100%) !important;
  }
}
</style>"""
NAV = "nav"  # the fragment that holds the links
TALL = 400  # pixels; longer tables scroll inside
MANY = 6  # rows from which a table is long
T = TypeVar("T")


@dataclass(frozen=True, eq=False)
class Scene:
    """What a page works with: data that can be used and a plan."""

    data: Data
    plan: Current

    @property
    def shown(self) -> Scenario:
        """The plan under the name that people know it by, which charts and tables then use."""
        return under_title(self.plan)


# --- frame


def side() -> None:
    """The sidebar: name, pages, handbook, and what is loaded."""
    st.html(STYLE)
    st.markdown(f"**{t('app.title')}**")
    _nav()
    saving.choices()


@st.fragment(key=NAV)
def _nav() -> None:
    for name in PAGES:
        page_link(name, t(f"nav.{name}"), icon=ICONS[name])
    handbook_button("home", "nav.handbook")
    st.space("small")
    data = state.current_data()
    quiet(t("side.data", data=plain(f"data.{state.data_kind()}")))
    if isinstance(data, Data):
        try:
            plan = state.current_plan(data)
        except InputError:
            return
        quiet(t("side.plan", plan=plan_name(plan)))


def page(name: str) -> st.Page:
    """A page by name; its name is its address."""
    file = Path(__file__).with_name("app_pages") / f"{name}.py"
    return st.Page(file, title=plain(f"nav.{name}"), url_path=name, default=name == PAGES[0])


def page_link(name: str, label: str, icon: str | None = None) -> None:
    """A link to a page that takes the plan and the data along."""
    st.page_link(page(name), label=label, icon=icon, query_params=state.address() or None)


def handbook_button(page: str, key: str) -> None:
    """A link into the handbook that stands beside links to pages."""
    st.link_button(t(key), HANDBOOK[page], type="tertiary", icon=":material/menu_book:")


def handbook_link(page: str, key: str) -> str:
    """A link into the handbook as Markdown."""
    return f":material/menu_book: [{t(key)}]({HANDBOOK[page]})"


def head(title: str, lead: str) -> None:
    """A page's title and what it is for, in a sentence."""
    st.title(t(title), anchor=False)
    st.markdown(t(lead))


def plan_name(plan: Current) -> str:
    """How the plan is called, and that it was edited."""
    name = title_of(plan.scenario)
    return plain("plan.edited", plan=name) if plan.edited else name


def title_of(scenario: Scenario) -> str:
    """A plan's title, or its name in words."""
    return scenario.title or scenario.name.removesuffix(EDITED).replace("_", " ")


def under_title(plan: Current) -> Scenario:
    """The scenario with the plan's title for a name: what it pays stays the same."""
    return plan.scenario.model_copy(update={"name": plan_name(plan)})


def ask(question: Callable[[], T]) -> T:
    """An answer; or the page ends with the reasons why these people and this plan have none."""
    try:
        return question()
    except InputError as error:
        _stop_with("fit", error.problems)


# --- what a page needs before it can show anything


def scene() -> Scene:
    """The data and the plan, or a page that says what is missing and stops."""
    data = state.current_data()
    if data is None:
        _stop_with("upload", ())
    if isinstance(data, Broken):
        _stop_with("broken", data.problems)
    try:
        plan = state.current_plan(data)
    except InputError as error:
        _stop_with("plan", error.problems)
    if plan.unknown:
        st.warning(t("plan.unknown", asked=plan.unknown, shown=plan_name(plan)), icon=":material/link_off:")
    if not state.is_saved(plan):
        st.warning(t("plan.unsaved"), icon=":material/cloud_off:")
    return Scene(data, plan)


def _stop_with(key: str, problems: Sequence[Problem]) -> NoReturn:
    st.info(t(f"missing.{key}.body"), title=t(f"missing.{key}.title"), icon=":material/info:")
    if problems:
        problem_table(problems)
    page_link("start", t("missing.to_start"), icon=ICONS["start"])
    st.stop()


# --- tables and tiles


def refused(key: str, problems: Sequence[Problem]) -> None:
    """What must be mended, with its number, and below it what is merely worth knowing about the same data."""
    must = [problem for problem in problems if problem.severity == "error"]
    notes = [problem for problem in problems if problem.severity != "error"]
    if must:
        st.error(t(key, count=count(must)), icon=":material/error:")
        problem_table(must)
    if notes:
        st.info(t("problems.notes", count=count(notes)), icon=":material/info:")
        problem_table(notes)


def problem_table(problems: Iterable[Problem]) -> None:
    """Every problem with its place and its remedy, as a table that wraps and that a screen reader can read."""
    rows = [(safe(problem.where()), safe(problem.says), safe(problem.fix)) for problem in problems]
    titles = [t("problems.where"), t("problems.what"), t("problems.fix")]
    table = {title: [row[i] for row in rows] for i, title in enumerate(titles)}
    height: int | Literal["content"] = TALL if len(rows) > MANY else "content"
    st.table(table, hide_index=True, border="horizontal", height=height, alt=t("problems.alt"))


def assumptions(data: Data) -> None:
    """What somebody stated because the data do not say it; nothing where nothing was."""
    stated = data.population.assumptions
    if stated:
        with st.expander(t("assumed.title", count=count(stated)), icon=":material/edit_note:"):
            st.markdown(bullets(stated))


def tiles(most: int, figures: Iterable[tuple[str, str, str]]) -> None:
    """Figures side by side, `most` in a row, two on a phone: label key, value, and what it stands against."""
    with st.grid(most, min_column_width=140, gap="small"):
        for label, value, beside in figures:
            with st.container(border=True, height="stretch", gap=None):
                st.metric(t(label), safe(value))
                quiet(safe(beside))


def quiet(text: str) -> None:
    """A remark in small grey type that can still be read."""
    st.markdown(f":small[:gray[{text}]]")


def bullets(lines: Iterable[str]) -> str:
    """Lines from the data as a list."""
    return "\n".join(f"- {safe(line)}" for line in lines)


def loaded_tiles(data: Data) -> None:
    """Who is loaded: people, teams, periods and what is known about pay."""
    facts = facts_of(data.population)
    period = period_range(facts.first_period, facts.last_period)
    one_role = (
        plain("start.role_one") if facts.roles == 1 else plain("start.role_many", count=numbers.number(facts.roles))
    )
    in_roles = plain("start.roles", roles=one_role)
    measures = plain("start.measures", count=numbers.number(facts.measures))
    paid = plain("start.paid_known" if facts.paid_is_known else "start.paid_unknown")
    money = plain("start.money_in", currency=facts.currency) if facts.currency else plain("start.money_unknown")
    tiles(
        4,
        (
            ("start.people", numbers.number(facts.people), in_roles),
            ("start.teams", numbers.number(facts.teams), measures),
            ("start.period", numbers.number(facts.months), period),
            ("start.paid", paid, money),
        ),
    )


def looking_at(data: Data) -> None:
    """Whose data the pages show, and which plan they work with."""
    sentences = [t(f"start.looking_{data.kind}")]
    with suppress(InputError):
        sentences.append(t("start.plan_is", plan=plan_name(state.current_plan(data))))
    st.markdown(" ".join(sentences))


def period_range(first: str, last: str) -> str:
    """The evaluated periods: `Jan – Dec 2025`."""
    return (
        period_words(first)
        if first == last
        else plain("period.range", first=_shortened(first, last), last=period_words(last))
    )


def _shortened(first: str, last: str) -> str:
    return period_words(first).removesuffix(first[:4]).strip() if first[:4] == last[:4] else period_words(first)


def period_words(period: str) -> str:
    """A period as a person writes it: `Mar 2025`, `Q1 2025`, `2025`."""
    year, _, part = period.partition("-")
    names = plain("months").split()
    return " ".join(word for word in (names[int(part) - 1] if part.isdigit() else part, year) if word)


def count(problems: Sequence[object]) -> str:
    """How many problems there are, as a figure."""
    return numbers.number(len(problems))
