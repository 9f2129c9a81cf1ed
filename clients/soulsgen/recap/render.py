"""A recap through a Jinja2 template: the project's own for Markdown and HTML, or a user's."""

import json
import traceback
from importlib.resources import files
from pathlib import Path
from typing import Any

from jinja2 import StrictUndefined, TemplateError, TemplateSyntaxError
from jinja2.sandbox import SandboxedEnvironment

from soulsgen.agent.answers import Claim
from soulsgen.clock import clock
from soulsgen.errors import SoulsgenError
from soulsgen.recap.story import Recap
from soulsgen.session.derived import escaped

MARKDOWN = "recap.md.j2"
HTML = "recap.html.j2"
# The name that a template from a string has in a traceback.
_JINJA = "<template>"


def render(recap: Recap, spent: str, template: Path | None = None, form: str = MARKDOWN) -> str:
    """Raises SoulsgenError for a template that fails, with its line.

    A template is sandboxed and gets `recap`, `spent`, the filters clock, times, md and json, and the test
    hidden. One whose name holds `.html` escapes what it prints.
    """
    name = template.name if template else form
    source = _source(template) if template else _own(form)
    environment = SandboxedEnvironment(
        autoescape=".html" in name, trim_blocks=True, lstrip_blocks=True, undefined=StrictUndefined
    )
    environment.filters |= {"clock": clock, "times": times, "md": escaped, "json": _json}
    environment.tests["hidden"] = lambda claim: bool(recap.private.intersection(claim.at))
    try:
        return environment.from_string(source).render(recap=recap, spent=spent)
    except Exception as error:  # a template is a program, which may raise anything
        words = str(error) if isinstance(error, TemplateError) else f"{type(error).__name__}: {error}"
        raise SoulsgenError(f"{template or form}{_line(error)}: {words}") from error


def _own(form: str) -> str:
    return files("soulsgen.recap").joinpath("templates", form).read_text("utf-8")


def _source(template: Path) -> str:
    """Raises SoulsgenError for one that is not UTF-8, with its line."""
    content = template.read_bytes()
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        number = content.count(b"\n", 0, error.start) + 1
        raise SoulsgenError(f"{template}:{number}: not UTF-8 ({error.reason})") from error


def _line(error: Exception) -> str:
    """`:12`, where it is known: Jinja gives what a template raises the template's line numbers."""
    if isinstance(error, TemplateSyntaxError):
        return f":{error.lineno}"
    frames = traceback.extract_tb(error.__traceback__)
    numbers = [frame.lineno for frame in frames if frame.filename == _JINJA]
    return f":{numbers[-1]}" if numbers else ""


def times(claim: Claim) -> str:
    """`0:12:03, 0:14:40`."""
    return ", ".join(clock(at) for at in claim.at)


def _json(value: Any) -> str:
    """A value as JSON, which is YAML too; in HTML it is escaped by the template."""
    return json.dumps(value, ensure_ascii=False)
