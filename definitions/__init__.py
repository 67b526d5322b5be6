"""Approval paths as data: the vocabulary, the reader, the checker, the content."""
