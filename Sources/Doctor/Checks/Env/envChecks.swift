internal import Diagnostics

/// The checks of `.env`.
let envChecks: [any Check] =
  [EnvFileCheck(), MasterKeyCheck()] + fileLints + secretLints + addressLints + choiceLints + modelLints

/// Who can read the file, how it is written, and who would read it differently.
private let fileLints: [any Check] = [
  LintCheck("readable", "readable", "other users of this machine may read .env"),
  LintCheck("tracked", "tracked by git", "git tracks .env, so its secrets get into the repository", as: .error),
  LintCheck(
    "byte-order-mark",
    "byte order mark",
    ".env begins with a byte order mark, a part of the first key to a shell"
  ),
  LintCheck(
    "carriage-return",
    "line ends",
    "lines of .env end in CR LF, and shells take the CR for a part of the value"
  ),
  LintCheck("duplicate", "duplicates", "a key is set twice, and only the last line counts"),
  LintCheck("divergent", "divergent", "Compose, Python and Node would read a value differently"),
  LintCheck("unset-variable", "unset variables", "a value uses a variable that is not set"),
  LintCheck("unknown-key", "unknown keys", "a key is not read: it is misspelled, or another program's name for it"),
  LintCheck("unlisted-provider", "unlisted", "a provider has keys, but is not named in AGENTPROXY_PROVIDERS"),
  LintCheck("shadowed", "shadowed", "a key has another value in this shell, which an engine started here would use"),
]

/// Tokens and passwords.
private let secretLints: [any Check] = [
  LintCheck("placeholder", "placeholders", "a key still holds the placeholder it came with", as: .error),
  LintCheck("no-provider", "providers", "no provider can be used: there is no token", as: .error),
  LintCheck("command", "commands", "a command such as $(openssl …) is the value itself: nobody runs it"),
  LintCheck("dollar", "dollar signs", "Compose takes a part of a secret for a variable, and loses it"),
  LintCheck("key-quotes", "quotes in keys", "a token has quotes inside"),
  LintCheck("key-white-space", "blanks in keys", "a token has white space inside"),
  LintCheck("key-characters", "odd characters", "a token has characters that no token has"),
  LintCheck("key-prefix", "key prefix", "the master key does not begin with sk-"),
  LintCheck("mixed-up", "mixed-up keys", "a provider's token is the master key, or the other way round"),
  LintCheck("weak-key", "weak keys", "the master key is short, or known to everyone"),
  LintCheck("unused-token", "unused token", "EMPLOYER_TOKEN is set, and no provider uses it"),
]

/// The providers' base URLs.
private let addressLints: [any Check] = [
  LintCheck("base-missing", "no base URL", "a further provider has a token and no base URL"),
  LintCheck("base-scheme", "base scheme", "a base URL does not begin with https://"),
  LintCheck("base-characters", "base characters", "a base URL has quotes or white space inside"),
  LintCheck("base-query", "base query", "a base URL has a ? or # in it"),
  LintCheck("base-path", "base path", "a base URL ends in a path that is added to it, such as /chat/completions"),
  LintCheck("base-version", "base version", "a base URL has /v1 twice, or where it does not belong, or not at all"),
  LintCheck("base-slash", "base slash", "Anthropic's base URL ends in a slash, which is doubled then"),
  LintCheck("base-credentials", "base credentials", "a base URL has a user name in it"),
  LintCheck("base-loop", "base loop", "a base URL is the gateway's own address"),
  LintCheck("base-loopback", "base loopback", "a base URL is on this machine, where a container does not get"),
  LintCheck("base-plain-http", "plain http", "a base URL begins with http://, so the token travels in clear"),
]

/// Settings that take one of a few values.
private let choiceLints: [any Check] = [
  LintCheck("port", "port", "AGENTPROXY_PORT or AGENTPROXY_TLS_PORT is not a port, or they are the same"),
  LintCheck("bind", "bind", "AGENTPROXY_BIND or AGENTPROXY_TLS_BIND is not an IP address"),
  LintCheck("bind-open", "open bind", "other machines may connect, and AGENTPROXY_ALLOWED_IPS is empty"),
  LintCheck("tls-host", "TLS host", "AGENTPROXY_TLS_HOST is not the name of a host"),
  LintCheck("allowed-ips", "allowed IPs", "AGENTPROXY_ALLOWED_IPS has an entry that is no address and no network"),
  LintCheck(
    "allowed-ipv6",
    "allowed IPv6",
    "AGENTPROXY_ALLOWED_IPS would not hold: containers cannot tell clients apart that come by IPv6"
  ),
  LintCheck("engine", "engine", "AGENTPROXY_ENGINE is none of its three words"),
  LintCheck("routing", "routing", "AGENTPROXY_ROUTING is none of its words"),
  LintCheck("cache", "cache", "AGENTPROXY_CACHE is neither on nor off"),
  LintCheck("devcontainer-network", "network inside", "AGENTPROXY_DEVCONTAINER_NETWORK is neither open nor strict"),
  LintCheck("profiles", "profiles", "COMPOSE_PROFILES names a profile that the stack does not have"),
  LintCheck("wire-api", "wire API", "a provider's …_WIRE_API is none of its words"),
]

/// Providers' names and models.
private let modelLints: [any Check] = [
  LintCheck("provider-name", "provider names", "AGENTPROXY_PROVIDERS has a name that cannot be one"),
  LintCheck("models", "model lists", "a provider's …_MODELS is no list of names, or has one twice"),
  LintCheck("no-models", "no models", "a further provider lists no models, so it serves nothing"),
  LintCheck("unserved-model", "unserved models", "CODEX_MODEL, CLAUDE_MODEL or CLAUDE_SMALL_MODEL is served by nobody"),
]
