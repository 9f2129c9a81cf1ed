"""A recap through a Jinja2 template: the project's own for Markdown and HTML, or a user's."""

import json
from importlib.resources import files
from pathlib import Path
from typing import Any

from jinja2 import StrictUndefined, TemplateError
from jinja2.sandbox import SandboxedEnvironment

from soulsgen.agent.answers import Claim
from soulsgen.clock import clock
from soulsgen.errors import SoulsgenError
from soulsgen.recap.story import Recap
from soulsgen.session.derived import escaped

MARKDOWN = "recap.md.j2"
HTML = "recap.html.j2"


def render(recap: Recap, spent: str, template: Path | None = None, form: str = MARKDOWN) -> str:
    """Raises SoulsgenError for a template that fails, with its line.

    A template is sandboxed and gets `recap`, `spent`, the filters clock, times, md and json, and the test
    hidden. One whose name holds `.html` escapes what it prints.
    """
    name = template.name if template else form
    source = (template or files("soulsgen.recap").joinpath("templates", form)).read_text("utf-8")
    environment = SandboxedEnvironment(
        autoescape=".html" in name, trim_blocks=True, lstrip_blocks=True, undefined=StrictUndefined
    )
    environment.filters |= {"clock": clock, "times": times, "md": escaped, "json": _json}
    environment.tests["hidden"] = lambda claim: bool(recap.private.intersection(claim.at))
    try:
        return environment.from_string(source).render(recap=recap, spent=spent)
    except TemplateError as error:
        number = getattr(error, "lineno", None)
        raise SoulsgenError(f"{template or form}{f':{number}' if number else ''}: {error}") from error


def times(claim: Claim) -> str:
    """`0:12:03, 0:14:40`."""
    return ", ".join(clock(at) for at in claim.at)


def _json(value: Any) -> str:
    """A value as JSON, which is YAML too; in HTML it is escaped by the template."""
    return json.dumps(value, ensure_ascii=False)
