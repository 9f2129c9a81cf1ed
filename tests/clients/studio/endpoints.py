"""What a studio answers to, as its own router has it."""

from soulsgen.page.hosting import Place
from soulsgen.studio.server import Plan, Studio

_FILES = "/static/"


def endpoints() -> set[tuple[str, str]]:
    """Methods and paths, but for the files of the page."""
    application = Studio(Plan(), Place(port=0), print).application()
    routes = ((route.method, route.resource) for route in application.router.routes())
    found = {(method, resource.canonical) for method, resource in routes if resource and method != "HEAD"}
    return {(method, path) for method, path in found if not path.startswith(_FILES)}
