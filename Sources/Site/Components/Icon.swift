import HTML

/// The platform's own icons: strokes on a grid of 24, drawn in the colour of the text beside them.
public enum Icon: String, CaseIterable, Sendable {
    case search, menu, close, check, plus, minus, edit, trash, filter, columns, sort, download, upload, print, attachment
    case chevronDown = "chevron-down"
    case chevronUp = "chevron-up"
    case chevronRight = "chevron-right"
    case chevronLeft = "chevron-left"
    case arrowRight = "arrow-right"
    case more, help, bell, person, people, organisation, star, home, inbox, document, calendar, clock, hourglass, warning, siren, phone
    case chat, scales, seal, location, map, camera, video, lock, eye, shield, chart, database, exchange, settings, broadcast, book
    case signOut = "sign-out"
    case sun, moon
    case textSize = "text-size"
    case language, flag, money, link

    /// The strokes, as the `d` of one SVG path.
    var strokes: StaticString {
        switch self {
        case .search: "M10.5 4a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13zM15.3 15.3 20 20"
        case .menu: "M4 7h16M4 12h16M4 17h16"
        case .close: "M6 6l12 12M18 6 6 18"
        case .check: "M5 12.5 10 17.5 19.5 7"
        case .plus: "M12 5v14M5 12h14"
        case .minus: "M5 12h14"
        case .edit: "M4 20h4L19 9l-4-4L4 16zM13 7l4 4"
        case .trash: "M4 7h16M9 7V4h6v3M6 7l1 13h10l1-13M10 11v5M14 11v5"
        case .filter: "M4 5h16l-6 8v5l-4 2v-7z"
        case .columns: "M4 5h16v14H4zM9.5 5v14M14.5 5v14"
        case .sort: "M8 5v14M4.5 15.5 8 19l3.5-3.5M16 19V5M12.5 8.5 16 5l3.5 3.5"
        case .download: "M12 4v11M7 10.5 12 15.5l5-5M4 20h16"
        case .upload: "M12 16V5M7 9.5l5-5 5 5M4 20h16"
        case .print: "M7 9V4h10v5M7 17H4V9h16v8h-3M7 14h10v6H7z"
        case .attachment: "M19 11.5 12 18.5a4.6 4.6 0 0 1-6.5-6.5l7.5-7.5a3.1 3.1 0 0 1 4.4 4.4l-7.4 7.4a1.5 1.5 0 0 1-2.2-2.2l6.7-6.7"
        case .chevronUp: "M6 15l6-6 6 6"
        case .chevronDown: "M6 9.5l6 6 6-6"
        case .chevronRight: "M9.5 6l6 6-6 6"
        case .chevronLeft: "M14.5 6l-6 6 6 6"
        case .arrowRight: "M4 12h15M13 6l6 6-6 6"
        case .more: "M5.5 12h.01M12 12h.01M18.5 12h.01"
        case .help: "M12 3.5a8.5 8.5 0 1 1 0 17 8.5 8.5 0 0 1 0-17zM9.5 9.7a2.5 2.5 0 1 1 3.6 2.2c-.8.4-1.1.9-1.1 1.8M12 16.8h.01"
        case .bell: "M6 16V11a6 6 0 0 1 12 0v5l1.5 2h-15zM10 20.5h4M12 5V3.5"
        case .person: "M12 4a4 4 0 1 1 0 8 4 4 0 0 1 0-8zM4.5 20.5c.5-4 3.5-6 7.5-6s7 2 7.5 6"
        case .people:
            "M9 5a3.5 3.5 0 1 1 0 7 3.5 3.5 0 0 1 0-7zM2.5 19.5c.4-3.4 3-5 6.5-5s6.1 1.6 6.5 5M16 5.3a3.5 3.5 0 0 1 0 6.4M18 15c2 .6 3.2 2.1 3.5 4.5"
        case .organisation: "M4 20V9l8-5 8 5v11M2.5 20h19M8 20v-9M12 20v-9M16 20v-9"
        case .star: "M12 4l2.5 5.2 5.7.8-4.1 4 1 5.7L12 17l-5.1 2.7 1-5.7-4.1-4 5.7-.8z"
        case .home: "M4 11l8-7 8 7M6 9.5V20h12V9.5M10 20v-6h4v6"
        case .inbox: "M4 13l3-8h10l3 8v6H4zM4 13h5l1 2.5h4l1-2.5h5"
        case .document: "M6 3.5h8l4 4V20.5H6zM14 3.5v4h4M9 12h6M9 16h6"
        case .calendar: "M4 6h16v14H4zM4 10.5h16M8 3.5V8M16 3.5V8"
        case .clock: "M12 3.5a8.5 8.5 0 1 1 0 17 8.5 8.5 0 0 1 0-17zM12 7.5V12l3.5 2"
        case .hourglass: "M6 3.5h12M6 20.5h12M7.5 3.5c0 4.5 4.5 6 4.5 8.5s-4.5 4-4.5 8.5M16.5 3.5c0 4.5-4.5 6-4.5 8.5s4.5 4 4.5 8.5"
        case .warning: "M12 4 21 19.5H3zM12 10v4.5M12 17h.01"
        case .siren: "M6 17v-4a6 6 0 0 1 12 0v4M4 20.5h16v-3.5H4zM12 3.5V2M4.5 6.5l-1-1M19.5 6.5l1-1"
        case .phone:
            "M5 4h4l1.5 4.5L8 10.5a12 12 0 0 0 5.5 5.5l2-2.5L20 15v4a1.5 1.5 0 0 1-1.6 1.5C10.5 20 4 13.5 3.5 5.6A1.5 1.5 0 0 1 5 4z"
        case .chat: "M4 5h16v11.5h-9L6.5 20v-3.5H4zM8 9.5h8M8 12.5h5"
        case .scales: "M12 4v16M7.5 20h9M5 7l7-1.5L19 7M5 7l-2.5 7h5zM19 7l-2.5 7h5zM2.5 14a2.5 2 0 0 0 5 0M16.5 14a2.5 2 0 0 0 5 0"
        case .seal: "M9.5 11.5c0-2-1.5-2.5-1.5-4.5a4 4 0 0 1 8 0c0 2-1.5 2.5-1.5 4.5V14H18v3.5H6V14h3.5zM5 20.5h14"
        case .location: "M12 21c-4.5-5-7-8.2-7-11.5a7 7 0 0 1 14 0C19 12.8 16.5 16 12 21zM12 7a2.5 2.5 0 1 1 0 5 2.5 2.5 0 0 1 0-5z"
        case .map: "M3.5 6l5.5-2 6 2 5.5-2v14l-5.5 2-6-2-5.5 2zM9 4v14M15 6v14"
        case .camera: "M3.5 7.5H8L9.5 5h5L16 7.5h4.5v12h-17zM12 10a3.3 3.3 0 1 1 0 6.6A3.3 3.3 0 0 1 12 10z"
        case .video: "M3.5 6.5h12v11h-12zM15.5 10.5l5-3v9l-5-3"
        case .lock: "M5.5 11h13v9.5h-13zM8 11V8a4 4 0 0 1 8 0v3M12 14.5v2.5"
        case .eye: "M2.5 12C5 7.5 8.2 5.5 12 5.5s7 2 9.5 6.5c-2.5 4.5-5.7 6.5-9.5 6.5S5 16.5 2.5 12zM12 9a3 3 0 1 1 0 6 3 3 0 0 1 0-6z"
        case .shield: "M12 3.5l7.5 2.5v6c0 4.5-3 7-7.5 8.5-4.5-1.5-7.5-4-7.5-8.5V6zM8.5 12l2.5 2.5 4.5-4.5"
        case .chart: "M4 4v16h16M8 16v-4M12 16V8M16 16v-6"
        case .database: "M4.5 6.5c0-4 15-4 15 0s-15 4-15 0v11c0 4 15 4 15 0v-11M4.5 12c0 4 15 4 15 0"
        case .exchange: "M4 8.5h15M15.5 5l3.5 3.5-3.5 3.5M20 15.5H5M8.5 12 5 15.5 8.5 19"
        case .settings: "M4 7h9M17 7h3M15 5v4M4 17h3M11 17h9M9 15v4M4 12h12M20 12h0M18 10v4"
        case .broadcast: "M4 10v4h3.5l6 4.5v-13l-6 4.5zM17 9a4.5 4.5 0 0 1 0 6M19.5 6.5a8 8 0 0 1 0 11"
        case .book: "M12 6.5C9.5 4.5 6.5 4 3.5 4.5v13.5c3-.5 6 0 8.5 2 2.5-2 5.5-2.5 8.5-2V4.5c-3-.5-6 0-8.5 2zM12 6.5V20"
        case .signOut: "M10 4H5v16h5M9 12h11M16 8l4 4-4 4"
        case .sun:
            "M12 8a4 4 0 1 1 0 8 4 4 0 0 1 0-8zM12 2.5v2M12 19.5v2M2.5 12h2M19.5 12h2M5.3 5.3l1.4 1.4M17.3 17.3l1.4 1.4M5.3 18.7l1.4-1.4M17.3 6.7l1.4-1.4"
        case .moon: "M19.5 14.5A8 8 0 0 1 9.5 4.5a8 8 0 1 0 10 10z"
        case .textSize: "M3 19l5-13 5 13M4.6 15h6.8M14 19l3.5-9 3.5 9M15.2 16h4.6"
        case .language: "M12 3.5a8.5 8.5 0 1 1 0 17 8.5 8.5 0 0 1 0-17zM3.5 12h17M12 3.5c-5 5-5 12 0 17M12 3.5c5 5 5 12 0 17"
        case .flag: "M5.5 21V4h13l-2.5 4 2.5 4h-13"
        case .money: "M12 3.5a8.5 8.5 0 1 1 0 17 8.5 8.5 0 0 1 0-17zM8.5 7.5l3.5 4.5 3.5-4.5M12 12v5M9 12.5h6M9 15h6"
        case .link: "M10 14a4 4 0 0 0 6 .4l3-3a4 4 0 0 0-5.7-5.7L12 7M14 10a4 4 0 0 0-6-.4l-3 3a4 4 0 0 0 5.7 5.7L12 17"
        }
    }
}

/// An icon. Without a label it is decoration for the words beside it; with one it stands alone and is read out.
public func icon(_ icon: Icon, label: String? = nil) -> HTML {
    if let label {
        return
            "<svg class='icon' viewBox='0 0 24 24' role='img'\(attribute: "aria-label", label)><path d='\(raw: icon.strokes.description)'/></svg>"
    }
    return "<svg class='icon' viewBox='0 0 24 24' aria-hidden='true'><path d='\(raw: icon.strokes.description)'/></svg>"
}
