"""Clean OCR dumps of Chinese newspapers: `clean(text, options) -> Result(text, journal, notes)`."""

from jmclean.batch import CleanWarning, clean_batch
from jmclean.clean import Note, Result, clean
from jmclean.edits import Edit, replay, trace, undo
from jmclean.options import Options
from jmclean.version import VERSION

__version__ = VERSION
__all__ = ["CleanWarning", "Edit", "Note", "Options", "Result", "clean", "clean_batch", "replay", "trace", "undo"]
