"""`jmclean review`: decide about doubtful places and changes, one by one; later runs heed the decisions."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from datetime import date
from functools import partial
from typing import TYPE_CHECKING, Any, Final

import click

from jmclean.errors import UsageError
from jmclean.io.messages import format_count, say
from jmclean.options import check
from jmclean.rules import RULES
from jmclean.settings.cli_options import COLOR, QUIET, add_settings, choose_settings, find_decisions
from jmclean.settings.command import Command, Option
from jmclean.views.ansi import find_terminal_width, is_coloured
from jmclean.views.preview import Looks

if TYPE_CHECKING:
    from jmclean.history.decisions import DecisionsFile
    from jmclean.views.questions import Question

ALL: Final = "all"
LIST_FORMS: Final = ("text", "jsonl", "csv")
NARROW: Final = 80
"""The width if the terminal does not say."""


@click.command(
    cls=Command,
    examples=("jmclean review scans/", "jmclean review --changes captions scans/"),
)
@click.argument("paths", metavar="PATH...", nargs=-1)
@click.option(
    "--changes",
    cls=Option,
    metavar="[RULE,...]",
    is_flag=False,
    flag_value=ALL,
    help="Go through the changes of these rules, or of all, instead of the doubtful places.",
)
@click.option(
    "--list",
    "listed",
    cls=Option,
    group="Output",
    metavar="[text|jsonl|csv]",
    is_flag=False,
    flag_value="text",
    help="Print the places instead, to be answered in an editor or a spreadsheet.",
)
@click.option(
    "--answers", cls=Option, metavar="FILE", type=click.Path(), help="Read the answers from a list that was filled in."
)
@click.option("--all", "again", cls=Option, is_flag=True, help="Ask about the places that are answered, too.")
@COLOR
@add_settings("--jobs", "--include", "--exclude")
@QUIET
def command(
    paths: tuple[str, ...],
    changes: str | None,
    listed: str | None,
    answers: str | None,
    again: bool,
    color: str,
    quiet: bool,
    **given: Any,
) -> int:
    """Decide about doubtful places, one by one.

    Shows each place that cleaning left as unsure, the likeliest first, and asks. The answers are kept in
    jmclean.decisions.jsonl beside the settings file or in the folder, and every later run heeds them. A place that is
    answered is not asked about again. Exit codes: 0 done, 2 wrong usage, 3 some file could not be read or written.
    """
    if changes is not None and changes != ALL and not set(changes.split(",")) <= set(RULES):
        changes, paths = ALL, (_path_not_value(changes, "rule", RULES), *paths)
    if listed is not None and listed not in LIST_FORMS:
        listed, paths = "text", (_path_not_value(listed, "list", LIST_FORMS), *paths)
    if not paths:
        raise UsageError("There is nothing to review. Name a PATH.")
    if "-" in paths:
        raise UsageError("Standard input has no name that a decision could be kept about. Name a PATH.")
    if answers is not None and listed is not None:
        raise UsageError("--list and --answers exclude each other. Print the list first.")
    file = _open(paths, given)
    how = choose_settings({**given, "decisions": None})._replace(decisions=None if again else file.known())
    rules = None if changes is None else () if changes == ALL else tuple(changes.split(","))
    looks = Looks(paths, rules or (), how)
    questions = _find_questions(looks, file, rules, again, quiet)
    if answers is not None:
        _take_answers(answers, list(questions), file, quiet)
    elif listed is not None:
        from jmclean.views.pager import open_output
        from jmclean.views.question_list import write_list

        with open_output(paging=False) as write:
            for part in write_list(questions, listed):
                write(part)
    else:
        _ask(list(questions), file, color, quiet)
    return 3 if looks.failed else 0


def _open(paths: tuple[str, ...], given: dict[str, Any]) -> DecisionsFile:
    """Return the file of decisions about these paths, which need not be there yet."""
    from jmclean.history.decisions import DecisionsFile

    click.get_current_context().params["paths"] = paths
    path = find_decisions(given["decisions"], new=True)
    assert path is not None
    return DecisionsFile(path)


def _path_not_value(word: str, what: str, choices: tuple[str, ...]) -> str:
    """Return what an option took for its value if it is the first path. Raises UsageError if it is neither."""
    if not os.path.lexists(word):
        check(what, word, choices)
    return word


def _find_questions(
    looks: Looks, file: DecisionsFile, rules: Sequence[str] | None, again: bool, quiet: bool
) -> Iterator[Question]:
    """Yield what is to be asked: the likeliest doubts first; changes in the order of the pages, as they are found."""
    from jmclean.views.questions import ask_about_page

    known = file.known()
    pages = looks.show_each(partial(ask_about_page, page_name=known.name_page, rules=rules), quiet)
    found = (question for page in pages for question in page if again or question.decision.place not in file.decisions)
    yield from found if rules is not None else sorted(found, key=lambda question: -question.likelihood)


def _ask(questions: Sequence[Question], file: DecisionsFile, color: str, quiet: bool) -> None:
    """Ask one question after the other until all are answered or the user has had enough."""
    from jmclean.views.dialogue import Dialogue

    if not questions:
        if not quiet:
            say("There is nothing to decide.")
        return
    colour = color == "always" or (color == "auto" and is_coloured())
    dialogue = Dialogue(questions, file, colour, lambda: find_terminal_width() or NARROW, date.today().isoformat())
    try:
        dialogue.run()
    finally:
        if not quiet:
            say(dialogue.summary())


def _take_answers(path: str, questions: Sequence[Question], file: DecisionsFile, quiet: bool) -> None:
    """Keep the answers of a list that was filled in."""
    from jmclean.views.question_list import read_answers

    answers = read_answers(path)
    by_id = {question.id: question for question in questions}
    today = date.today().isoformat()
    kept = [
        by_id[name].decision._replace(accepted=accepted, when=today)
        for name, accepted in answers.items()
        if name in by_id and (by_id[name].can_accept or not accepted)
    ]
    file.put(kept)
    lost = len(answers) - len(kept)
    if not quiet:
        say(
            f"{format_count(len(kept), 'answer')} kept in {file.path}"
            + f", {lost:,} without a place any more" * bool(lost)
        )
