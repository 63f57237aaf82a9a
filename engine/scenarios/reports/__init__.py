"""What came of scenarios, as other programs and people read it."""
