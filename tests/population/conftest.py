"""What the tests of crediting share: the example's mapping and an invented export that it fits."""

from pathlib import Path

import pytest

from compsim.population.crediting.credit import Credited, credit_deals
from compsim.population.mapping.reading import Mapping, load_mapping
from tests.crm_export import real_crm_export, write_crm_export

EXAMPLE = Path(__file__).parents[2] / "examples" / "crm-export"


@pytest.fixture(scope="session")
def example_dir() -> Path:
    """The folder of the published example: mapping and scenario, no data."""
    return EXAMPLE


@pytest.fixture(scope="session")
def crm_mapping() -> Mapping:
    """The published mapping of the CRM data set."""
    return load_mapping(EXAMPLE / "mapping.yaml")


@pytest.fixture(scope="session")
def crm_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """An invented export with the same shape and traps."""
    return write_crm_export(tmp_path_factory.mktemp("crm"))


@pytest.fixture(scope="session")
def credited(crm_folder: Path, crm_mapping: Mapping) -> Credited:
    """The invented export, credited by the published mapping."""
    return credit_deals(crm_folder, crm_mapping)


@pytest.fixture(scope="session")
def real_credited(crm_mapping: Mapping) -> Credited:
    """The real data set, credited by the published mapping; skipped where it is not at hand."""
    folder = real_crm_export()
    if folder is None:
        pytest.skip("the CRM data set is not here: set COMPSIM_CRM_DIR to its folder")
    return credit_deals(folder, crm_mapping)
