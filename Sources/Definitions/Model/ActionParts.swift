// What actions are made of.
extension ActionDefinition {
    /// A role that may, and when.
    public struct Performer: Sendable, Codable, Hashable {
        public var role: String
        public var condition: SourceExpression?
        public init(role: String, condition: SourceExpression? = nil) {
            self.role = role
            self.condition = condition
        }
    }
    /// `field: expression`, in the order of the file.
    public struct Assignment: Sendable, Codable, Hashable {
        public var field: String
        public var value: SourceExpression
        public init(field: String, value: SourceExpression) {
            self.field = field
            self.value = value
        }
    }
    /// A row added to a child record.
    public struct Addition: Sendable, Codable, Hashable {
        public var record: String
        public var values: [Assignment]
        public var condition: SourceExpression?
        public init(record: String, values: [Assignment], condition: SourceExpression?) {
            self.record = record
            self.values = values
            self.condition = condition
        }
    }
    /// Rows of a child or related list changed.
    public struct RowUpdate: Sendable, Codable, Hashable {
        /// Id of a child record or of a related list.
        public var record: String
        public var condition: SourceExpression?
        public var values: [Assignment]
        public init(record: String, condition: SourceExpression?, values: [Assignment]) {
            self.record = record
            self.condition = condition
            self.values = values
        }
    }
    /// Another record made by its creating action.
    public struct Creation: Sendable, Codable, Hashable {
        /// `system/record`.
        public var record: String
        public var action: String
        public var values: [Assignment]
        public var condition: SourceExpression?
        /// Gives a list; `item` is its element.
        public var each: SourceExpression?
        /// Field of this record that takes the new id.
        public var storedIn: String?
        public init(
            record: String, action: String, values: [Assignment], condition: SourceExpression?, each: SourceExpression?, storedIn: String?
        ) {
            self.record = record
            self.action = action
            self.values = values
            self.condition = condition
            self.each = each
            self.storedIn = storedIn
        }
    }
    /// An action on another record.
    public struct Consequence: Sendable, Codable, Hashable {
        /// Gives a record, or a list of records.
        public var on: SourceExpression
        public var action: String
        public var values: [Assignment]
        public var condition: SourceExpression?
        public init(on: SourceExpression, action: String, values: [Assignment], condition: SourceExpression?) {
            self.on = on
            self.action = action
            self.values = values
            self.condition = condition
        }
    }
    /// Who is told.
    public struct Notification: Sendable, Codable, Hashable {
        /// Gives an organisation, a user, or a list of either; nil: the owner organisation.
        public var to: SourceExpression?
        public var role: String?
        /// Template of literals and `{field}`; nil: action and title.
        public var text: String?
        public var condition: SourceExpression?
        /// `in_site`, `sms`, …
        public var via: String?
        public init(to: SourceExpression?, role: String?, text: String?, condition: SourceExpression?, via: String?) {
            self.to = to
            self.role = role
            self.text = text
            self.condition = condition
            self.via = via
        }
    }
    /// A decision sent to somebody.
    public struct Copy: Sendable, Codable, Hashable {
        public var to: SourceExpression
        public var document: String?
        public var within: Span?
        public var receipt: Bool
        public var condition: SourceExpression?
        public init(to: SourceExpression, document: String?, within: Span?, receipt: Bool, condition: SourceExpression?) {
            self.to = to
            self.document = document
            self.within = within
            self.receipt = receipt
            self.condition = condition
        }
    }
    /// Limits that stop or go on.
    public struct ClockChange: Sendable, Codable, Hashable {
        public var limits: [String]
        public var reason: String?
        public var basis: String?
        public var condition: SourceExpression?
        public init(limits: [String], reason: String? = nil, basis: String? = nil, condition: SourceExpression? = nil) {
            self.limits = limits
            self.reason = reason
            self.basis = basis
            self.condition = condition
        }
    }
    public struct Extend: Sendable, Codable, Hashable {
        public var limit: String
        public var by: SourceExpression
        public var unit: String
        /// Greatest number of extensions.
        public var times: Int
        /// Greatest span in all, from the start.
        public var total: Span?
        public var mustBeBeforeDue: Bool
        public init(limit: String, by: SourceExpression, unit: String, times: Int, total: Span?, mustBeBeforeDue: Bool) {
            self.limit = limit
            self.by = by
            self.unit = unit
            self.times = times
            self.total = total
            self.mustBeBeforeDue = mustBeBeforeDue
        }
    }
    public struct Cap: Sendable, Codable, Hashable {
        public var times: Int
        /// A field, `actor`, or nil: per record.
        public var per: String?
        public var within: Span?
        public init(times: Int, per: String?, within: Span?) {
            self.times = times
            self.per = per
            self.within = within
        }
    }
    public struct Window: Sendable, Codable, Hashable {
        /// A datetime field, or an action whose last time counts.
        public var of: String
        public var span: Span
        public init(of: String, span: Span) {
            self.of = of
            self.span = span
        }
    }
    /// Performed by the clock.
    public struct Automatic: Sendable, Codable, Hashable {
        public var after: Span?
        /// State, datetime field or action; nil: since the state was entered.
        public var since: String?
        /// A date or datetime field that names the moment.
        public var at: String?
        public var condition: SourceExpression?
        public init(after: Span?, since: String?, at: String?, condition: SourceExpression?) {
            self.after = after
            self.since = since
            self.at = at
            self.condition = condition
        }
    }
}
