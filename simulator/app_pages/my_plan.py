"""My plan: one person's own calculator, and the documents to announce a plan with."""

from __future__ import annotations

from functools import partial

import streamlit as st

from compsim.analysis.own_kinks import next_points
from compsim.analysis.own_pay import Own, OwnPay, pay_at
from compsim.present.charts.own_pay import own_pay
from compsim.present.letter.handed_out import Format
from compsim.present.letter.sheet import Stated
from compsim.present.numbers import money, number, signed_money
from compsim.present.own_pay import (
    examples_table,
    fixed_in_words,
    lever_title,
    next_in_words,
    own_in_words,
    parts_table,
)
from simulator import forms, memory, my_plan_answers, pictures, progress, widgets
from simulator.my_plan_answers import CASES, MIMES
from simulator.text import plain, safe, t
from simulator.widgets import Scene

At = dict[str, float]
READY = "my_plan/ready"  # everybody's letters, and what they were asked to say


def render() -> None:
    """The page."""
    st.title(t("own.title"), anchor=False)
    scene = widgets.scene()
    people = widgets.ask(lambda: my_plan_answers.people_of(scene.data, scene.shown))
    if not people:
        st.info(t("own.nobody"), icon=":material/person_off:")
        return
    one_person(scene, people)
    for_all(scene)
    widgets.handbook_button("announce", "own.handbook")


@st.fragment
def one_person(scene: Scene, people: dict[int, str]) -> None:
    """Everything about one person; nobody's figures stand here until somebody is chosen."""
    row = person_choice(people)
    widgets.quiet(t("own.own_line"))
    if row is None:
        return
    own = widgets.ask(lambda: my_plan_answers.own_in(scene.data, scene.shown, row))
    calculator(scene, own)
    three(scene, own)
    documents(scene, own)


def person_choice(people: dict[int, str]) -> int | None:
    """Whose plan."""
    key = "my_plan/person"
    if memory.value_of(key) not in people:
        memory.hold(key, None)
    row: int | None = st.selectbox(
        t("own.person"),
        list(people),
        index=None,
        placeholder=t("own.choose"),
        key=key,
        format_func=lambda each: people[each],
        persist_state="session",
    )
    return row


@st.fragment
def calculator(scene: Scene, own: Own) -> None:
    """Pay at what somebody supposes; a moved slider redraws this and nothing else."""
    above = st.container()
    at = sliders(scene, own)
    pay = widgets.ask(lambda: pay_at(own, at))
    with above:
        answer(scene, own, at, pay)
    pictures.small_table(parts_table(own, pay))
    if not own.moving:
        return
    st.header(t("own.next"), anchor=False)
    found = widgets.ask(lambda: next_points(own, at))
    st.markdown(widgets.bullets(next_in_words(own, found, at)))
    widgets.quiet(t("own.next_lead"))


def answer(scene: Scene, own: Own, at: At, pay: OwnPay) -> None:
    """The answer in one sentence and one picture."""
    st.markdown(safe(own_in_words(own, pay)))
    if not own.moving:
        return
    moving = {lever.name: lever for lever in own.moving}
    titles = {name: lever_title(own, lever) for name, lever in moving.items()}
    name = next(iter(moving))
    if len(moving) > 1:
        key = f"my_plan/picture/{own.role}"
        name = forms.chosen(t("own.picture"), list(moving), key, lambda each: safe(titles[each]))
    line = widgets.ask(lambda: my_plan_answers.line_in(own, scene.plan.id, at, moving[name]))
    pictured = own_pay(
        line.places,
        line.pay,
        (at[name], pay.total),
        objective=titles[name],
        currency=own.currency,
        dark=pictures.dark(),
    )
    pictures.show(pictured, "my_plan/pay")


def sliders(scene: Scene, own: Own) -> At:
    """What somebody supposes: an attainment for each result that can be moved."""
    fixed = fixed_in_words(own)
    if fixed:
        st.info(safe(fixed), icon=":material/lock:")
        told = widgets.ask(lambda: my_plan_answers.plan_in(scene.data, scene.shown, own.row))
        pictures.small_table(examples_table(told))
    if not own.moving:
        return {}
    st.header(t("own.set"), anchor=False)
    widgets.quiet(t("own.set_lead"))
    place = f"my_plan/{scene.plan.id}/{own.row}"
    at: At = {}
    with st.grid(2, min_column_width=240, gap="small"):
        for lever in own.moving:
            with st.container():
                points = st.slider(
                    t("own.slider", objective=lever_title(own, lever)),
                    my_plan_answers.least_of(lever),
                    my_plan_answers.most_of(lever),
                    my_plan_answers.start_of(lever),
                    key=f"{place}/{lever.name}",
                    persist_state="session",
                )
                at[lever.name] = my_plan_answers.attainment_of(lever, points)
    st.button(
        t("own.reset"), key=f"{place}/reset", icon=":material/restart_alt:", on_click=begin_anew, args=(place, own)
    )
    return at


def begin_anew(place: str, own: Own) -> None:
    """Every slider goes back to what was reached."""
    for lever in own.moving:
        memory.hold(f"{place}/{lever.name}", my_plan_answers.start_of(lever))


