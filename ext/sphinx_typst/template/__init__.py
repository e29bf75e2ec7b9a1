"""The design of the book: data, in a package so that it is installed with the code."""
