"""Printing: blocks to docutils nodes (every builder) and blocks to HTML (the quick path of the HTML builders)."""
