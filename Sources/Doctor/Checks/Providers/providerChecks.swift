/// The checks of those who answer the models.
let providerChecks: [any Check] = [
  ProxyCheck(), ReachableCheck(), TLSCheck(), ProviderVerdictCheck.baseURL, ProviderVerdictCheck.key,
  ProviderVerdictCheck.quota, ProviderVerdictCheck.health, ProviderModelsCheck(), ProviderFormatCheck(),
  ProviderClockCheck(),
]