@st.fragment
def three(scene: Scene, own: Own) -> None:
    """Three what-ifs beside each other."""
    if not own.moving:
        return
    st.header(t("own.three"), anchor=False)
    widgets.quiet(t("own.three_lead"))
    for column, case in zip(st.columns(len(CASES), border=True), CASES, strict=True):
        with column:
            st.subheader(t(f"own.case_{case}"), anchor=False)
            total = st.container()
            at = what_if(scene, own, case)
            pay = widgets.ask(partial(pay_at, own, at))
            change = signed_money(my_plan_answers.difference(own, pay), own.currency, decimals=2)
            with total:
                st.metric(t("own.case_pay"), safe(money(pay.total, own.currency, decimals=2)))
                widgets.quiet(t("own.case_change", change=change))


def what_if(scene: Scene, own: Own, case: str) -> At:
    """The attainments of one what-if."""
    starts = my_plan_answers.begins_with(own, case)
    at: At = {}
    for lever in own.moving:
        begin = starts[lever.name]
        points = st.number_input(
            t("own.slider", objective=lever_title(own, lever)),
            *my_plan_answers.bounds_of(lever, begin),
            my_plan_answers.in_points(begin),
            step=1.0,
            format="%.1f",
            key=f"my_plan/{scene.plan.id}/{own.row}/{case}/{lever.name}",
            persist_state="session",
        )
        at[lever.name] = my_plan_answers.as_typed(begin, points)
    return at


# --- documents


@st.fragment
def documents(scene: Scene, own: Own) -> None:
    """The summary of the role and the letter of one person, made when they are asked for."""
    st.header(t("own.documents"), anchor=False)
    widgets.quiet(t("own.documents_lead"))
    ending, stated = said_beside("one")
    odd = widgets.ask(lambda: my_plan_answers.not_shown(scene.data, own, ending, stated))
    if odd:
        widgets.problem_table(odd)
        return
    names = my_plan_answers.file_names(scene.data, own, ending)
    makers = {"summary": my_plan_answers.summary_of, "letter": my_plan_answers.letter_of}
    with st.container(horizontal=True):
        for (key, make), name in zip(makers.items(), names, strict=True):
            download(key, partial(make, scene.data, own, ending, stated), name, MIMES[ending])


@st.fragment
def for_all(scene: Scene) -> None:
    """The summaries of all roles, and the letters to everybody."""
    with st.expander(t("own.all"), icon=":material/folder_zip:"):
        widgets.quiet(t("own.all_lead"))
        ending, stated = said_beside("all")
        asked = (scene.plan.id, scene.data.fingerprint, ending, stated)
        odd = my_plan_answers.roles_not_shown(scene.data, scene.shown, ending, stated)
        if odd:
            widgets.problem_table(odd)
            return
        summaries = partial(my_plan_answers.all_summaries, scene.data, scene.shown, ending, stated)
        download("all_summaries", summaries, plain("own.zip_summaries"), "application/zip")
        if st.button(t("own.prepare"), key="my_plan/prepare", icon=":material/drafts:"):
            prepare(scene, asked)
        ready = memory.kept(READY)
        if ready is not None and ready[0] == asked:
            download("all_letters", partial(bytes, ready[1]), plain("own.zip_letters"), "application/zip")


def prepare(scene: Scene, asked: tuple[str, str, Format, Stated]) -> None:
    """Write everybody's letter with a bar; the stop button, or any other click, ends it."""
    place = st.empty()
    with place.container():
        bar, since = st.progress(0.0, t("own.writing")), progress.begun()
        st.button(t("own.stop"), key="my_plan/stop", icon=":material/stop:")

        def tell(count: int, many: int, share: float) -> None:
            what = plain("own.written", count=number(count), many=number(many))
            bar.progress(share, progress.words(since, what, share))

        made, problems = my_plan_answers.tried_letters(scene.data, scene.shown, *asked[2:], tell)
    place.empty()
    if problems:
        widgets.problem_table(problems)
    else:
        memory.keep(READY, (asked, made))


def said_beside(where: str) -> tuple[Format, Stated]:
    """Which kind of file, and what the documents say beside the figures."""
    said = {}
    with st.grid(3, min_column_width=200, gap="small"):
        for name in ("valid_from", "continues", "ask"):
            with st.container():
                key = f"my_plan/{where}/{name}"
                said[name] = st.text_input(t(f"own.{name}"), key=key, max_chars=120, persist_state="session")
    chosen = forms.chosen(t("own.format"), list(MIMES), f"my_plan/{where}/format", lambda name: t(f"own.{name}"))
    return "docx" if chosen == "docx" else "pdf", Stated(**said)


def download(key: str, make: partial[bytes], name: str, mime: str) -> None:
    """One file to take along, made when it is asked for."""
    st.download_button(
        t(f"own.{key}"),
        make,
        file_name=name,
        mime=mime,
        icon=":material/download:",
        on_click="ignore",
        key=f"my_plan/{key}",
    )


render()
