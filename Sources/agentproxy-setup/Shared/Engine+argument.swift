public import ArgumentParser
public import Provisioning

extension Engine: ExpressibleByArgument {}
