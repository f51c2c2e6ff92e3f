extension KnownDifference {
  /// The table. A difference that no row covers fails the test, and so does a row that covers none.
  static let all = asked + answered + ended

  private static let toMessages = ["chat>messages", "responses>messages"]
  private static let toResponses = ["responses>chat", "responses>messages"]

  /// What the provider is asked.
  private static let asked: [KnownDifference] = [
    .init(
      .taste,
      "Without a limit of the client's, Messages gets 32000 as `max_tokens`; LiteLLM sends the most that the model can.",
      ["asked max_tokens"],
      pairs: toMessages
    ),
    .init(
      .liteLLM,
      "OpenAI's models get `max_completion_tokens`, as the newer ones refuse `max_tokens`, which LiteLLM sends.",
      ["asked max_tokens", "asked max_completion_tokens"],
      pairs: ["chat>chat", "responses>chat", "messages>chat"]
    ),
    .init(
      .taste,
      "Prompts to Messages get `cache_control`, without which every turn pays for the whole prompt.",
      ["asked messages.#.content.#.cache_control.type", "asked system.#.cache_control.type"],
      pairs: toMessages
    ),
    .init(
      .taste,
      "A schema stands in `output_config.format`; LiteLLM sends it under its older name, `output_format`.",
      ["asked output_config.format.*", "asked output_format.*"],
      pairs: toMessages,
      cases: ["schema"]
    ),
    .init(
      .taste,
      "Instructions in the middle become a `<system-reminder>` of the user's; LiteLLM sends them behind the turn that "
        + "follows, as a message of the role `system`, which the newest models take.",
      ["asked messages.#.content.#.text", "asked messages.#.content.#.type", "asked messages.#.role"],
      pairs: toMessages,
      cases: ["system"]
    ),
    .init(
      .liteLLM,
      "Instructions in the middle stay instructions for OpenAI's models; LiteLLM makes them a user's text.",
      ["asked messages.#.content.#.text", "asked messages.#.content.#.type", "asked messages.#.role"],
      pairs: ["messages>chat"],
      cases: ["system"]
    ),
    .init(
      .taste,
      "A `developer` stays one for OpenAI's models; LiteLLM calls him `system`.",
      ["asked messages.#.role"],
      pairs: ["responses>chat"],
      cases: ["system"]
    ),
    .init(
      .liteLLM,
      "A tool's result that is an error says so; LiteLLM drops `is_error`.",
      ["asked messages.#.content", "asked input.#.output"],
      pairs: ["messages>chat", "messages>responses"],
      cases: ["results"]
    ),
    .init(
      .liteLLM,
      "A text before calls stays before them; LiteLLM puts it behind them.",
      ["asked input.#.*"],
      pairs: ["messages>responses"],
      cases: ["results"]
    ),
    .init(
      .liteLLM,
      "`disable_parallel_tool_use` becomes `parallel_tool_calls`; LiteLLM drops it.",
      ["asked parallel_tool_calls"],
      pairs: ["messages>chat", "messages>responses"],
      cases: ["chosen"]
    ),
    .init(
      .liteLLM,
      "Responses are told not to store what a client of Messages says, who expects no such thing.",
      ["asked store"],
      pairs: ["messages>responses"]
    ),
    .init(
      .liteLLM,
      "Who gives Anthropic's models a budget is shown their thoughts, so OpenAI's are asked for theirs; LiteLLM does not ask.",
      ["asked reasoning.summary"],
      pairs: ["messages>responses"],
      cases: ["thought"]
    ),
    .init(
      .liteLLM,
      "`reasoning_effort` goes to a provider that only has Chat Completions; LiteLLM drops it for `custom_openai/`.",
      ["asked reasoning_effort"],
      pairs: ["chat>chat", "responses>chat", "messages>chat"],
      cases: ["thought"]
    ),
    .init(
      .liteLLM,
      "OpenAI's models that think are spared a temperature and stop sequences, which they refuse; LiteLLM sends both for "
        + "`custom_openai/`.",
      ["asked temperature", "asked stop.#"],
      pairs: ["responses>chat", "messages>chat"],
      cases: ["stop", "length"]
    ),
    .init(
      .taste,
      "In the provider's own format a request passes as it is; LiteLLM takes out what it knows the model to refuse, and "
        + "puts `thinking` and the limit in the model's newer words.",
      [
        "asked temperature", "asked stop.#", "asked thinking.*", "asked output_config.effort", "asked max_tokens",
        "asked max_completion_tokens",
      ],
      pairs: ["chat>responses", "responses>responses", "messages>messages"],
      cases: ["stop", "length", "thought"]
    ),
    .init(
      .taste,
      "A schema from Messages is called `answer` and is `strict` where it keeps to the rules; LiteLLM says "
        + "`structured_output`, and to Responses `strict: false`.",
      ["asked response_format.json_schema.name", "asked text.format.name", "asked text.format.strict"],
      pairs: ["messages>chat", "messages>responses"],
      cases: ["schema"]
    ),
    .init(
      .taste,
      "A client that has no word for it gets thoughts as the model shows them by itself; LiteLLM asks for `summarized`.",
      ["asked thinking.display"],
      pairs: ["chat>messages"],
      cases: ["thought"]
    ),
    .init(
      .taste,
      "Defaults are left out; LiteLLM writes some: `stream`, `strict`, a tool's `type` and `index`, an image's `detail`, "
        + "which the other way around it leaves out.",
      [
        "asked stream", "asked tools.#.function.strict", "asked tools.#.type",
        "asked messages.#.tool_calls.#.index", "asked messages.#.content.#.image_url.detail",
        "asked input.#.content.#.detail",
      ]
    ),
  ]

  /// What the client gets.
  private static let answered: [KnownDifference] = [
    .init(
      .liteLLM,
      "The provider's `retry-after` reaches the client; LiteLLM drops it.",
      ["got retry-after"],
      cases: ["rate"]
    ),
    .init(
      .taste,
      "A provider's error keeps its words and its code; LiteLLM puts its own class before the one, and the status in the "
        + "place of the other.",
      ["got error.message", "got error.code", "got error.type"],
      cases: ["auth", "rate", "context", "server"]
    ),
    .init(
      .liteLLM,
      "What a model thought is a summary in Responses, with every event that belongs to one; LiteLLM leaves the item's "
        + "`summary` empty and the first event out.",
      [
        "got thoughts", "got events", "field output.#.summary.*", "field response.output.#.summary.*",
        "field item.summary*", "field item.encrypted_content",
      ],
      pairs: toResponses,
      cases: ["thought"]
    ),
    .init(
      .liteLLM,
      "In a stream of Responses one item is complete before the next begins; LiteLLM leaves all open to the end.",
      ["got events"],
      pairs: toResponses,
      cases: ["calls"]
    ),
    .init(
      .liteLLM,
      "A stream of Responses ends with its last event; LiteLLM writes `[DONE]` behind it, as in Chat Completions.",
      ["got last word"],
      pairs: ["responses>chat", "responses>responses", "responses>messages"]
    ),
    .init(
      .taste,
      "A provider's ping becomes the client's kind of one; LiteLLM drops it.",
      ["got pings"]
    ),
    .init(
      .liteLLM,
      "The last chunk, which tells the usage, has no choices, as OpenAI's; LiteLLM's has an empty one.",
      ["field choices"],
      cases: ["text", "calls", "thought", "length"]
    ),
    .init(
      .taste,
      "A Responses answer does not repeat the request; LiteLLM's tells its tools, format, instructions and settings.",
      [
        "field instructions", "field tools*", "field tool_choice*", "field text*", "field temperature",
        "field reasoning.*", "field max_output_tokens", "field response.max_output_tokens",
        "field response.reasoning.*", "field response.store", "field response.temperature", "field response.text",
        "field response.tools*",
        "field response.top_p",
      ],
      pairs: toResponses
    ),
    .init(
      .liteLLM,
      "Events of Responses have the fields of OpenAI's reference: `logprobs`, and the `name` of a finished call. LiteLLM "
        + "leaves them out, and adds a `model`.",
      ["field logprobs", "field name", "field model"],
      pairs: ["responses>chat", "responses>responses", "responses>messages"]
    ),
    .init(
      .liteLLM,
      "A thought has the empty `signature` that Anthropic's clients demand.",
      ["field content.#.signature"],
      pairs: ["messages>chat"],
      cases: ["thought"]
    ),
    .init(
      .taste,
      "LiteLLM adds fields that no format has: `thinking_blocks`, `provider_specific_fields`, a whole call's `index`.",
      [
        "field choices.#.delta.provider_specific_fields.*", "field choices.#.delta.thinking_blocks.*",
        "field choices.#.message.provider_specific_fields.*", "field choices.#.message.thinking_blocks.*",
        "field choices.#.message.tool_calls.#.index", "field choices.#.provider_specific_fields",
        "field provider_specific_fields.*", "field response.provider_specific_fields.*",
      ]
    ),
    .init(
      .taste,
      "Usage has the fields of the client's format; LiteLLM adds a price, and parts in Anthropic's words and of its own.",
      [
        "got usage.cost", "got usage.cache_creation_input_tokens", "got usage.cache_read_input_tokens",
        "got usage.completion_tokens_details.text_tokens", "got usage.prompt_tokens_details.text_tokens",
        "got usage.prompt_tokens_details.cache_creation_tokens", "got usage.input_tokens_details.text_tokens",
        "got usage.output_tokens_details.text_tokens",
      ],
      pairs: ["chat>responses", "responses>responses", "chat>messages", "responses>messages"]
    ),
    .init(
      .liteLLM,
      "Usage is whole: tokens of thoughts and those written to the cache are told wherever the client's format has a "
        + "field for them.",
      [
        "got usage.cache_creation_input_tokens", "got usage.output_tokens_details.thinking_tokens",
        "got usage.input_tokens_details.cache_write_tokens",
      ],
      pairs: ["messages>chat", "messages>responses", "responses>chat"]
    ),
    .init(
      .taste,
      "Where the provider does not count the tokens of thoughts, none are told; LiteLLM estimates them.",
      [
        "got usage.completion_tokens_details.reasoning_tokens", "got usage.output_tokens_details.reasoning_tokens",
      ],
      pairs: toMessages,
      cases: ["thought"]
    ),
  ]

  /// How an answer ends that breaks off.
  private static let ended: [KnownDifference] = [
    .init(
      .taste,
      "An `error` in a stream of the client's own format passes as it is; LiteLLM makes it a `response.failed`.",
      ["got end"],
      pairs: ["responses>responses"],
      cases: ["failing"]
    )
  ]
}
