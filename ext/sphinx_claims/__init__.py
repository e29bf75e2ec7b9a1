"""Figures and contested statements with their provenance, for Sphinx."""
