public import ArgumentParser
public import RequestLog

extension UsageGrouping: ExpressibleByArgument {}
