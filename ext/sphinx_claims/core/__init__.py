"""The pure core: records, figures and what follows from them, without docutils or Sphinx."""
