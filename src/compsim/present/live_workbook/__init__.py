"""One plan as a workbook whose formulas work out one person's pay: choose somebody, and see the same cent."""
