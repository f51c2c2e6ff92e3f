/// The keys of `litellm_config.yaml` that LiteLLM honours and this engine does not, by section. Whatever is neither read
/// here nor in a list is probably a slip of the pen, since LiteLLM ignores unknown keys in silence.
enum KnownConfigurationKeys {
  struct Section {
    /// Means something to LiteLLM alone, or nothing on a single machine without Redis and PostgreSQL.
    let passedOver: Set<String>
    /// Known to LiteLLM, and named to the user as having no effect here.
    let withoutEffect: Set<String>

    /// Where every key that is not read is unknown.
    static let none = Section(passedOver: [], withoutEffect: [])
  }

  static let top = Section(
    passedOver: [],
    withoutEffect: [
      "environment_variables", "include", "guardrails", "mcp_servers", "mcp_tools", "vector_store_registry",
      "credential_list", "files_settings", "finetune_settings", "prompts", "search_tools", "assistant_settings",
      "default_vertex_config", "policies", "callback_settings",
    ]
  )

  static let model = Section(
    passedOver: [],
    withoutEffect: []
  )

  static let modelParameters = Section(
    passedOver: ["input_cost_per_second", "output_cost_per_second", "cache_creation_input_token_cost"],
    withoutEffect: [
      "custom_llm_provider", "itpm", "otpm",
      "max_retries", "max_tokens", "temperature", "top_p", "api_version", "organization",
      "extra_headers", "extra_body",
      "drop_params", "additional_drop_params", "region_name", "tags", "allowed_fails", "cache_control_injection_points",
      "ssl_verify", "use_in_pass_through", "merge_reasoning_content_in_choices",
      "configurable_clientside_auth_params", "litellm_credential_name", "max_budget", "budget_duration",
    ]
  )

  static let router = Section(
    passedOver: [
      "redis_host", "redis_port", "redis_password", "redis_url", "redis_db", "enable_weighted_failover", "set_verbose",
      "debug_level", "enable_pre_call_checks",
    ],
    withoutEffect: [
      "cache_responses",
      "cache_kwargs", "caching_groups", "client_ttl", "default_litellm_params",
      "default_priority", "enable_tag_filtering", "polling_interval",
      "provider_budget_config", "alerting_config", "router_general_settings",
      "disable_cooldowns_for_deployment", "ignore_invalid_deployments",
    ]
  )

  static let cache = Section(
    passedOver: [
      "type", "host", "port", "password", "namespace", "redis_startup_nodes", "service_name", "sentinel_nodes", "ssl",
      "max_connections", "redis_flush_size", "default_in_memory_ttl", "default_in_redis_ttl",
    ],
    withoutEffect: [
      "supported_call_types", "similarity_threshold", "s3_bucket_name", "disk_cache_dir",
    ]
  )

  static let general = Section(
    passedOver: [
      "database_url", "database_connection_pool_limit", "proxy_batch_write_at", "disable_spend_logs",
      "store_model_in_db",
      "health_check_details", "health_check_interval", "background_health_checks", "disable_error_logs",
      "disable_master_key_return", "use_redis_transaction_buffer", "disable_prisma_schema_update",
      "allow_requests_on_db_unavailable", "infer_model_from_keys", "proxy_config_reload_interval_seconds",
    ],
    withoutEffect: [
      "forward_client_headers_to_llm_api",
      "allowed_routes", "admin_only_routes", "public_routes", "alerting", "alert_types", "custom_auth",
      "enable_jwt_auth", "max_parallel_requests", "global_max_parallel_requests", "max_response_size_mb",
      "pass_through_endpoints", "user_header_name", "use_x_forwarded_for", "completion_model", "ui_access_mode",
      "key_management_system", "key_management_settings", "enforce_user_param", "proxy_budget_rescheduler_min_time",
      "proxy_budget_rescheduler_max_time", "litellm_jwtauth", "spend_report_frequency", "control_plane_url",
    ]
  )

  static let litellm = Section(
    passedOver: [
      "telemetry", "set_verbose", "json_logs", "turn_off_message_logging", "redact_user_api_key_info",
      "use_chat_completions_url_for_anthropic_messages", "suppress_debug_info",
    ],
    withoutEffect: [
      "drop_params", "modify_params",
      "callbacks", "success_callback", "failure_callback", "service_callback",
      "max_budget", "budget_duration", "ssl_certificate", "force_ipv4", "default_internal_user_params",
      "default_team_settings", "max_internal_user_budget", "internal_user_budget_duration",
      "upperbound_key_generate_params",
      "langfuse_default_tags", "model_alias_map", "additional_drop_params", "cache_kwargs",
      "safeguards_classifier_model",
    ]
  )
}
