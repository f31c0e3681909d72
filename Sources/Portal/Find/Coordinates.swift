import Foundation

/// A place on the earth in degrees: WGS-84, which CGCS2000 equals within centimetres.
struct Position: Sendable, Hashable, Codable {
    var longitude: Double
    var latitude: Double

    init(longitude: Double, latitude: Double) {
        self.longitude = longitude
        self.latitude = latitude
    }

    /// `108.37,22.82`; nil for anything else, or outside of the globe.
    init?(_ text: String) {
        let parts = text.split(separator: ",", omittingEmptySubsequences: false).map { Double($0.filter { $0 != " " }) }
        guard parts.count == 2, let longitude = parts[0], let latitude = parts[1], (-180...180).contains(longitude),
            (-90...90).contains(latitude)
        else { return nil }
        self.init(longitude: longitude, latitude: latitude)
    }

    /// Metres on the sphere of mean radius.
    func distance(to other: Position) -> Double {
        let (one, two) = (latitude * .pi / 180, other.latitude * .pi / 180)
        let (dLatitude, dLongitude) = (two - one, (other.longitude - longitude) * .pi / 180)
        let half = pow(sin(dLatitude / 2), 2) + cos(one) * cos(two) * pow(sin(dLongitude / 2), 2)
        return 2 * 6_371_008.8 * asin(min(1, sqrt(half)))
    }

    // MARK: GCJ-02

    /// The ellipsoid of Krasovsky 1940, on which GCJ-02 reckons.
    private static let axis = 6_378_245.0
    private static let eccentricity = 0.006_693_421_622_965_943

    /// Outside of this box maps of China shift nothing.
    private var isShifted: Bool { (72.004...137.8347).contains(longitude) && (0.8293...55.8271).contains(latitude) }

    /// What maps published in China show for this place.
    var gcj02: Position {
        guard isShifted else { return self }
        let (x, y) = (longitude - 105, latitude - 35)
        let waves = (20 * sin(6 * x * .pi) + 20 * sin(2 * x * .pi)) * 2 / 3
        var north = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * sqrt(abs(x)) + waves
        north += (20 * sin(y * .pi) + 40 * sin(y / 3 * .pi)) * 2 / 3
        north += (160 * sin(y / 12 * .pi) + 320 * sin(y * .pi / 30)) * 2 / 3
        var east = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * sqrt(abs(x)) + waves
        east += (20 * sin(x * .pi) + 40 * sin(x / 3 * .pi)) * 2 / 3
        east += (150 * sin(x / 12 * .pi) + 300 * sin(x / 30 * .pi)) * 2 / 3
        let angle = latitude / 180 * .pi
        let curve = 1 - Self.eccentricity * sin(angle) * sin(angle)
        let root = sqrt(curve)
        return Position(
            longitude: longitude + east * 180 / (Self.axis / root * cos(angle) * .pi),
            latitude: latitude + north * 180 / (Self.axis * (1 - Self.eccentricity) / (curve * root) * .pi))
    }

    /// The place that maps published in China show at `position`: the shift undone to a tenth of a millimetre, by approaching it.
    init(gcj02 position: Position) {
        var guess = position
        for _ in 0..<30 {
            let shown = guess.gcj02
            let (east, north) = (position.longitude - shown.longitude, position.latitude - shown.latitude)
            guess.longitude += east
            guess.latitude += north
            if abs(east) < 1e-10, abs(north) < 1e-10 { break }
        }
        self = guess
    }
}
