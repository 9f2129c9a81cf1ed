"""What is a bucket, and what of its URL may be shown."""

from pathlib import Path

import pytest

from soulsgen.bucket.location import Location, parse_location, without_secrets
from soulsgen.errors import SoulsgenError


@pytest.mark.parametrize(
    ("text", "location", "shown"),
    [
        ("gs://lore", Location("gs", "lore"), "gs://lore"),
        ("gcs://lore/a/b/", Location("gs", "lore/a/b"), "gs://lore/a/b"),
        ("s3://my.lore-1/a\n", Location("s3", "my.lore-1/a"), "s3://my.lore-1/a"),
        ("memory://lore", Location("memory", "lore"), "memory://lore"),
        ("file:///srv/lore/", Location("file", "/srv/lore"), "/srv/lore"),
        ("file://localhost/srv/lore", Location("file", "/srv/lore"), "/srv/lore"),
        ("/srv/a@b?c", Location("file", "/srv/a@b?c"), "/srv/a@b?c"),
        ("~/lore", Location("file", str(Path.home() / "lore")), str(Path.home() / "lore")),
        ("lore", Location("file", str(Path.cwd() / "lore")), str(Path.cwd() / "lore")),
    ],
)
def test_a_url_or_a_folder_is_a_location(text: str, location: Location, shown: str) -> None:
    assert parse_location(text) == location
    assert str(location) == shown


KNOWN = "gs://BUCKET, s3://BUCKET, file:///FOLDER or a folder"


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("", f"'' is neither a URL nor a folder; give {KNOWN}"),
        ("s3:lore", f"'s3:lore' is neither a URL nor a folder; give {KNOWN}"),
        ("file://srv/lore", f"'file://srv/lore' is neither a URL nor a folder; give {KNOWN}"),
        ("ftp://lore", f"ftp://lore is not a bucket; give {KNOWN}"),
        ("https://me:hush@lore", f"https://***@lore is not a bucket; give {KNOWN}"),
        ("s3://", f"s3:// is not the URL of a bucket and a folder in it; give {KNOWN}"),
        (
            "gs://lore/../other",
            f"gs://lore/../other is not the URL of a bucket and a folder in it; give {KNOWN}",
        ),
        ("gs://lore//a", f"gs://lore//a is not the URL of a bucket and a folder in it; give {KNOWN}"),
    ],
)
def test_what_is_no_bucket_is_refused_with_what_would_be(text: str, sentence: str) -> None:
    with pytest.raises(SoulsgenError) as refused:
        parse_location(text)
    assert str(refused.value) == sentence


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("s3://AKIA:hush/hush@lore/a", "s3://***@lore/a"),
        ("s3://AKIA:hush@lore/a", "s3://***@lore/a"),
        ("gs://lore?token=hush&x=1", "gs://lore?token=***&x=1"),
        ("s3://lore?aws_secret_access_key=hush", "s3://lore?aws_secret_access_key=***"),
    ],
)
def test_credentials_in_a_url_are_refused_and_not_repeated(text: str, shown: str) -> None:
    with pytest.raises(SoulsgenError) as refused:
        parse_location(text)
    assert str(refused.value).startswith(f"{shown}: a bucket's URL takes no credentials")
    assert "hush" not in str(refused.value)


def test_a_drivers_words_lose_their_secrets_and_keep_the_rest() -> None:
    said = "GET https://me:hush@store.example/lore?X-Amz-Signature=hush&part=2 failed for me@example.com"
    kept = "GET https://***@store.example/lore?X-Amz-Signature=***&part=2 failed for me@example.com"
    assert without_secrets(said) == kept
