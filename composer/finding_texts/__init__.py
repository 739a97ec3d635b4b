"""Every finding's severity, sentence and advice: one table, a module for each area."""
