"""`python -m jmclean` is `jmclean`."""

from jmclean.cli import main

main()
