import HTTPTypes

extension Visit {
    /// The value of a cookie that came with the request; nil when there is none of the name.
    public func cookie(_ name: String) -> String? {
        for line in request.headerFields[values: .cookie] {
            for pair in line.split(separator: ";") {
                let trimmed = pair.drop { $0 == " " }
                guard let equals = trimmed.firstIndex(of: "="), trimmed[..<equals] == name else { continue }
                return String(trimmed[trimmed.index(after: equals)...])
            }
        }
        return nil
    }
}
