"""`soulsgen k8s`: the group of commands that speak to a Kubernetes cluster."""

import click

from soulsgen.lazy import LazyGroup


@click.group(
    cls=LazyGroup,
    lazy={
        "apply": "soulsgen.commands.k8s_apply:apply",
        "delete": "soulsgen.commands.k8s_delete:delete",
        "render": "soulsgen.commands.k8s_render:render",
        "resume": "soulsgen.commands.k8s_resume:resume",
        "run": "soulsgen.commands.k8s_run:run",
        "secrets": "soulsgen.commands.k8s_secrets:secrets",
        "status": "soulsgen.commands.k8s_status:status",
        "suspend": "soulsgen.commands.k8s_suspend:suspend",
    },
)
def k8s() -> None:
    """Put SoulsGen into a Kubernetes cluster, watch it there and run its jobs.

    The cluster is the kubeconfig's current one or, in a Pod, the Pod's own.

    \b
    Example, from nothing to a first post into the outbox:
        soulsgen k8s apply dry
        soulsgen k8s apply dry --yes
        soulsgen k8s status
        soulsgen k8s run tweet-lore --follow
    """
