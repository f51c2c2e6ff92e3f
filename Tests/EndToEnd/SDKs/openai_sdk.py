"""Drives a gateway with OpenAI's own SDK: `openai_sdk.py BASE_URL KEY MODEL`.

The words "scenario NAME" in a prompt tell the provider behind the gateway what to answer.
"""

import json
import sys

import openai
from pydantic import BaseModel
from report import Report

base_url, key, model = sys.argv[1:4]
client = openai.OpenAI(base_url=base_url, api_key=key, max_retries=0, timeout=30)
report = Report()
check = report.check

PIXEL = "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAQAAAC1HAwCAAAAC0lEQVR42mNk+A8AAQUBAScY42YAAAAASUVORK5CYII="
ERRORS = ["auth", "rate", "context", "server"]
PARAMETERS = {
    "type": "object",
    "properties": {"city": {"type": "string"}},
    "required": ["city"],
    "additionalProperties": False,
}
CHAT_TOOLS = [
    {
        "type": "function",
        "function": {"name": "weather", "description": "Tells it", "parameters": PARAMETERS, "strict": True},
    }
]
TOOLS = [{"type": "function", "name": "weather", "description": "Tells it", "parameters": PARAMETERS, "strict": True}]


class Place(BaseModel):
    """What a structured answer holds."""

    city: str
    degrees: int


def user(scenario):
    return {"role": "user", "content": f"scenario {scenario}"}


# Chat Completions


def chat_usage(usage):
    return [
        usage.prompt_tokens,
        usage.prompt_tokens_details.cached_tokens,
        usage.completion_tokens,
        usage.total_tokens,
    ]


def chat_told(completion):
    choice = completion.choices[0]
    told = {"text": choice.message.content, "end": choice.finish_reason, "usage": chat_usage(completion.usage)}
    if choice.message.tool_calls:
        told["calls"] = [[call.function.name, json.loads(call.function.arguments)] for call in choice.message.tool_calls]
        told["distinct"] = len({call.id for call in choice.message.tool_calls})
    return told


def chat(*messages, **options):
    return client.chat.completions.create(model=model, messages=list(messages), **options)


def chat_stream(*messages, **options):
    options["stream_options"] = {"include_usage": True}
    return client.chat.completions.stream(model=model, messages=list(messages), **options)


def chat_round_trip(first):
    """The answer to the results of every call of an answer."""
    message = first.choices[0].message
    results = [
        {"role": "tool", "tool_call_id": call.id, "content": f"result {call.function.arguments}"}
        for call in message.tool_calls
    ]
    return chat(user("calls"), message.model_dump(exclude_none=True), *results, tools=CHAT_TOOLS)


@check("chat text")
def _():
    return chat_told(chat(user("text")))


@check("chat text streamed")
def _():
    with chat_stream(user("text")) as stream:
        deltas = [event.delta for event in stream if event.type == "content.delta"]
        told = chat_told(stream.get_final_completion())
    return told | {"joined": "".join(deltas), "pieces": len(deltas)}


@check("chat calls")
def _():
    first = chat(user("calls"), tools=CHAT_TOOLS)
    return [chat_told(first), chat_told(chat_round_trip(first))]


@check("chat calls streamed")
def _():
    with chat_stream(user("calls"), tools=CHAT_TOOLS) as stream:
        events = list(stream)
        first = stream.get_final_completion()
    deltas = [event for event in events if event.type == "tool_calls.function.arguments.delta"]
    done = [event.parsed_arguments or json.loads(event.arguments) for event in events if event.type == "tool_calls.function.arguments.done"]
    return [chat_told(first) | {"done": done, "pieces": len(deltas)}, chat_told(chat_round_trip(first))]


@check("chat call chosen")
def _():
    choice = {"type": "function", "function": {"name": "weather"}}
    return chat_told(chat(user("call"), tools=CHAT_TOOLS, tool_choice=choice, parallel_tool_calls=False))


@check("chat image")
def _():
    image = {"type": "image_url", "image_url": {"url": f"data:image/png;base64,{PIXEL}"}}
    return chat_told(chat({"role": "user", "content": [{"type": "text", "text": "scenario image"}, image]}))


@check("chat system")
def _():
    return chat_told(
        chat(
            {"role": "system", "content": "first rule"},
            user("system"),
            {"role": "assistant", "content": "yes"},
            {"role": "developer", "content": "second rule"},
            {"role": "user", "content": "go on"},
        )
    )


@check("chat length")
def _():
    return chat_told(chat(user("length"), max_completion_tokens=30))


@check("chat stop")
def _():
    return chat_told(chat(user("stop"), stop=["END"]))


@check("chat thought")
def _():
    return chat_told(chat(user("thought"), reasoning_effort="low"))


