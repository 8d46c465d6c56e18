"""Commands about exports: an invented company, a mapping proposed from files, and deals turned into results."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from compsim.cli.answers import answer, cancelled, progress
from compsim.cli.files import writing
from compsim.cli.options import AsJson, Pseudonyms, ReadAs, ReadFiles
from compsim.cli.sources import key_of, read_as, stated_of_files
from compsim.errors import InputError, Problem

if TYPE_CHECKING:
    from compsim.population.crediting.credit import Credited
    from compsim.population.proposal.propose import Proposal

DATABASE = "COMPSIM_SOURCE_URL"
NONE = "none"  # no table, or no column
ENDINGS = (".csv", ".tsv", ".txt", ".xlsx", ".xlsm", ".parquet")


def example(  # noqa: PLR0913, PLR0917 - one option a line of the help
    directory: Annotated[Path, typer.Argument(help="Folder to write to.")],
    reps: Annotated[int, typer.Option(min=30, max=1_000_000, help="How many people.")] = 72,
    seed: Annotated[int, typer.Option(help="Same seed, same company.")] = 2025,
    control: Annotated[bool, typer.Option("--control", help="The control company, without planted truths.")] = False,
    deals: Annotated[bool, typer.Option(help="Also write deals and activities.")] = True,
    parquet: Annotated[bool, typer.Option("--parquet", help="Parquet files instead of CSV, for many people.")] = False,
    force: Annotated[bool, typer.Option("--force", help="Replace files of the same names.")] = False,
    as_json: AsJson = False,
) -> None:
    """Write the invented company: tables and two scenarios."""
    from compsim.population.example.company import write_example

    if not force:
        _refuse_to_replace(directory)
    with cancelled("the files that were complete are there"), progress() as heard, writing(directory):
        files = write_example(directory, reps, seed, truths=not control, deals=deals, parquet=parquet, progress=heard)
    answer({"files": [str(file) for file in files]}, as_json, "\n".join(f"wrote {file}" for file in files))


def _refuse_to_replace(directory: Path) -> None:
    """InputError where tables or scenarios lie in the folder already."""
    from compsim.population.example.company import scenario_texts
    from compsim.population.tables import TABLES

    stems = {*TABLES, *scenario_texts(), "activities", "deals"}
    there = directory.iterdir() if directory.is_dir() else ()
    known = sorted(file.name for file in there if file.stem in stems and file.suffix in (".csv", ".parquet", ".yaml"))
    if known:
        says = f"files are there that could be replaced: {', '.join(known)}"
        raise InputError([Problem(str(directory), says, "Choose another folder, or add --force to replace them.")])


def propose(  # noqa: PLR0913, PLR0917 - one option a line of the help
    files: Annotated[list[Path], typer.Argument(help="The files of the export, or its folder.")],
    out: Annotated[
        Path | None, typer.Option(help="Write the mapping.yaml here, and what the export lacks beside it.")
    ] = None,
    choose: Annotated[
        list[str] | None,
        typer.Option(
            metavar="TABLE=FILE or TABLE.COLUMN=THEIRS",
            help="Which file is a table (deals=Deals_2025.csv; none=FILE for no table), or which of their columns ours "
            "is (deals.amount=Netto; none to leave it out). Can be repeated.",
        ),
    ] = None,
    say: Annotated[
        list[str] | None,
        typer.Option(metavar="TABLE.COLUMN=VALUE", help="Our column has one value for everybody. Can be repeated."),
    ] = None,
    times: Annotated[
        list[str] | None,
        typer.Option(
            metavar="TABLE.COLUMN=NUMBER",
            help="What each figure is multiplied by: roster.base_salary=12 where it is money a month. Can be repeated.",
        ),
    ] = None,
    won: Annotated[
        list[str] | None,
        typer.Option(metavar="VALUE,VALUE", help="The stages whose deals count; no other does. Can be repeated."),
    ] = None,
    read: ReadFiles = None,
    as_json: AsJson = False,
) -> None:
    """Propose a mapping.yaml for any export: which file is what, which column is which, and what is open."""
    from compsim.population.proposal.propose import propose_mapping
    from compsim.population.proposal.words import as_dict, lines_of

    _refuse_missing(files)
    how = stated_of_files(read or (), _file_names(files))
    proposal = propose_mapping(files[0] if len(files) == 1 else files, how)
    proposal = _answered(proposal, choose or [], say or [], times or [])
    if won:
        proposal = proposal.with_won(*_stages(won, proposal))
    written = [] if out is None else _write(proposal, out)
    lines = [*lines_of(proposal), *(f"wrote {file}" for file in written), *_next(proposal, out)]
    answer({**as_dict(proposal), "files": [str(file) for file in written]}, as_json, "\n".join(lines))


def _refuse_missing(files: Sequence[Path]) -> None:
    """InputError with every path that leads nowhere, and with folders that hold no file of an export."""
    gone = [
        Problem(str(path), "there is no such file or folder", "Check the path.") for path in files if not path.exists()
    ]
    bare = [
        Problem(str(path), "the folder holds no file of an export", "Give CSV or Parquet files, or workbooks (.xlsx).")
        for path in files
        if path.is_dir() and not any(each.suffix.lower() in ENDINGS for each in path.iterdir())
    ]
    if gone or bare:
        raise InputError([*gone, *bare])


def _file_names(files: Sequence[Path]) -> tuple[str, ...]:
    """The names that something can be said of: the files themselves, and those of a folder."""
    listed = (sorted(filter(Path.is_file, path.iterdir())) if path.is_dir() else (path,) for path in files)
    return tuple(file.name for part in listed for file in part)


def _answered(proposal: Proposal, choose: Sequence[str], say: Sequence[str], times: Sequence[str]) -> Proposal:
    """The proposal with every answer: first which file is what, then columns, values, and how figures count."""
    files = [words for words in choose if "." not in words.partition("=")[0]]
    for words in files:
        table, file = _said_of_file(words)
        proposal = proposal.with_table(file, "" if table == NONE else table)
    for words in choose:
        if words not in files:
            table, column, theirs = _parted(words)
            proposal = proposal.with_choice(table, column, _source(proposal, table, theirs))
    for words in say:
        table, column, value = _parted(words)
        proposal = proposal.with_choice(table, column, value=_number_or_text(value))
    for words in times:
        table, column, factor = _parted(words)
        proposal = proposal.with_times(table, column, factor)
    return proposal


def _said_of_file(words: str) -> tuple[str, str]:
    """Table and file, of `deals=Deals_2025.csv`."""
    table, equals, file = words.partition("=")
    if not (table and equals and file):
        says = "a table and its file, or our column and theirs, are needed"
        raise InputError([Problem(words, says, "Write deals=Deals_2025.csv or roster.role=Position, for example.")])
    return table, file


def _source(proposal: Proposal, table: str, theirs: str) -> str | None:
    """The export's column; None to leave ours out, unless a column is called so."""
    there = proposal.tables[table].file.columns if table in proposal.tables else {}
    return None if theirs == NONE and theirs not in there else theirs


