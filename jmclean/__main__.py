"""`python -m jmclean` is `jmclean`."""

from jmclean.cli import run

run()
