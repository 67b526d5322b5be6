"""The schema, step by step.

Hand-written; no table module is imported here.
"""
