"""Images for a post on X: upload, then the alternative text.

https://docs.x.com/x-api/media/image-or-subtitle-media-upload and https://docs.x.com/x-api/media/create-media-metadata.
An uploaded image that no post names is forgotten by X after a day, so nothing here needs undoing.
"""

from requests_oauthlib import OAuth1

from soulsgen.channels.post import Image, Unconfirmed
from soulsgen.channels.x_request import signed, signed_post
from soulsgen.errors import Unavailable


def upload(api_url: str, auth: OAuth1, image: Image, timeout_s: float) -> str:
    """The id under which a post can name the image."""
    file = ("image", image.content, image.media_type)
    try:
        response = signed(
            "POST",
            f"{api_url}/2/media/upload",
            auth,
            timeout_s,
            files={"media": file},
            data={"media_category": "tweet_image", "media_type": image.media_type},
        )
        media_id = str(response.json()["data"]["id"])
        if image.alt:
            described = {"id": media_id, "metadata": {"alt_text": {"text": image.alt}}}
            signed_post(f"{api_url}/2/media/metadata", auth, described, timeout_s)
    except Unconfirmed as error:
        raise Unavailable(f"the image was not taken: {error}; nothing was posted") from error
    except (ValueError, KeyError, TypeError) as error:
        raise Unavailable("X answered the upload without an id; nothing was posted") from error
    return media_id
