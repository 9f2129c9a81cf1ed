"""`soulsgen k8s render`: the manifests of an overlay."""

import click


@click.command()
@click.argument("overlay")
def render(overlay: str) -> None:
    """Print an overlay's objects as YAML; asks no cluster, needs kubectl or kustomize.

    OVERLAY is a name under k8s/overlays or a folder with a kustomization.yaml.

    \b
    Example:
        soulsgen k8s render cpu
    """
    from soulsgen.cluster import overlay as work

    click.echo(work.render(overlay), nl=False)
