"""What happened, for people and for machines: report, evidence, verify."""
