"""Assembling a joint bid: partners and their answers, the plan back from the deadline, readiness, the pack."""
