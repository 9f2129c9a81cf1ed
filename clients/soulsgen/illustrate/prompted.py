"""A chat endpoint whose instructions for scenes are the table's own, from a file."""

from collections.abc import Callable, Sequence

from soulsgen.agent.answers import Scene, Spoken
from soulsgen.agent.chat_endpoint import ChatEndpoint
from soulsgen.agent.citations import read_scene
from soulsgen.agent.openai import OpenAIAgent, Price
from soulsgen.agent.prompts import numbered


class PromptedAgent(OpenAIAgent):
    """`instructions` is asked before every scene."""

    def __init__(
        self, endpoint: ChatEndpoint, instructions: Callable[[], str], price: Price | None = None
    ) -> None:
        super().__init__(endpoint, price=price)
        self._instructions = instructions

    def scene(self, lines: Sequence[Spoken], previous: str) -> Scene:
        told = [line for line in lines if line.text.strip()]
        before = f"The scene before: {previous}\n\n" if previous else ""
        answer = self._ask(
            [
                {"role": "system", "content": self._instructions()},
                {"role": "user", "content": before + numbered(told)},
            ]
        )
        return read_scene(answer, told)
