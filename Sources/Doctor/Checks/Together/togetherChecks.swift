/// What each setting says is fine by itself, and does not go with another.
let togetherChecks: [any Check] = [
  SharedTokenCheck(), VendorCheck(), CacheCheck(), OpenEndpointCheck(), RoutingCheck(),
]
