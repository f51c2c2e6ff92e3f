import FakeUpstream

extension Machine {
  /// Models for one provider that is asked in each of the wire formats: `by-responses`, `by-chat`, `by-messages`.
  ///
  /// - Parameter provider: serves them all.
  /// - Throws: when the file cannot be written.
  func serveEveryFormat(of provider: FakeUpstream) throws {
    try write(
      "litellm_config.yaml",
      """
      model_list:
        - model_name: by-responses
          litellm_params:
            {model: openai/gpt-5.5, api_key: os.environ/OPENAI_API_KEY, api_base: "\(provider.origin)/v1"}
        - model_name: by-chat
          litellm_params:
            {model: custom_openai/gpt-5.5, api_key: os.environ/OPENAI_API_KEY, api_base: "\(provider.origin)/v1"}
        - model_name: by-messages
          litellm_params:
            {model: anthropic/claude-sonnet-5-5, api_key: os.environ/ANTHROPIC_API_KEY, api_base: "\(provider.origin)"}
      litellm_settings: {drop_params: true}
      router_settings: {num_retries: 0, disable_cooldowns: true}
      general_settings: {master_key: os.environ/LITELLM_MASTER_KEY}
      """
    )
  }
}
