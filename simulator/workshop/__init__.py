"""The workshop: people weigh objectives on their phones, and the wall shows what the group would have paid."""
