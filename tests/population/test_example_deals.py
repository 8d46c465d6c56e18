"""The single won deals behind the invented company: those of the data contract, to the cent."""

import numpy as np
import pandas as pd

from compsim.population.example.company import example_population, example_tables
from compsim.population.reading import population_from_tables


def test_single_deals_are_those_that_the_contract_credits_and_add_up_to_the_results() -> None:
    tables = example_tables()
    won = tables["deals"][tables["deals"]["stage"] == "Won"]
    amounts = {"revenue": won["amount"], "margin": won["margin"], "new_customers": won["new_customer"].astype(float)}
    credits_ = pd.concat(
        [
            won[["deal", "rep", "source", "product_line"]].assign(
                measure=measure, period=won["closed"].astype(str).str[:7], day=won["closed"], amount=amount
            )[(amount != 0).to_numpy()]
            for measure, amount in amounts.items()
        ]
    )
    given = {name: tables[name] for name in ("roster", "results", "measures", "paid")}
    by_contract = population_from_tables({**given, "deal_credits": credits_}).deals
    company = example_population(deals=True)
    assert by_contract is not None
    assert company.deals is not None
    for name in ("deal", "row", "period", "measure", "amount", "share"):
        assert (getattr(company.deals, name) == getattr(by_contract, name)).all(), name
    everything = np.ones(len(company.deals.deal), dtype=bool)
    for measure in amounts:
        sums = company.deals.sums(measure, everything, company.eligible.shape)
        np.testing.assert_allclose(sums, np.nan_to_num(company.results[measure]), atol=1e-6)
