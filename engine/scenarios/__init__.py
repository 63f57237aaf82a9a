"""Scenarios: Chinese Gherkin, read, played on procedures in memory, and told what they cover."""
