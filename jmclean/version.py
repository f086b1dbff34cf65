"""The version, in a module that packaging can read without importing anything else."""

VERSION = "0.1.0"


def compiled() -> bool:
    """Whether the modules that every page runs through are compiled; `.ci/backend.py` says which these are."""
    from jmclean import edits

    return str(edits.__file__).endswith((".so", ".pyd"))
