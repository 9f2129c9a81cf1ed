"""Discord's own: blindness without a bot, mentions, a webhook that is gone."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from clients.channels.discord_server import FIRST_ID, DiscordServer
from clients.channels.gate import Fault, Gate
from clients.loopback import serving
from soulsgen.channels.discord import Discord
from soulsgen.channels.post import Blind, Post, RateLimited
from soulsgen.errors import Refused, SoulsgenError


@pytest.fixture
def server() -> DiscordServer:
    return DiscordServer()


@pytest.fixture
def url(server: DiscordServer) -> Iterator[str]:
    with serving(server.flask) as base:
        yield server.webhook(base)


def test_a_post_mentions_nobody_and_its_address_leads_to_it(server: DiscordServer, url: str) -> None:
    receipt = Discord(url).send(Post("@everyone, the bell tolls."))
    assert (server.messages[0]["content"], server.messages[0]["mentions"]) == (
        "@everyone, the bell tolls.",
        [],
    )
    assert receipt.url == (
        "https://discord.com/channels/1160000000000000001/1170000000000000001/1200000000000000000"
    )


def test_a_webhook_alone_cannot_look(url: str) -> None:
    with pytest.raises(Blind, match="DISCORD_BOT_TOKEN lets a bot look for it"):
        Discord(url).find(Post("Ash."), datetime.now(UTC))


def test_a_bot_that_is_shown_no_texts_is_blind_and_not_sure(server: DiscordServer, url: str) -> None:
    server.shows_texts = False
    channel = Discord(url, server.bot_token)
    began = datetime.now(UTC)
    assert channel.find(Post("Ash."), began) is None
    channel.send(Post("Ash."))
    with pytest.raises(Blind, match="switch on its Message Content Intent"):
        channel.find(Post("Ash."), began)


def test_a_secret_that_a_proxy_repeats_is_taken_out(server: DiscordServer, url: str) -> None:
    gate = Gate(url[: url.index("/api/")])
    body = json.dumps({"message": f"no route to /api/webhooks/1/{server.token}"})
    gate.faults.append(Fault("GET", 404, body=body))
    with serving(gate) as base, pytest.raises(Refused, match="no route to /api/webhooks/1/…") as caught:
        Discord(server.webhook(base)).send(Post("Ash."))
    assert server.token not in str(caught.value)


def test_what_others_say_in_the_channel_is_not_ours(server: DiscordServer, url: str) -> None:
    channel = Discord(url, server.bot_token)
    began = datetime.now(UTC)
    channel.send(Post("Ash."))
    server.messages[0]["webhook_id"] = "7"
    assert channel.find(Post("Ash."), began) is None


def test_a_bot_looks_back_through_a_busy_channel(server: DiscordServer, url: str) -> None:
    channel = Discord(url, server.bot_token)
    began = datetime.now(UTC)
    receipt = channel.send(Post("Ash."))
    others = [server.messages[0] | {"id": str(FIRST_ID + n), "webhook_id": "7"} for n in range(1, 251)]
    server.messages += others
    assert channel.find(Post("Ash."), began) == receipt
    assert channel.find(Post("Embers."), began) is None
    server.messages += [others[0] | {"id": str(FIRST_ID + n)} for n in range(251, 1001)]
    with pytest.raises(Blind, match="not among the newest 1000 posts"):
        channel.find(Post("Ash."), began)


def test_discords_own_limit_says_when_it_ends(server: DiscordServer, url: str) -> None:
    server.limited_for_s = 1.25
    limit, before = timedelta(seconds=1.25), datetime.now(UTC)
    with pytest.raises(
        RateLimited, match=r"Discord's limit is used up \(You are being rate limited\)"
    ) as caught:
        Discord(url).send(Post("Ash."))
    assert caught.value.reset
    assert before + limit <= caught.value.reset <= datetime.now(UTC) + limit


def test_a_webhook_that_is_gone_is_refused_before_anything_is_sent(server: DiscordServer, url: str) -> None:
    with pytest.raises(Refused, match=r"HTTP 404: Unknown Webhook\); make a new webhook"):
        Discord(url[:-3] + "abc").send(Post("Ash."))
    assert server.messages == []


@pytest.mark.parametrize("url", ["https://discord.com/api/webhooks/1", "webhooks/1/token", ""])
def test_a_url_that_is_no_webhook_is_refused_without_being_shown(url: str) -> None:
    with pytest.raises(SoulsgenError) as caught:
        Discord(url)
    assert str(caught.value) == (
        "DISCORD_WEBHOOK is not the URL of a webhook, https://discord.com/api/webhooks/ID/TOKEN"
    )
