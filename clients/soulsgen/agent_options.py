"""Options that say who writes recaps and scenes; used beside `endpoint_options`."""

from dataclasses import dataclass, field

import click

from soulsgen.agent.answers import Agent
from soulsgen.openai_endpoint import OpenAISettings
from soulsgen.option_group import Command, handed_over
from soulsgen.torchserve import Endpoint, TorchServe


@dataclass(frozen=True)
class AgentChoice:
    """An agent that was asked for; `open_agent` makes it."""

    kind: str = "torchserve"
    base_url: str = OpenAISettings.base_url
    model: str | None = None
    key: str | None = field(default=None, repr=False)
    context_tokens: int = 16_000
    input_price: float | None = None
    output_price: float | None = None


def agent_options(command: Command) -> Command:
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
    return handed_over(command, "agent_choice", AgentChoice, decorators)


def open_agent(choice: AgentChoice, endpoint: Endpoint) -> Agent:
    """The agent; `endpoint` is TorchServe's, whose patience an endpoint of another kind gets too."""
    if choice.kind == "torchserve":
        from soulsgen.agent.served import ServedAgent

        return ServedAgent(TorchServe(endpoint), choice.model or "agent")
    from soulsgen.agent.chat_endpoint import ChatEndpoint
    from soulsgen.agent.openai import OpenAIAgent, Price

    settings = OpenAISettings(
        base_url=choice.base_url,
        model=choice.model or "",
        key=choice.key,
        timeout_s=endpoint.timeout_s,
        retries=endpoint.retries,
        backoff_s=endpoint.backoff_s,
    )
    priced = choice.input_price is not None and choice.output_price is not None
    price = Price(choice.input_price or 0.0, choice.output_price or 0.0) if priced else None
    return OpenAIAgent(ChatEndpoint(settings), choice.context_tokens, price)
