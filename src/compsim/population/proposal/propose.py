"""A mapping proposed from the files themselves: which file is which table, which column is what, and what is open.

    proposal = propose_mapping("export/")            folder, files or uploaded content
    proposal.questions                               what a person has to answer before the mapping can run
    proposal.preview("deals", "amount")              the first values, as written and as read
    proposal.with_choice("roster", "role", value="account_manager")    a new proposal, everything else worked out anew
    proposal.yaml()                                  a mapping.yaml with reasons; open questions stand in it as comments

Nothing is guessed: what is sure or likely is written with its evidence, what is unsure is asked.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from collections.abc import Mapping as MappingOf
from contextlib import suppress
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import Literal

from pyarrow import compute

from compsim.errors import MappingError, Problem, did_you_mean
from compsim.population.files.formats import FileHow
from compsim.population.proposal.columns import Candidate, ColumnChoice, as_read, candidates, choices_of
from compsim.population.proposal.files import FileLook, Looked
from compsim.population.proposal.links import JoinProposal, join_of, link_lookup, link_people
from compsim.population.proposal.measures import CurrencyProposal, currency_of, measures_of, returns_note
from compsim.population.proposal.parts import (
    LOOKUPS,
    MAPPED,
    OFFERED,
    Answers,
    Preview,
    Proposed,
    Question,
    TableProposal,
)
from compsim.population.proposal.people import people_csv, people_file
from compsim.population.proposal.questions import questions_of
from compsim.population.proposal.reading import look_at
from compsim.population.proposal.refusals import (
    check_column,
    check_currency,
    check_months,
    check_stages,
    check_table,
    check_times,
)
from compsim.population.proposal.roster import pay_asked
from compsim.population.proposal.spellings import offers_of, people_joins
from compsim.population.proposal.tables import TableGuess, guesses_of
from compsim.population.proposal.targets import TargetProposal, targets_proposed
from compsim.population.proposal.translation import Translation, translated
from compsim.population.proposal.vocabulary import TABLES
from compsim.population.proposal.won import STAGE_COLUMNS, WonProposal, with_money, won_of
from compsim.population.proposal.yaml import mapping_yaml


@dataclass(frozen=True, eq=False)
class Proposal(Proposed):
    """A mapping proposed for some files; never changed: each decision gives a new proposal."""

    @property
    def questions(self) -> tuple[Question, ...]:
        """What is open, in the order of the mapping; empty when the mapping can run."""
        return questions_of(self)

    def with_choice(
        self,
        table: str,
        column: str,
        source: str | None = None,
        *,
        value: str | float | None = None,
        format: str = "",  # noqa: A002 - the mapping's own word
        decimal: Literal["", "point", "comma"] = "",
        times: str = "",
    ) -> Proposal:
        """A new proposal in which our column comes from `source`, is one value for all, or (neither) is left out.

        `times` is what each figure is multiplied by: 12, 0.01, 1/40. MappingError if there is no such table in the
        proposal, no such column in its file, or no such number.
        """
        check_table(table, self.tables)
        check_times(times, f"{table}.{column}")
        check_column(source, self.tables[table].file)
        before = self.tables[table].columns.get(column, ColumnChoice(column))
        ways = before.ways if times else ()
        how = replace(before, format=format, decimal=decimal, times=times, ways=ways, question="")
        given = replace(how, column=source, value=value, chosen=True)
        why = "chosen by a person" if given.given else "left out by a person"
        said = replace(given, confidence="sure", evidence=why)
        columns = {**self.answers.columns, (table, column): said}
        return _derived(self.looked, replace(self.answers, columns=columns))

    def with_times(self, table: str, column: str, times: str) -> Proposal:
        """A new proposal in which each figure of our column, from where it comes now, is multiplied: 12, 0.01, 1/40.

        MappingError where there is no such table or number, and where no column is chosen yet.
        """
        check_table(table, self.tables)
        choice = self.tables[table].columns.get(column)
        if choice is None or choice.column is None:
            says, fix = "there is no column to multiply yet", f"Say which it is: --choose {table}.{column}=THEIRS."
            raise MappingError([Problem(f"{table}.{column}", says, fix)])
        decimal: Literal["", "point", "comma"] = "" if choice.decimal == "?" else choice.decimal
        return self.with_choice(table, column, choice.column, decimal=decimal, times=times)

    def with_table(self, file: str, table: str) -> Proposal:
        """A new proposal in which a file is this table, or none (an empty name); MappingError for unknown names.

        What was said about columns of this table, and of the one that the file was, is asked anew.
        """
        files = [look.name for look in self.looked.files]
        if file not in files:
            raise MappingError([Problem("proposal", f"there is no file '{file}'", did_you_mean(file, files))])
        if table and table not in TABLES:
            raise MappingError([Problem("proposal", f"there is no table '{table}'", did_you_mean(table, list(TABLES)))])
        tables = {name: said for name, said in self.answers.tables.items() if not table or said != table}
        gone = {table, *(name for name, known in self.tables.items() if known.file.name == file)}
        columns = {key: choice for key, choice in self.answers.columns.items() if key[0] not in gone}
        return _derived(self.looked, replace(self.answers, tables={**tables, file: table}, columns=columns))

    def with_won(self, *values: str) -> Proposal:
        """A new proposal in which these values of the stage mean that a deal counts, and all others do not.

        MappingError for a value that the stage does not have.
        """
        check_stages(values, self.won)
        return _derived(self.looked, replace(self.answers, won=values))

    def with_spelling(
        self, column: str, written: str, known: str = "", *, table: str = "deals", applied: bool = True
    ) -> Proposal:
        """A new proposal in which a close spelling of a table's column stands for the known name, or no longer does.

        Without `known` the closest name is meant. A spelling stands for one name: the last that was said. MappingError
        if no such spelling is offered.
        """
        there = [offer for offer in self.offers if (offer.table, offer.on) == (table, column)]
        offered = [offer for offer in there if offer.spelt == written and known in ("", offer.known)]
        if not offered:
            hint = did_you_mean(written, [offer.spelt for offer in there])
            raise MappingError([Problem("proposal", f"no close spelling is offered for '{written}'", hint)])
        others = {said for said in self.answers.spellings if said[:3] != (table, column, written)}
        kept = others | {(table, column, written, offered[0].known)} if applied else others
        return _derived(self.looked, replace(self.answers, spellings=frozenset(kept)))

    def with_months(self, first: str = "", last: str = "") -> Proposal:
        """A new proposal in which these months are credited, such as 2025-01 and 2025-12; empty: as far as data reach.

        The plan year begins with the first of them. MappingError for what is no month, or where the last comes first.
        """
        check_months(first, last)
        return _derived(self.looked, replace(self.answers, months=(first, last)))

    def with_currency(self, code: str = "") -> Proposal:
        """A new proposal with the currency of the amounts, such as EUR; empty: as the data say.

        MappingError for what is no code, and where the rows name another one.
        """
        check_currency(code, self.currency)
        return _derived(self.looked, replace(self.answers, currency=code))

    def answered(self, answers: Answers) -> Proposal:
        """These files with what was decided about others: what does not fit them is left out and asked anew."""
        proposal = self
        for said in _replayed(answers):
            with suppress(MappingError):
                proposal = said(proposal)
        return proposal

    def preview(self, table: str, column: str, rows: int = 5) -> tuple[Preview, ...]:
        """The first filled values of one of our columns, as written and as read; a constant is shown once."""
        choice = self.tables[table].columns[column]
        if choice.column is None:
            return (Preview(0, "", str(choice.value)),) if choice.value is not None else ()
        return _previewed(self.tables[table].file, choice.column, choice, rows)

    def yaml(self) -> str:
        """The mapping.yaml: choices with their reasons, and questions as comments."""
        return mapping_yaml(self, self.questions)

    def extra_files(self) -> dict[str, str]:
        """Files that the mapping names and the export lacks: name -> text, to be written beside the export."""
        return {t.file.name: people_csv(t.file) for t in self.tables.values() if t.file.made}


def propose_mapping(
    files: str | Path | Sequence[str | Path] | MappingOf[str, bytes], how: MappingOf[str, FileHow] | None = None
) -> Proposal:
    """Propose a mapping for a folder, some files or uploaded content (name -> bytes).

    Names and contents both count; a file that cannot be read is listed in `problems` and the others are looked at.
    Kinds are judged from a sample of 1,000 rows a column, stages and joins from all rows. `how` says of files, by name,
    how they are to be read; the mapping then says so too.
    """
    return _derived(look_at(files, how), Answers())


def _derived(looked: Looked, answers: Answers) -> Proposal:
    """Everything that follows from the files and the answers so far."""
    guesses = _chosen_tables(guesses_of(looked), answers)
    files = {guess.table: looked.file(guess.file) for guess in guesses.values() if guess.table in MAPPED}
    if "roster" not in files and "deals" in files:
        made = people_file(looked, files["deals"], _answered(answers, "deals").get("rep"))
        if made is not None:
            files["roster"] = made
            guesses[made.name] = TableGuess(
                made.name, "roster", "likely", f"made from the names in {files['deals'].name}"
            )
    spare = [file for file in looked.files if file.name not in {known.name for known in files.values()}]
    links, translations = _people(files, spare, answers)
    joins = _joins(files, links, answers)
    columns = {
        table: _columns(table, file, {**links.get(table, {}), **_answered(answers, table)})
        for table, file in files.items()
    }
    won = WonProposal()
    if "deals" in files:
        won, stage = won_of(files["deals"], columns["deals"], answers.won)
        kept = {name: choice for name, choice in columns["deals"].items() if name not in STAGE_COLUMNS}
        columns["deals"] = {**kept, **stage}
        amount = columns["deals"].get("amount")
        joins = tuple(with_money(join, files["deals"], files[join.table], won, amount) for join in joins)
    if "roster" in files:
        columns["roster"] = pay_asked(columns["roster"], files["roster"])
    measures = measures_of({table: (files[table], columns[table]) for table in files}, won)
    aimed = TargetProposal({})
    if "targets" in files:
        aimed = targets_proposed(files["targets"], columns["targets"], [measure.name for measure in measures])
        columns["targets"] = dict(aimed.columns)
    people = tuple(
        with_money(join, files["deals"], files["roster"], won, columns["deals"].get("amount"))
        if join.to == "deals"
        else join
        for join in people_joins(_untranslated(files, translations), columns)
    )
    by_file = {guess.table: guess for guess in guesses.values()}
    return Proposal(
        looked,
        answers,
        {t: TableProposal(t, by_file[t], files[t], _apart(t, columns)) for t in MAPPED if t in files},
        joins,
        won,
        measures,
        _currency(files, columns, answers),
        tuple(guess for guess in guesses.values() if guess.table not in files),
        translations,
        {guess.table: _offered(guess, looked) for guess in guesses.values() if guess.table in OFFERED},
        aimed.words,
        (
            *(returns_note(files["deals"], columns["deals"], won) if "deals" in files else ()),
            *aimed.remarks,
        ),
        people,
        offers_of((*joins, *people), files, columns, won),
    )


def _untranslated(files: MappingOf[str, FileLook], translations: MappingOf[str, Translation]) -> dict[str, FileLook]:
    """The tables that name people as the roster does, and not by numbers that a third file explains."""
    return {table: file for table, file in files.items() if table not in translations}


def _currency(
    files: MappingOf[str, FileLook], columns: MappingOf[str, MappingOf[str, ColumnChoice]], answers: Answers
) -> CurrencyProposal:
    """The currency that the data name, else the one that a person did."""
    found = currency_of(files["deals"], columns["deals"]) if "deals" in files else CurrencyProposal()
    if not answers.currency or found.found:
        return found
    return CurrencyProposal(answers.currency, "chosen by a person")


def _replayed(answers: Answers) -> Iterator[Callable[[Proposal], Proposal]]:
    """Each decision as a step from one proposal to the next, files before columns."""
    yield from (partial(Proposal.with_table, file=file, table=table) for file, table in answers.tables.items())
    for (table, name), said in answers.columns.items():
        yield partial(_chosen_again, table=table, name=name, said=said)
    if answers.won is not None:
        yield lambda proposal: proposal.with_won(*(answers.won or ()))
    for table, on, spelt, known in sorted(answers.spellings):
        yield partial(Proposal.with_spelling, column=on, written=spelt, known=known, table=table)
    yield lambda proposal: proposal.with_months(*answers.months)
    yield lambda proposal: proposal.with_currency(answers.currency)


def _chosen_again(proposal: Proposal, table: str, name: str, said: ColumnChoice) -> Proposal:
    """The same column for ours, read in the same way."""
    decimal: Literal["", "point", "comma"] = "" if said.decimal == "?" else said.decimal
    how = {"format": said.format, "times": said.times}
    return proposal.with_choice(table, name, said.column, value=said.value, decimal=decimal, **how)


def _offered(guess: TableGuess, looked: Looked) -> TableProposal:
    file = looked.file(guess.file)
    return TableProposal(guess.table, guess, file, choices_of(TABLES[guess.table], guess.table, file, {}))


def _chosen_tables(guesses: dict[str, TableGuess], answers: Answers) -> dict[str, TableGuess]:
    """The guesses with what a person said; a file gives way to the one that was chosen for its table."""
    said = set(answers.tables.values()) - {""}
    kept = {
        name: replace(guess, table="", evidence="another file was chosen") if guess.table in said else guess
        for name, guess in guesses.items()
    }
    chosen = {
        file: TableGuess(file, table, "sure", "chosen by a person")
        for file, table in answers.tables.items()
        if file in guesses
    }
    return {**kept, **chosen}


def _people(
    files: MappingOf[str, FileLook], spare: Sequence[FileLook], answers: Answers
) -> tuple[dict[str, dict[str, ColumnChoice]], dict[str, Translation]]:
    """Whose rows are whose: the column rep of each table, and what IDs mean where a spare file explains them."""
    fixed: dict[str, dict[str, ColumnChoice]] = {table: {} for table in files}
    translations: dict[str, Translation] = {}
    for table in ("deals", "activities", "targets"):
        if table in files and "roster" in files:
            settled = fixed["roster"].get("rep")
            known = {"roster": settled.column} if settled is not None and settled.column is not None else {}
            link = link_people(files[table], table, files["roster"], {**known, **_sources(answers, "rep")})
            if (table, "rep") not in answers.columns:
                link, translation = translated(link, files[table], files["roster"], spare)
                translations |= {table: translation} if translation is not None else {}
            fixed[table]["rep"] = link.left
            fixed["roster"].setdefault("rep", link.right)
    return fixed, translations


def _joins(
    files: MappingOf[str, FileLook], fixed: MappingOf[str, dict[str, ColumnChoice]], answers: Answers
) -> tuple[JoinProposal, ...]:
    """The look-up tables that attach to the deals; their keys are added to the choices that stand."""
    joins = []
    for table, on in LOOKUPS.items():
        if table in files and "deals" in files:
            pair = link_lookup(files["deals"], table, on, files[table], _sources(answers, on))
            if pair is not None:
                joins.append(join_of(table, on, pair, files[table]))
                fixed["deals"][on] = _key(on, pair.left, joins[-1].evidence)
                fixed[table][on] = _key(on, pair.right, joins[-1].evidence)
    return tuple(joins)


def _key(on: str, candidate: Candidate, evidence: str) -> ColumnChoice:
    return ColumnChoice(on, "text", candidate.column, None, candidate.confidence, evidence)


def _columns(table: str, file: FileLook, fixed: MappingOf[str, ColumnChoice]) -> dict[str, ColumnChoice]:
    """Every column of a table; what a person chose is read anew and keeps its alternatives."""
    wanted = {want.name: want for want in TABLES[table]}
    stand: dict[str, ColumnChoice] = {}
    for name, choice in fixed.items():
        stand[name] = choice
        if choice.chosen and name in wanted:
            want = wanted[name]
            others = tuple(offer for offer in candidates(want, table, file) if offer.column != choice.column)
            stand[name] = replace(choice, kind=want.kind, missing=want.missing, alternatives=others)
        if choice.chosen and choice.column is not None:
            stand[name] = as_read(stand[name], file.columns[choice.column])
    return choices_of(TABLES[table], table, file, stand)


def _apart(table: str, columns: MappingOf[str, MappingOf[str, ColumnChoice]]) -> MappingOf[str, ColumnChoice]:
    """A table's columns; a look-up table gives up names that the deals use, because both are joined."""
    if table not in LOOKUPS or "deals" not in columns:
        return columns[table]
    used = {name for name, choice in columns["deals"].items() if choice.given}
    return {name: choice for name, choice in columns[table].items() if name == LOOKUPS[table] or name not in used}


def _answered(answers: Answers, table: str) -> dict[str, ColumnChoice]:
    return {name: choice for (where, name), choice in answers.columns.items() if where == table}


def _sources(answers: Answers, name: str) -> dict[str, str]:
    """The export's columns that a person chose for one of our columns, by table."""
    said = {table: choice.column for (table, column), choice in answers.columns.items() if column == name}
    return {table: source for table, source in said.items() if source is not None}


def _previewed(file: FileLook, name: str, choice: ColumnChoice, rows: int) -> tuple[Preview, ...]:
    """The first filled values with their row."""
    column = file.columns[name]
    filled = compute.indices_nonzero(column.texts.is_valid()).slice(0, rows)
    shown = zip(filled.to_pylist(), column.texts.take(filled).to_pylist(), strict=True)
    how = (choice.kind, choice.format, choice.decimal, choice.times)
    return tuple(Preview(file.row_of(place), text, column.read(text, *how)) for place, text in shown)
