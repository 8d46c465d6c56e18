"""What readers answer to files: every message, errors first; notes are marked."""

from pathlib import Path

from compsim.errors import InputError, MappingError, PopulationError
from compsim.population.export.files import read_table
from compsim.population.reading import load_upload
from tests.population.broken_files import Files

WANTED = ["deal", "rep", "amount", "closed"]


def people_messages(files: Files) -> list[str]:
    """The messages about tables of a population."""
    try:
        return [f"(note) {note}" for note in load_upload(files).notes]
    except PopulationError as error:
        return messages(error)


def export_messages(files: Files, folder: Path) -> list[str]:
    """The messages about the only file of an export."""
    [(name, data)] = files.items()
    (folder / name).write_bytes(data)
    try:
        return [f"(note) {note}" for note in read_table(folder / name, WANTED).notes]
    except MappingError as error:
        return messages(error)


def messages(error: InputError) -> list[str]:
    return [str(problem) for problem in error.problems]
