"""`soulsgen download`: an artefact out of a bucket."""

import json
from contextlib import nullcontext
from pathlib import Path

import click

from soulsgen.bucket_options import bucket_options, bytes_bar, show_catalogue, size, wanted_kind


@click.command()
@bucket_options
@click.option("-v", "--version", default="latest", show_default=True, help="Name of the version; see --list.")
@click.option("--force", is_flag=True, help="Replace what stands there, whoever made it.")
def download(
    kind: str | None,
    bucket: str,
    version: str,
    name: str | None,
    path: Path | None,
    listing: bool,
    force: bool,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Get a handler, corpus or model from a bucket, every byte checked, and swap it in whole.

    Only what is not here yet is fetched; a run that was stopped continues where it was.

    \b
    Example:
        soulsgen download handler --bucket gs://my-bucket/soulsgen
        soulsgen download corpus --bucket s3://my-bucket --version 2026-spring --path build/spring
        soulsgen download --list --bucket /mnt/share/soulsgen
    """
    from soulsgen.bucket import download as work
    from soulsgen.bucket.artefact import artefact
    from soulsgen.bucket.location import parse_location
    from soulsgen.bucket.place import claim, place_for
    from soulsgen.bucket.shelf import Shelf
    from soulsgen.bucket.store import open_store

    location = parse_location(bucket)
    if listing:
        show_catalogue(open_store(location), kind, name, as_json)
        return
    ours = artefact(wanted_kind(kind), name or "souls", path)
    place = place_for(ours)
    shelf = Shelf(open_store(location), ours.kind, ours.name)
    with nullcontext() if dry_run else claim(place):
        plan = work.plan_download(shelf, version, place, force)
        if not dry_run:
            with bytes_bar(plan.size) as progress:
                work.download(shelf, plan, place, progress)
    manifest = plan.manifest
    verb = "would fetch" if dry_run else "fetched"
    click.echo(
        f"{ours.path}: {verb} {len(plan.missing)} of {len(manifest.files)} files, {size(plan.size)}, "
        f"version {manifest.version}",
        err=True,
    )
    record = {
        "artefact": ours.kind,
        "name": ours.name,
        "bucket": str(location),
        "version": manifest.version,
        "path": str(ours.path),
        "files": len(manifest.files),
        "bytes": manifest.size,
        "fetched_files": len(plan.missing),
        "fetched_bytes": plan.size,
        "dry_run": dry_run,
    }
    click.echo(json.dumps(record) if as_json else ours.path)