def _stages(won: Sequence[str], proposal: Proposal) -> list[str]:
    """The stages that are said: each option one of them, or several between commas."""
    known = {tally.value for tally in proposal.won.tallies}
    parts = ([words] if words in known else [part.strip() for part in words.split(",")] for words in won)
    return [part for listed in parts for part in listed if part]


def _parted(words: str) -> tuple[str, str, str]:
    """Table, column and what is said of it, of `roster.role=Position`."""
    ours, equals, theirs = words.partition("=")
    table, point, column = ours.partition(".")
    if not (equals and point and theirs):
        says = "a table, our column and what is said of it are needed"
        raise InputError([Problem(words, says, "Write roster.role=Position, for example.")])
    return table, column, theirs


def _number_or_text(said: str) -> float | str:
    try:
        number = float(said)
    except ValueError:
        return said
    return int(number) if number.is_integer() else number


def _write(proposal: Proposal, out: Path) -> list[Path]:
    from compsim.population.proposal.words import write_proposal

    file = out / "mapping.yaml" if out.is_dir() else out
    with writing(file):
        if file.exists():
            says, fix = "a mapping is there already, perhaps with somebody's answers in it", "Choose another name."
            raise InputError([Problem(str(file), says, fix)])
        return write_proposal(proposal, file)


def _next(proposal: Proposal, out: Path | None) -> list[str]:
    """What to do now."""
    if out is None:
        return ["next: add --out mapping.yaml to write it down"]
    answers = "answer what is open in it, then " if proposal.questions else ""
    return [f"next: {answers}compsim credit FOLDER --mapping {out} --out results"]


def credit(
    data_dir: Annotated[Path, typer.Argument(help="Folder of the export.")],
    mapping: Annotated[Path, typer.Option(help="The mapping.yaml that describes the export.")],
    out: Annotated[Path | None, typer.Option(help="Folder for the credited tables and the report.")] = None,
    database: Annotated[
        str,
        typer.Option(
            metavar="URL", envvar=DATABASE, help="Where the mapping's database tables lie.", show_default=False
        ),
    ] = "",
    read: ReadAs = None,
    pseudonyms: Pseudonyms = None,
    as_json: AsJson = False,
) -> None:
    """Turn an export's deals into results: every row credited, or set aside with its reason."""
    from compsim.population.crediting.credit import credit_deals
    from compsim.population.crediting.files import conservation_page
    from compsim.population.crediting.pseudonyms import with_pseudonyms
    from compsim.population.files.database import read_database
    from compsim.population.mapping.reading import load_mapping

    asked = partial(read_database, database) if database else None
    with cancelled("nothing was written"), progress() as heard:
        credited = credit_deals(
            data_dir, read_as(load_mapping(mapping), read or ()), heard, database=asked, list_set_aside=True
        )
    if pseudonyms is not None:
        credited = with_pseudonyms(credited, key_of(pseudonyms, data_dir, out))
    files = [] if out is None else _written(credited, out)
    text = conservation_page(credited.report)
    facts = {**credited.as_dict(), "files": [str(file) for file in files]}
    answer(facts, as_json, "\n".join([text, *(f"wrote {file}" for file in files)]))


def _written(credited: Credited, out: Path) -> tuple[Path, ...]:
    from compsim.population.crediting.credit import write_credited

    with writing(out):
        return write_credited(credited, out)
