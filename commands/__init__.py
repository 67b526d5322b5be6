"""The commands of the program, one module per noun.

The only rooms that import click.
"""
