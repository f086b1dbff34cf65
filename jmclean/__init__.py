"""Clean OCR dumps of Chinese newspapers: `clean(text, options) -> Result(text, journal, notes)`."""

from jmclean.engine.batch import CleanWarning, clean_batch
from jmclean.engine.clean import Note, Result, clean
from jmclean.options import Options
from jmclean.text.edits import Edit, replay, undo
from jmclean.text.tracing import trace
from jmclean.version import VERSION

__version__ = VERSION
__all__ = ["CleanWarning", "Edit", "Note", "Options", "Result", "clean", "clean_batch", "replay", "trace", "undo"]
