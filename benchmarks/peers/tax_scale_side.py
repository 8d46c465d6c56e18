"""Runs in the environment of policyengine-core: values, answers (files) and rates (JSON) are the arguments."""

import json
import sys
from importlib.metadata import version
from time import perf_counter

import numpy as np
from policyengine_core.taxscales import MarginalRateTaxScale


def main(values: str, answers: str, rates: str) -> None:
    """Say what this is, then time one `calc` for each line that comes in."""
    scale = MarginalRateTaxScale()
    for threshold, rate in json.loads(rates):
        scale.add_bracket(threshold, rate)
    x = np.load(values)
    np.save(answers, scale.calc(x))
    print(json.dumps({"name": "policyengine-core", "version": version("policyengine-core")}), flush=True)
    for _ in sys.stdin:
        begin = perf_counter()
        scale.calc(x)
        print(json.dumps({"seconds": perf_counter() - begin}), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
