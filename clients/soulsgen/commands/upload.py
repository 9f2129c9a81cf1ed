"""`soulsgen upload`: an artefact into a bucket."""

import json
from pathlib import Path

import click

from soulsgen.bucket_options import bucket_options, bytes_bar, show_catalogue, size, wanted_kind


@click.command()
@bucket_options
@click.option(
    "-v",
    "--version",
    default="latest",
    show_default=True,
    help="Name of the version; latest names it by its content.",
)
@click.option("--no-latest", is_flag=True, help="Leave `latest` where it points.")
@click.option("--force", is_flag=True, help="Send every file again, and replace a version of that name.")
def upload(
    kind: str | None,
    bucket: str,
    version: str,
    name: str | None,
    path: Path | None,
    listing: bool,
    no_latest: bool,
    force: bool,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Put a handler, corpus or model into a bucket, as a new version that `latest` then means.

    Only what is not there yet is sent; a run that was stopped continues where it was.

    \b
    Example:
        soulsgen upload handler --bucket gs://my-bucket/soulsgen
        soulsgen upload corpus --bucket s3://my-bucket --version 2026-spring
        soulsgen upload --list --bucket /mnt/share/soulsgen
    """
    from soulsgen.bucket import upload as work
    from soulsgen.bucket.artefact import artefact, local_files
    from soulsgen.bucket.location import parse_location
    from soulsgen.bucket.shelf import Shelf
    from soulsgen.bucket.store import open_store

    location = parse_location(bucket)
    if listing:
        show_catalogue(open_store(location), kind, name, as_json)
        return
    ours = artefact(wanted_kind(kind), name or "souls", path)
    files = local_files(ours)
    shelf = Shelf(open_store(location), ours.kind, ours.name)
    plan = work.plan_upload(shelf, files, version, point=not no_latest, force=force)
    if not dry_run:
        with bytes_bar(plan.size) as progress:
            work.upload(shelf, plan, progress)
    manifest = plan.manifest
    verb = "would send" if dry_run else "sent"
    share = f"{len(plan.files)} of {len(manifest.files)} files, {size(plan.size)}"
    click.echo(f"{shelf.store.url(shelf.root)}: {verb} {share}", err=True)
    record = {
        "artefact": ours.kind,
        "name": ours.name,
        "bucket": str(location),
        "version": manifest.version,
        "files": len(manifest.files),
        "bytes": manifest.size,
        "sent_files": len(plan.files),
        "sent_bytes": plan.size,
        "moved_latest": plan.point,
        "dry_run": dry_run,
    }
    click.echo(json.dumps(record) if as_json else manifest.version)
