"""What next year may cost and pay: draws from last year's people, and single things that may go wrong."""
