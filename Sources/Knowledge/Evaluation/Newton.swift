/// Newton's method for a handful of weights: the least of a convex loss with a penalty on large weights.
struct Newton {
    /// How many weights.
    var width: Int
    /// Times the sum of squares.
    var penalty: Double
    var steps = 30

    /// A loss with its slope and curvature at one place.
    struct Place {
        var value = 0.0
        var slope: [Double]
        var curvature: [[Double]]

        init(width: Int) {
            slope = Array(repeating: 0, count: width)
            curvature = Array(repeating: slope, count: width)
        }

        /// Adds `amount` times the outer product of a direction with itself.
        mutating func bend(by amount: Double, along direction: [Double]) {
            for row in direction.indices {
                let scaled = amount * direction[row]
                for column in direction.indices { curvature[row][column] += scaled * direction[column] }
            }
        }
    }

    /// - Parameter loss: adds to an empty place what the loss is there; without the penalty.
    func least(_ loss: ([Double], inout Place) -> Void) -> [Double] {
        func place(_ weights: [Double]) -> Place {
            var place = Place(width: width)
            loss(weights, &place)
            for column in 0..<width {
                place.value += penalty * weights[column] * weights[column]
                place.slope[column] += 2 * penalty * weights[column]
                place.curvature[column][column] += 2 * penalty
            }
            return place
        }
        var weights = [Double](repeating: 0, count: width)
        var here = place(weights)
        for _ in 0..<steps {
            let direction = Self.solve(here.curvature, here.slope)
            var step = 1.0
            var isBetter = false
            // A step that goes too far is halved.
            while step > 1e-4 {
                let tried = zip(weights, direction).map { $0 - step * $1 }
                let there = place(tried)
                if there.value < here.value {
                    isBetter = here.value - there.value > 1e-9
                    (weights, here) = (tried, there)
                    break
                }
                step /= 2
            }
            if !isBetter { break }
        }
        return weights
    }

    /// Gauss's elimination with the largest pivot; the penalty keeps the matrix from being singular.
    static func solve(_ matrix: [[Double]], _ right: [Double]) -> [Double] {
        var rows = zip(matrix, right).map { $0 + [$1] }
        let count = rows.count
        for column in 0..<count {
            let pivot = (column..<count).max { abs(rows[$0][column]) < abs(rows[$1][column]) } ?? column
            rows.swapAt(column, pivot)
            guard abs(rows[column][column]) > 1e-300 else { continue }
            for row in 0..<count where row != column {
                let factor = rows[row][column] / rows[column][column]
                for place in column...count { rows[row][place] -= factor * rows[column][place] }
            }
        }
        return (0..<count).map { abs(rows[$0][$0]) > 1e-300 ? rows[$0][count] / rows[$0][$0] : 0 }
    }
}