@check("chat schema")
def _():
    completion = client.chat.completions.parse(model=model, messages=[user("schema")], response_format=Place)
    return completion.choices[0].message.parsed.model_dump()


@check("chat schema streamed")
def _():
    with chat_stream(user("schema"), response_format=Place) as stream:
        stream.until_done()
        return stream.get_final_completion().choices[0].message.parsed.model_dump()


for name in ERRORS:
    check(f"chat {name}")(lambda: chat(user(name)))
    check(f"chat {name} streamed")(lambda: list(chat(user(name), stream=True)))


@check("chat cut")
def _():
    return [chunk.choices[0].delta.content for chunk in chat(user("cut"), stream=True) if chunk.choices]


@check("chat failing")
def _():
    return [chunk.choices[0].delta.content for chunk in chat(user("failing"), stream=True) if chunk.choices]


# Responses


def usage_told(usage):
    return [usage.input_tokens, usage.input_tokens_details.cached_tokens, usage.output_tokens, usage.total_tokens]


def calls_of(response):
    return [item for item in response.output if item.type == "function_call"]


def told(response):
    result = {"text": response.output_text, "end": response.status, "usage": usage_told(response.usage)}
    if response.incomplete_details:
        result["why"] = response.incomplete_details.reason
    if calls_of(response):
        result["calls"] = [[call.name, json.loads(call.arguments)] for call in calls_of(response)]
        result["distinct"] = len({call.call_id for call in calls_of(response)})
    return result


def respond(items, **options):
    return client.responses.create(model=model, input=items, store=False, **options)


def round_trip(first):
    """The answer to the results of every call of an answer."""
    results = [
        {"type": "function_call_output", "call_id": call.call_id, "output": f"result {call.arguments}"}
        for call in calls_of(first)
    ]
    output = [item.model_dump(exclude_none=True, exclude={"parsed_arguments"}) for item in first.output]
    return respond([user("calls"), *output, *results], tools=TOOLS)


@check("responses text")
def _():
    return told(respond("scenario text"))


@check("responses text streamed")
def _():
    with client.responses.stream(model=model, input="scenario text") as stream:
        deltas = [event.delta for event in stream if event.type == "response.output_text.delta"]
        final = stream.get_final_response()
    return told(final) | {"joined": "".join(deltas), "pieces": len(deltas)}


@check("responses calls")
def _():
    first = respond([user("calls")], tools=TOOLS)
    return [told(first), told(round_trip(first))]


@check("responses calls streamed")
def _():
    with client.responses.stream(model=model, input="scenario calls", tools=TOOLS) as stream:
        events = list(stream)
        first = stream.get_final_response()
    deltas = [event for event in events if event.type == "response.function_call_arguments.delta"]
    done = [json.loads(event.arguments) for event in events if event.type == "response.function_call_arguments.done"]
    return [told(first) | {"done": done, "pieces": len(deltas)}, told(round_trip(first))]


@check("responses call chosen")
def _():
    choice = {"type": "function", "name": "weather"}
    return told(respond([user("call")], tools=TOOLS, tool_choice=choice, parallel_tool_calls=False))


@check("responses image")
def _():
    image = {"type": "input_image", "detail": "auto", "image_url": f"data:image/png;base64,{PIXEL}"}
    return told(respond([{"role": "user", "content": [{"type": "input_text", "text": "scenario image"}, image]}]))


@check("responses system")
def _():
    items = [
        user("system"),
        {"role": "assistant", "content": "yes"},
        {"role": "developer", "content": "second rule"},
        {"role": "user", "content": "go on"},
    ]
    return told(respond(items, instructions="first rule"))


@check("responses length")
def _():
    return told(respond("scenario length", max_output_tokens=30))


@check("responses thought")
def _():
    response = respond(
        "scenario thought",
        reasoning={"effort": "low", "summary": "auto"},
        include=["reasoning.encrypted_content"],
    )
    thoughts = [part.text for item in response.output if item.type == "reasoning" for part in item.summary]
    return told(response) | {"thoughts": thoughts}


@check("responses schema")
def _():
    response = client.responses.parse(model=model, input="scenario schema", text_format=Place)
    return response.output_parsed.model_dump()


@check("responses schema streamed")
def _():
    with client.responses.stream(model=model, input="scenario schema", text_format=Place) as stream:
        return stream.until_done().get_final_response().output_parsed.model_dump()


for name in ERRORS:
    check(f"responses {name}")(lambda: told(respond(f"scenario {name}")))


@check("responses cut")
def _():
    with client.responses.stream(model=model, input="scenario cut") as stream:
        return told(stream.until_done().get_final_response())


@check("responses failing")
def _():
    with client.responses.stream(model=model, input="scenario failing") as stream:
        return told(stream.until_done().get_final_response())


report.print()
