"""Whether pay goes with what people do or with what they are given: like with like, assessed and never certified."""
