/// Amounts as definitions write them: 元 with at most two places.
enum DecimalText {
    /// The amount in hundredths: `2000.5` is 200050. Nil for any other spelling or when it does not fit.
    static func hundredths(_ text: String) -> Int64? {
        let parts = text.split(separator: ".", omittingEmptySubsequences: false)
        guard parts.count <= 2, let whole = Int64(parts[0]) else { return nil }
        let places = parts.count == 2 ? String(parts[1]) : "00"
        guard (1...2).contains(places.count), places.unicodeScalars.allSatisfy({ ("0"..."9").contains($0) }),
            let fraction = Int64(places.count == 1 ? places + "0" : places)
        else { return nil }
        let (product, overflow) = whole.multipliedReportingOverflow(by: 100)
        let (sum, overflowed) = product.addingReportingOverflow(text.hasPrefix("-") ? -fraction : fraction)
        return overflow || overflowed ? nil : sum
    }
}
