"""The engine: the chain of rules over a page, over sections of a text, over many texts."""


def is_compiled() -> bool:
    """Return whether the modules that every page runs through are compiled; `.ci/backend.py` says which these are."""
    from jmclean.text import edits

    return str(edits.__file__).endswith((".so", ".pyd"))
