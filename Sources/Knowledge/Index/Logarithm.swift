import Foundation

/// Natural logarithm; `Foundation` under a name that says what it is beside members called `log`.
func logarithm(_ value: Double) -> Double { log(value) }
