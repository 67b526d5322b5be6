"""Carry items along their path and keep the record."""
