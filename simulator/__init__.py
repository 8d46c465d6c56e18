"""The comp-plan simulator: a Streamlit app that only shows what the library `compsim` answers."""
