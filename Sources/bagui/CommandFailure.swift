import Foundation

/// A command that ends with a message on standard error.
struct CommandFailure: Error {
    var message: String
    /// 1: input wrong or something failed; 2: wrong usage.
    var code: Int32 = 1
}

enum StandardError {
    static func write(_ text: String) {
        guard !text.isEmpty else { return }
        FileHandle.standardError.write(Data((text.hasSuffix("\n") ? text : text + "\n").utf8))
    }
}
