"""Start: which people and which plan am I looking at, and what do I do next."""

from __future__ import annotations

import streamlit as st

from simulator import export_forms, memory, name_forms, state, widgets
from simulator.exports import dates_in_words
from simulator.sources import KINDS, Broken, Data
from simulator.text import t

UPLOAD = "start/upload"
STEPS = ((1, "read", "plan"), (2, "move", "plan"), (3, "judge", "result"), (4, "own", ""))


def render() -> None:
    """The page."""
    widgets.head("start.title", "start.lead")
    data = state.current_data()
    if isinstance(data, Data):
        loaded(data)
        next_steps()
    source(data)


def loaded(data: Data) -> None:
    """What is loaded, in a sentence and four figures."""
    widgets.looking_at(data)
    widgets.loaded_tiles(data)


def next_steps() -> None:
    """Four things to do, in the order in which a plan is defended."""
    st.header(t("steps.title"), anchor=False)
    with st.grid(4, min_column_width=190, gap="small"):
        for number, name, page in STEPS:
            with st.container(border=True, height="stretch"):
                st.markdown(t(f"steps.{name}_title", number=number))
                widgets.quiet(t(f"steps.{name}"))
                st.space("stretch")
                step_link(name, page)


def step_link(name: str, page: str) -> None:
    """Where a step leads: a page of the app, or the handbook."""
    if page:
        widgets.page_link(page, t(f"steps.{name}_link"), icon=widgets.ICONS[page])
    else:
        widgets.handbook_button("simulate", f"steps.{name}_link")


def source(data: Data | Broken | None) -> None:
    """The switch between the invented company, a folder and uploaded files."""
    st.header(t("source.title"), anchor=False)
    kinds = [kind for kind in KINDS if kind != "folder" or state.has_folder()]
    key = memory.hold("start/source", state.data_kind())
    st.segmented_control(
        t("source.label"),
        kinds,
        key=key,
        required=True,
        label_visibility="collapsed",
        format_func=lambda kind: t(f"data.{kind}"),
        on_change=switch,
        args=(key,),
    )
    widgets.quiet(t(f"source.{state.data_kind()}"))
    if state.data_kind() == "upload":
        upload(data)
    elif not state.has_folder():
        widgets.quiet(t("source.no_folder"))
    checked(data)


def switch(key: str) -> None:
    """Callback: other data were chosen."""
    state.choose_data(memory.value_of(key) or state.data_kind())


def upload(data: Data | Broken | None) -> None:
    """The place to give files, and what they must look like."""
    st.file_uploader(
        t("upload.label"),
        type=["csv", "tsv", "txt", "xlsx", "parquet"],
        accept_multiple_files=True,
        key=UPLOAD,
        help=t("upload.help"),
        on_change=uploaded,
    )
    export = state.current_export()
    if export is not None:
        export_forms.render(export)
    elif data is None:
        st.info(t("upload.empty"), icon=":material/upload_file:")
    else:
        widgets.quiet(t("upload.held", files=", ".join(data.files)))


def uploaded() -> None:
    """Callback: files were given or taken away."""
    state.hold_upload([(file.name, file.getvalue()) for file in memory.value_of(UPLOAD) or []])


def checked(data: Data | Broken | None) -> None:
    """What the check of the data found: everything to mend, or everything worth knowing."""
    if isinstance(data, Broken):
        widgets.refused("check.broken", data.problems)
    if data is not None and data.spelt is not None:
        name_forms.render(data.spelt)
    if not isinstance(data, Data):
        return
    st.success(t("check.fine"), icon=":material/check_circle:")
    if data.notes:
        with st.expander(t("check.notes", count=widgets.count(data.notes)), icon=":material/info:"):
            widgets.problem_table(data.notes)
    widgets.assumptions(data)
    if data.formats:
        with st.expander(t("check.formats"), icon=":material/description:"):
            st.markdown(widgets.bullets(dates_in_words(str(form)) for form in data.formats))


render()
