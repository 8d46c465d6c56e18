"""The store on the command line: python -m simulator.store status | upgrade | backup FILE | restore FILE."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Annotated

import typer
from sqlalchemy.exc import SQLAlchemyError

from simulator import launch
from simulator.store.backup import back_up, counts, faults_of, restore, where
from simulator.store.migrating import upgrade
from simulator.store.opening import address_of, connect_to, is_file, place_of, unreachable
from simulator.store.schema import HEAD, StoreError, kind_of, revision_of, wrong_schema

app = typer.Typer(
    help="The saved scenarios: COMPSIM_DATABASE_URL, else the file COMPSIM_STORE, else .compsim/scenarios.db.",
    add_completion=False,
    no_args_is_help=True,
)
Backup = Annotated[Path, typer.Argument(metavar="FILE", help="The backup: one file, the same for every database.")]


@app.command("status")
def show_status() -> None:
    """Where the store is, which schema it has and how much it holds; ends with 1 if something is wrong."""
    url = address_of(launch.store_address())
    typer.echo(f"store: {where(url)}")
    if is_file(url) and not Path(str(url.database)).exists():
        typer.echo("not there yet: it is made when the simulator starts")
        return
    engine = connect_to(url)
    try:
        with engine.connect() as connection:
            revision = revision_of(connection)
        typer.echo(f"schema: {revision or 'none yet'} (needed: {HEAD})")
        if kind_of(revision) in ("older", "unknown"):
            raise wrong_schema(place_of(url), revision)
        faults = faults_of(Path(str(url.database))) if is_file(url) else []
        for name, rows in counts(engine).items() if revision else ():
            typer.echo(f"{_WORDS[name]}: {rows}")
    finally:
        engine.dispose()
    typer.echo(f"integrity: {'; '.join(faults) or 'ok'}")
    if faults:
        raise typer.Exit(1)


_WORDS = {"scenario": "plans", "named_scenario": "scenarios", "scenario_version": "versions"}


@app.command("upgrade")
def upgrade_schema() -> None:
    """Bring the store to the schema that this version needs; nothing is lost."""
    engine = connect_to(address_of(launch.store_address()))
    try:
        before, after = upgrade(engine)
    finally:
        engine.dispose()
    typer.echo(f"schema {after} as before" if before == after else f"schema {before or 'none'} → {after}")


@app.command("backup")
def back_up_store(file: Backup) -> None:
    """Copy the store into a new file; the simulator may go on running."""
    back_up(launch.store_address(), file)
    typer.echo(f"backup written and checked: {file}")


@app.command("restore")
def restore_store(file: Backup) -> None:
    """Bring a backup back; what was there before is kept in a file of its own."""
    kept = restore(launch.store_address(), file)
    typer.echo(f"restored from {file}" + (f"; what was there before: {kept}" if kept else ""))


def main() -> None:
    """Run a command; a problem is told in words, without a traceback."""
    try:
        app()
    except (StoreError, FileExistsError) as problem:
        sys.exit(str(problem))
    except (SQLAlchemyError, OSError) as error:
        sys.exit(str(unreachable(address_of(launch.store_address()), error)))


if __name__ == "__main__":
    main()
