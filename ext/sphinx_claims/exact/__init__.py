"""Cures that make Sphinx's own incremental builds exact: after any edit, equal to a clean build."""
