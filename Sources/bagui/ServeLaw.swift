import Casework
import Knowledge
import WorkCalendar

/// What definitions ask of the law library: whether an article was in force (`in_force`).
struct LawServices: CaseworkServices {
    let library: Library

    /// Nil for what the index does not hold: nobody is refused because of a gap in it.
    func isInForce(law: String, article: String, at moment: Moment) -> Bool? {
        guard let reference = library.reference(law: law, article: article), let day = CivilDay(moment.day.description) else { return nil }
        return library.isInForce(reference, on: day)
    }
}
