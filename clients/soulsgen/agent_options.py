"""Options that say who writes recaps and scenes; used beside `endpoint_options`."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

import click

from soulsgen.agent.answers import Agent
from soulsgen.torchserve import Endpoint, TorchServe


@dataclass(frozen=True)
class AgentChoice:
    """An agent that was asked for; `open_agent` makes it."""

    kind: str = "torchserve"
    base_url: str = "https://api.openai.com/v1"
    model: str | None = None
    key: str | None = field(default=None, repr=False)
    context_tokens: int = 16_000
    input_price: float | None = None
    output_price: float | None = None


def agent_options(command: Callable[..., Any]) -> Callable[..., Any]:
    """Add the agent's options; the command receives them as `agent_choice`."""
    decorators = [
        click.option(
            "--agent",
            "kind",
            type=click.Choice(["torchserve", "openai"]),
            default="torchserve",
            show_default=True,
            help="The agent archive on TorchServe, or an OpenAI-compatible endpoint.",
        ),
        click.option(
            "--base-url",
            envvar="OPENAI_BASE_URL",
            default=AgentChoice.base_url,
            show_default=True,
            show_envvar=True,
            help="Of --agent openai; Ollama's is http://127.0.0.1:11434/v1.",
        ),
        click.option("--model", help="Model of the endpoint, or name of the archive. [agent]"),
        click.option(
            "--api-key",
            "key",
            envvar="OPENAI_API_KEY",
            show_envvar=True,
            help="Of --agent openai; better in the environment than here. Your own may need none.",
        ),
        click.option(
            "--context-tokens",
            type=click.IntRange(min=3000),
            default=AgentChoice.context_tokens,
            show_default=True,
            help="What the endpoint's model takes at once; a longer session is told in parts.",
        ),
        click.option("--input-price", type=click.FloatRange(min=0), help="US dollars a million tokens read."),
        click.option("--output-price", type=click.FloatRange(min=0), help="US dollars a million written."),
    ]

    def with_agent(*args: Any, **kwargs: Any) -> Any:
        names = AgentChoice.__dataclass_fields__
        choice = AgentChoice(**{name: kwargs.pop(name) for name in names})
        return command(*args, agent_choice=choice, **kwargs)

    with_agent.__doc__ = command.__doc__
    with_agent.__name__ = command.__name__
    with_agent.__dict__.update(command.__dict__)
    wrapped: Callable[..., Any] = with_agent
    for decorate in reversed(decorators):
        wrapped = decorate(wrapped)
    return wrapped


def open_agent(choice: AgentChoice, endpoint: Endpoint) -> Agent:
    """The agent; `endpoint` is TorchServe's, whose patience an endpoint of another kind gets too."""
    if choice.kind == "torchserve":
        from soulsgen.agent.served import ServedAgent

        return ServedAgent(TorchServe(endpoint), choice.model or "agent")
    from soulsgen.agent.chat_endpoint import ChatEndpoint, ChatSettings
    from soulsgen.agent.openai import OpenAIAgent, Price

    settings = ChatSettings(
        choice.base_url,
        choice.model or "",
        choice.key,
        endpoint.timeout_s,
        endpoint.retries,
        endpoint.backoff_s,
    )
    priced = choice.input_price is not None and choice.output_price is not None
    price = Price(choice.input_price or 0.0, choice.output_price or 0.0) if priced else None
    return OpenAIAgent(ChatEndpoint(settings), choice.context_tokens, price)
