"""Drives a gateway with Anthropic's own SDK: `anthropic_sdk.py BASE_URL KEY MODEL`.

The words "scenario NAME" in a prompt tell the provider behind the gateway what to answer.
"""

import sys

import anthropic
from pydantic import BaseModel
from report import Report

base_url, key, model = sys.argv[1:4]
client = anthropic.Anthropic(base_url=base_url, api_key=key, max_retries=0, timeout=30)
report = Report()
check = report.check

PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII="
IMAGE = {"type": "image", "source": {"type": "base64", "media_type": "image/png", "data": PIXEL}}
ERRORS = ["auth", "rate", "context", "server"]
SCHEMA = {"type": "object", "properties": {"city": {"type": "string"}}, "required": ["city"]}
TOOLS = [{"name": "weather", "description": "Tells it", "input_schema": SCHEMA}]


class Place(BaseModel):
    """What a structured answer holds."""

    city: str
    degrees: int


def user(scenario):
    return {"role": "user", "content": f"scenario {scenario}"}


def asking(*messages, **options):
    return {"model": model, "max_tokens": 1000, "messages": list(messages)} | options


def create(*messages, **options):
    return client.messages.create(**asking(*messages, **options))


def told(message):
    usage = message.usage
    result = {
        "text": "".join(block.text for block in message.content if block.type == "text"),
        "end": message.stop_reason,
        "usage": [usage.input_tokens, usage.cache_read_input_tokens, usage.output_tokens],
    }
    calls = [block for block in message.content if block.type == "tool_use"]
    if calls:
        result["calls"] = [[call.name, call.input] for call in calls]
        result["distinct"] = len({call.id for call in calls})
    thoughts = [block.thinking for block in message.content if block.type == "thinking"]
    if thoughts:
        result["thoughts"] = thoughts
    if message.stop_sequence:
        result["sequence"] = message.stop_sequence
    return result


def round_trip(first):
    """The answer to the results of every call of an answer."""
    results = [
        {"type": "tool_result", "tool_use_id": block.id, "content": f"result {block.input}"}
        for block in first.content
        if block.type == "tool_use"
    ]
    answer = {"role": "assistant", "content": [block.model_dump(exclude_none=True) for block in first.content]}
    return create(user("calls"), answer, {"role": "user", "content": results}, tools=TOOLS)


@check("text")
def _():
    return told(create(user("text")))


@check("text streamed")
def _():
    with client.messages.stream(**asking(user("text"))) as stream:
        deltas = list(stream.text_stream)
        final = stream.get_final_message()
    return told(final) | {"joined": "".join(deltas), "pieces": len(deltas)}


@check("events")
def _():
    with client.messages.stream(**asking(user("text"))) as stream:
        kinds = [event.type for event in stream]
    # Runs of the same kind count once.
    return [kind for index, kind in enumerate(kinds) if index == 0 or kinds[index - 1] != kind]


@check("calls")
def _():
    first = create(user("calls"), tools=TOOLS)
    return [told(first), told(round_trip(first))]


@check("calls streamed")
def _():
    with client.messages.stream(**asking(user("calls"), tools=TOOLS)) as stream:
        deltas = [event for event in stream if event.type == "input_json"]
        first = stream.get_final_message()
    return [told(first) | {"pieces": len(deltas)}, told(round_trip(first))]


@check("call chosen")
def _():
    choice = {"type": "tool", "name": "weather", "disable_parallel_tool_use": True}
    return told(create(user("call"), tools=TOOLS, tool_choice=choice))


@anthropic.beta_tool
def weather(city: str) -> str:
    """Tells it.

    Args:
        city: where
    """
    ran.append(city)
    return f"result {city}"


ran = []


@check("runner")
def _():
    final = client.beta.messages.tool_runner(**asking(user("calls"), tools=[weather])).until_done()
    return told(final) | {"ran": ran}


@check("runner streamed")
def _():
    ran.clear()
    runner = client.beta.messages.tool_runner(**asking(user("calls"), tools=[weather]), stream=True)
    texts = []
    for stream in runner:
        texts.append("".join(event.text for event in stream if event.type == "text"))
    return {"ran": ran, "texts": texts}


@check("image")
def _():
    return told(create({"role": "user", "content": [{"type": "text", "text": "scenario image"}, IMAGE]}))


@check("image result")
def _():
    call = {"type": "tool_use", "id": "toolu_1", "name": "weather", "input": {"city": "Oslo"}}
    result = {"type": "tool_result", "tool_use_id": "toolu_1", "content": [{"type": "text", "text": "seen"}, IMAGE]}
    return told(
        create(
            user("image"),
            {"role": "assistant", "content": [call]},
            {"role": "user", "content": [result]},
            tools=TOOLS,
        )
    )


@check("system")
def _():
    system = [{"type": "text", "text": "first rule", "cache_control": {"type": "ephemeral"}}]
    return told(create(user("system"), system=system))


@check("length")
def _():
    return told(create(user("length"), max_tokens=30))


@check("stop")
def _():
    return told(create(user("stop"), stop_sequences=["END"]))


@check("thought")
def _():
    return told(create(user("thought"), max_tokens=4000, thinking={"type": "enabled", "budget_tokens": 2000}))


@check("schema")
def _():
    return client.messages.parse(**asking(user("schema")), output_format=Place).parsed_output.model_dump()


@check("count")
def _():
    return client.messages.count_tokens(model=model, messages=[user("text")]).input_tokens > 0


for name in ERRORS:
    check(name)(lambda: told(create(user(name))))
    check(f"{name} streamed")(lambda: list(create(user(name), stream=True)) and None)


@check("cut")
def _():
    with client.messages.stream(**asking(user("cut"))) as stream:
        return told(stream.get_final_message())


@check("failing")
def _():
    with client.messages.stream(**asking(user("failing"))) as stream:
        return told(stream.get_final_message())


report.print()
