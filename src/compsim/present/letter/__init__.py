"""The plan summary and the objective letter, as documents to hand over."""
