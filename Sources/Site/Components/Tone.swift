/// What a state means to the reader. Each tone has a colour *and* a shape of its own in the style sheet, and stands beside a word,
/// because state is never told by colour alone (WCAG 2.2, 1.4.1).
public enum Tone: String, CaseIterable, Sendable {
    /// Nothing to do and nothing wrong: drafts, closed and archived things. Ring, ink.
    case neutral
    /// Under way. Disc, indigo.
    case active
    /// Done as it should be. Tick, jade.
    case done
    /// Falls due soon, waits for somebody, wants a look. Half disc, amber.
    case soon
    /// Overdue, refused, dangerous. Triangle, vermilion; nothing else is vermilion but the red head of official documents.
    case danger
    /// The clock stands still. Two bars, ink.
    case paused
}
