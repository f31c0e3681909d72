import Testing

@testable import Scenarios

@Suite struct `Scenario runner` {}
