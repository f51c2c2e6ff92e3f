public import ArgumentParser
public import Provisioning

extension ShellFormat: ExpressibleByArgument {}
