//! The pictures beside words: Lucide's paths, only those that are used.
//! Inlined, so that a screen never waits for a picture and a strict content policy has nothing to allow.
//!
//! Lucide icons are © Lucide Icons and Contributors, ISC licence; some derive from Feather, © 2013-present Cole Bemis,
//! MIT licence. Both notices are in `public/licences.txt`, which the app shows under "About".

use leptos::prelude::*;

/// A picture, named by what it says here.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names are what they show")]
pub enum Icon {
    Today,
    Cases,
    Search,
    Plus,
    Back,
    Forward,
    Check,
    Close,
    Away,
    Undo,
    Redo,
    People,
    SavedHere,
    Shared,
    Waiting,
    Sharing,
    NoSignal,
    Warning,
    Conflict,
    NoCalls,
    SafeContact,
    Write,
    Lock,
    Key,
    Qr,
    Link,
    Copy,
    Sample,
    Print,
    Invite,
    Language,
    Theme,
    Tablet,
    Keyboard,
    Info,
    Update,
    Clock,
    HomeVisit,
    Office,
    Phone,
    Video,
    Message,
    Court,
    School,
    Conference,
    Talk,
    Crisis,
    Advocacy,
    Note,
    More,
    History,
    Signed,
    NobodyHome,
    Tasks,
    Goal,
    Up,
    Down,
    Grip,
    Minus,
    Help,
    HiddenAddress,
    ListShow,
    ListHide,
    Assessment,
    Table,
}

impl Icon {
    /// Its shapes, on a 24 by 24 grid.
    const fn shapes(self) -> &'static [Shape] {
        match self {
            Self::Today => &[
                Shape::Circle("12", "12", "4"),
                Shape::Path("M12 2v2"),
                Shape::Path("M12 20v2"),
                Shape::Path("m4.93 4.93 1.41 1.41"),
                Shape::Path("m17.66 17.66 1.41 1.41"),
                Shape::Path("M2 12h2"),
                Shape::Path("M20 12h2"),
                Shape::Path("m6.34 17.66-1.41 1.41"),
                Shape::Path("m19.07 4.93-1.41 1.41"),
            ],
            Self::Cases => &[Shape::Path(
                "m6 14 1.5-2.9A2 2 0 0 1 9.24 10H20a2 2 0 0 1 1.94 2.5l-1.54 6a2 2 0 0 1-1.95 1.5H4a2 2 0 0 1-2-2V5a2 2 0 0 1 2-2h3.9a2 2 0 0 1 1.69.9l.81 1.2a2 2 0 0 0 1.67.9H18a2 2 0 0 1 2 2v2",
            )],
            Self::Search => &[Shape::Path("m21 21-4.34-4.34"), Shape::Circle("11", "11", "8")],
            Self::Plus => &[Shape::Path("M5 12h14"), Shape::Path("M12 5v14")],
            Self::Minus => &[Shape::Path("M5 12h14")],
            Self::Back => &[Shape::Path("m15 18-6-6 6-6")],
            Self::Forward => &[Shape::Path("m9 18 6-6-6-6")],
            Self::Tasks => &[
                Shape::Path("M13 5h8"),
                Shape::Path("M13 12h8"),
                Shape::Path("M13 19h8"),
                Shape::Path("m3 17 2 2 4-4"),
                Shape::Rect { x: "3", y: "4", width: "6", height: "6", rx: "1" },
            ],
            Self::Goal => &[
                Shape::Path("M12 13V2l8 4-8 4"),
                Shape::Path("M20.561 10.222a9 9 0 1 1-12.55-5.29"),
                Shape::Path("M8.002 9.997a5 5 0 1 0 8.9 2.02"),
            ],
            Self::Up => &[Shape::Path("m5 12 7-7 7 7"), Shape::Path("M12 19V5")],
            Self::Down => &[Shape::Path("M12 5v14"), Shape::Path("m19 12-7 7-7-7")],
            Self::Grip => &[
                Shape::Circle("9", "12", "1"),
                Shape::Circle("9", "5", "1"),
                Shape::Circle("9", "19", "1"),
                Shape::Circle("15", "12", "1"),
                Shape::Circle("15", "5", "1"),
                Shape::Circle("15", "19", "1"),
            ],
            Self::Check => &[Shape::Path("M20 6 9 17l-5-5")],
            Self::Close => &[Shape::Path("M18 6 6 18"), Shape::Path("m6 6 12 12")],
            Self::Undo => {
                &[Shape::Path("M9 14 4 9l5-5"), Shape::Path("M4 9h10.5a5.5 5.5 0 0 1 5.5 5.5a5.5 5.5 0 0 1-5.5 5.5H11")]
            }
            Self::Redo => {
                &[Shape::Path("m15 14 5-5-5-5"), Shape::Path("M20 9H9.5A5.5 5.5 0 0 0 4 14.5A5.5 5.5 0 0 0 9.5 20H13")]
            }
            Self::People => &[
                Shape::Path("M16 21v-2a4 4 0 0 0-4-4H6a4 4 0 0 0-4 4v2"),
                Shape::Path("M16 3.128a4 4 0 0 1 0 7.744"),
                Shape::Path("M22 21v-2a4 4 0 0 0-3-3.87"),
                Shape::Circle("9", "7", "4"),
            ],
            Self::SavedHere => &[
                Shape::Path("M12 2v8"),
                Shape::Path("m16 6-4 4-4-4"),
                Shape::Rect { x: "2", y: "14", width: "20", height: "8", rx: "2" },
                Shape::Path("M6 18h.01"),
                Shape::Path("M10 18h.01"),
            ],
            Self::Shared => &[
                Shape::Path("m17 15-5.5 5.5L9 18"),
                Shape::Path("M5.516 16.07A7 7 0 1 1 15.71 8h1.79a4.5 4.5 0 0 1 3.501 7.327"),
            ],
            Self::Waiting => &[
                Shape::Path("M12 13v8"),
                Shape::Path("M4 14.899A7 7 0 1 1 15.71 8h1.79a4.5 4.5 0 0 1 2.5 8.242"),
                Shape::Path("m8 17 4-4 4 4"),
            ],
            Self::Sharing => &[
                Shape::Path("M12 13v8"),
                Shape::Path("M4 14.899A7 7 0 1 1 15.71 8h1.79a4.5 4.5 0 0 1 2.5 8.242"),
                Shape::Path("m8 17 4-4 4 4"),
            ],
            Self::NoSignal => &[
                Shape::Path("M10.94 5.274A7 7 0 0 1 15.71 10h1.79a4.5 4.5 0 0 1 4.222 6.057"),
                Shape::Path("M18.796 18.81A4.5 4.5 0 0 1 17.5 19H9A7 7 0 0 1 5.79 5.78"),
                Shape::Path("m2 2 20 20"),
            ],
            Self::Warning => &[
                Shape::Path("m21.73 18-8-14a2 2 0 0 0-3.48 0l-8 14A2 2 0 0 0 4 21h16a2 2 0 0 0 1.73-3"),
                Shape::Path("M12 9v4"),
                Shape::Path("M12 17h.01"),
            ],
            Self::Conflict => {
                &[Shape::Circle("18", "18", "3"), Shape::Circle("6", "6", "3"), Shape::Path("M6 21V9a9 9 0 0 0 9 9")]
            }
            Self::NoCalls => &[
                Shape::Path(
                    "M10.1 13.9a14 14 0 0 0 3.732 2.668 1 1 0 0 0 1.213-.303l.355-.465A2 2 0 0 1 17 15h3a2 2 0 0 1 2 2v3a2 2 0 0 1-2 2 18 18 0 0 1-12.728-5.272",
                ),
                Shape::Path("M22 2 2 22"),
                Shape::Path(
                    "M4.76 13.582A18 18 0 0 1 2 4a2 2 0 0 1 2-2h3a2 2 0 0 1 2 2v3a2 2 0 0 1-.8 1.6l-.468.351a1 1 0 0 0-.292 1.233 14 14 0 0 0 .244.473",
                ),
            ],
            Self::SafeContact => &[
                Shape::Path(
                    "M20 13c0 5-3.5 7.5-7.66 8.95a1 1 0 0 1-.67-.01C7.5 20.5 4 18 4 13V6a1 1 0 0 1 1-1c2 0 4.5-1.2 6.24-2.72a1.17 1.17 0 0 1 1.52 0C14.51 3.81 17 5 19 5a1 1 0 0 1 1 1z",
                ),
                Shape::Path("M12 8v4"),
                Shape::Path("M12 16h.01"),
            ],
            Self::Write => &[
                Shape::Path("M13 21h8"),
                Shape::Path(
                    "M21.174 6.812a1 1 0 0 0-3.986-3.987L3.842 16.174a2 2 0 0 0-.5.83l-1.321 4.352a.5.5 0 0 0 .623.622l4.353-1.32a2 2 0 0 0 .83-.497z",
                ),
            ],
            Self::Lock => &[
                Shape::Rect { x: "3", y: "11", width: "18", height: "11", rx: "2" },
                Shape::Path("M7 11V7a5 5 0 0 1 10 0v4"),
            ],
            Self::Key => &[
                Shape::Path(
                    "M2.586 17.414A2 2 0 0 0 2 18.828V21a1 1 0 0 0 1 1h3a1 1 0 0 0 1-1v-1a1 1 0 0 1 1-1h1a1 1 0 0 0 1-1v-1a1 1 0 0 1 1-1h.172a2 2 0 0 0 1.414-.586l.814-.814a6.5 6.5 0 1 0-4-4z",
                ),
                Shape::Dot("16.5", "7.5", ".5"),
            ],
            Self::Qr => &[
                Shape::Rect { x: "3", y: "3", width: "5", height: "5", rx: "1" },
                Shape::Rect { x: "16", y: "3", width: "5", height: "5", rx: "1" },
                Shape::Rect { x: "3", y: "16", width: "5", height: "5", rx: "1" },
                Shape::Path("M21 16h-3a2 2 0 0 0-2 2v3"),
                Shape::Path("M21 21v.01"),
                Shape::Path("M12 7v3a2 2 0 0 1-2 2H7"),
                Shape::Path("M3 12h.01"),
                Shape::Path("M12 3h.01"),
                Shape::Path("M12 16v.01"),
                Shape::Path("M16 12h1"),
                Shape::Path("M21 12v.01"),
                Shape::Path("M12 21v-1"),
            ],
            Self::Link => &[
                Shape::Path("M10 13a5 5 0 0 0 7.54.54l3-3a5 5 0 0 0-7.07-7.07l-1.72 1.71"),
                Shape::Path("M14 11a5 5 0 0 0-7.54-.54l-3 3a5 5 0 0 0 7.07 7.07l1.71-1.71"),
            ],
            Self::Copy => &[
                Shape::Rect { x: "8", y: "8", width: "14", height: "14", rx: "2" },
                Shape::Path("M4 16c-1.1 0-2-.9-2-2V4c0-1.1.9-2 2-2h10c1.1 0 2 .9 2 2"),
            ],
            Self::Sample => &[
                Shape::Path("M8.3 10a.7.7 0 0 1-.626-1.079L11.4 3a.7.7 0 0 1 1.198-.043L16.3 8.9a.7.7 0 0 1-.572 1.1Z"),
                Shape::Rect { x: "3", y: "14", width: "7", height: "7", rx: "1" },
                Shape::Circle("17.5", "17.5", "3.5"),
            ],
            Self::Print => &[
                Shape::Path("M6 18H4a2 2 0 0 1-2-2v-5a2 2 0 0 1 2-2h16a2 2 0 0 1 2 2v5a2 2 0 0 1-2 2h-2"),
                Shape::Path("M6 9V3a1 1 0 0 1 1-1h10a1 1 0 0 1 1 1v6"),
                Shape::Rect { x: "6", y: "14", width: "12", height: "8", rx: "1" },
            ],
            Self::Invite => &[
                Shape::Path("M16 21v-2a4 4 0 0 0-4-4H6a4 4 0 0 0-4 4v2"),
                Shape::Circle("9", "7", "4"),
                Shape::Path("M19 8L19 14"),
                Shape::Path("M22 11L16 11"),
            ],
            Self::Language => &[
                Shape::Path("m5 8 6 6"),
                Shape::Path("m4 14 6-6 2-3"),
                Shape::Path("M2 5h12"),
                Shape::Path("M7 2h1"),
                Shape::Path("m22 22-5-10-5 10"),
                Shape::Path("M14 18h6"),
            ],
            Self::Theme => &[
                Shape::Path("M12 2v2"),
                Shape::Path(
                    "M14.837 16.385a6 6 0 1 1-7.223-7.222c.624-.147.97.66.715 1.248a4 4 0 0 0 5.26 5.259c.589-.255 1.396.09 1.248.715",
                ),
                Shape::Path("M16 12a4 4 0 0 0-4-4"),
                Shape::Path("m19 5-1.256 1.256"),
                Shape::Path("M20 12h2"),
            ],
            Self::Tablet => {
                &[Shape::Rect { x: "4", y: "2", width: "16", height: "20", rx: "2" }, Shape::Path("M12 18L12.01 18")]
            }
            Self::Keyboard => &[
                Shape::Path("M10 8h.01"),
                Shape::Path("M12 12h.01"),
                Shape::Path("M14 8h.01"),
                Shape::Path("M16 12h.01"),
                Shape::Path("M18 8h.01"),
                Shape::Path("M6 8h.01"),
                Shape::Path("M7 16h10"),
                Shape::Path("M8 12h.01"),
                Shape::Rect { x: "2", y: "4", width: "20", height: "16", rx: "2" },
            ],
            Self::Info => &[Shape::Circle("12", "12", "10"), Shape::Path("M12 16v-4"), Shape::Path("M12 8h.01")],
            Self::Update => &[
                Shape::Path("M3 12a9 9 0 0 1 9-9 9.75 9.75 0 0 1 6.74 2.74L21 8"),
                Shape::Path("M21 3v5h-5"),
                Shape::Path("M21 12a9 9 0 0 1-9 9 9.75 9.75 0 0 1-6.74-2.74L3 16"),
                Shape::Path("M8 16H3v5"),
            ],
            Self::Clock => &[Shape::Circle("12", "12", "10"), Shape::Path("M12 6v6l4 2")],
            Self::HomeVisit => &[
                Shape::Path("M15 21v-8a1 1 0 0 0-1-1h-4a1 1 0 0 0-1 1v8"),
                Shape::Path(
                    "M3 10a2 2 0 0 1 .709-1.528l7-6a2 2 0 0 1 2.582 0l7 6A2 2 0 0 1 21 10v9a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2z",
                ),
            ],
            Self::Office => &[
                Shape::Path("M10 12h4"),
                Shape::Path("M10 8h4"),
                Shape::Path("M14 21v-3a2 2 0 0 0-4 0v3"),
                Shape::Path("M6 10H4a2 2 0 0 0-2 2v7a2 2 0 0 0 2 2h16a2 2 0 0 0 2-2V9a2 2 0 0 0-2-2h-2"),
                Shape::Path("M6 21V5a2 2 0 0 1 2-2h8a2 2 0 0 1 2 2v16"),
            ],
            Self::Phone => &[Shape::Path(
                "M13.832 16.568a1 1 0 0 0 1.213-.303l.355-.465A2 2 0 0 1 17 15h3a2 2 0 0 1 2 2v3a2 2 0 0 1-2 2A18 18 0 0 1 2 4a2 2 0 0 1 2-2h3a2 2 0 0 1 2 2v3a2 2 0 0 1-.8 1.6l-.468.351a1 1 0 0 0-.292 1.233 14 14 0 0 0 6.392 6.384",
            )],
            Self::Video => &[
                Shape::Path("m16 13 5.223 3.482a.5.5 0 0 0 .777-.416V7.87a.5.5 0 0 0-.752-.432L16 10.5"),
                Shape::Rect { x: "2", y: "6", width: "14", height: "12", rx: "2" },
            ],
            Self::Message => &[Shape::Path(
                "M22 17a2 2 0 0 1-2 2H6.828a2 2 0 0 0-1.414.586l-2.202 2.202A.71.71 0 0 1 2 21.286V5a2 2 0 0 1 2-2h16a2 2 0 0 1 2 2z",
            )],
            Self::Court => &[
                Shape::Path("M12 3v18"),
                Shape::Path("m19 8 3 8a5 5 0 0 1-6 0zV7"),
                Shape::Path("M3 7h1a17 17 0 0 0 8-2 17 17 0 0 0 8 2h1"),
                Shape::Path("m5 8 3 8a5 5 0 0 1-6 0zV7"),
                Shape::Path("M7 21h10"),
            ],
            Self::School => &[
                Shape::Path("M14 21v-3a2 2 0 0 0-4 0v3"),
                Shape::Path("M18 4.933V21"),
                Shape::Path("m4 6 7.106-3.79a2 2 0 0 1 1.788 0L20 6"),
                Shape::Path(
                    "m6 11-3.52 2.147a1 1 0 0 0-.48.854V19a2 2 0 0 0 2 2h16a2 2 0 0 0 2-2v-5a1 1 0 0 0-.48-.853L18 11",
                ),
                Shape::Path("M6 4.933V21"),
                Shape::Circle("12", "9", "2"),
            ],
            Self::Conference => &[
                Shape::Path("M2 3h20"),
                Shape::Path("M21 3v11a2 2 0 0 1-2 2H5a2 2 0 0 1-2-2V3"),
                Shape::Path("m7 21 5-5 5 5"),
            ],
            Self::Talk => &[
                Shape::Path(
                    "M16 10a2 2 0 0 1-2 2H6.828a2 2 0 0 0-1.414.586l-2.202 2.202A.71.71 0 0 1 2 14.286V4a2 2 0 0 1 2-2h10a2 2 0 0 1 2 2z",
                ),
                Shape::Path(
                    "M20 9a2 2 0 0 1 2 2v10.286a.71.71 0 0 1-1.212.502l-2.202-2.202A2 2 0 0 0 17.172 19H10a2 2 0 0 1-2-2v-1",
                ),
            ],
            Self::Crisis => &[
                Shape::Path("M7 18v-6a5 5 0 1 1 10 0v6"),
                Shape::Path("M5 21a1 1 0 0 0 1 1h12a1 1 0 0 0 1-1v-1a2 2 0 0 0-2-2H7a2 2 0 0 0-2 2z"),
                Shape::Path("M21 12h1"),
                Shape::Path("M18.5 4.5 18 5"),
                Shape::Path("M2 12h1"),
                Shape::Path("M12 2v1"),
                Shape::Path("m4.929 4.929.707.707"),
                Shape::Path("M12 12v6"),
            ],
            Self::Away => &[
                Shape::Path("M3 3h18a1 1 0 0 1 1 1v3a1 1 0 0 1-1 1H3a1 1 0 0 1-1-1V4a1 1 0 0 1 1-1z"),
                Shape::Path("M4 8v11a2 2 0 0 0 2 2h12a2 2 0 0 0 2-2V8"),
                Shape::Path("M10 12h4"),
            ],
            Self::Advocacy => &[
                Shape::Path(
                    "M11 6a13 13 0 0 0 8.4-2.8A1 1 0 0 1 21 4v12a1 1 0 0 1-1.6.8A13 13 0 0 0 11 14H5a2 2 0 0 1-2-2V8a2 2 0 0 1 2-2z",
                ),
                Shape::Path("M6 14a12 12 0 0 0 2.4 7.2 2 2 0 0 0 3.2-2.4A8 8 0 0 1 10 14"),
                Shape::Path("M8 6v8"),
            ],
            Self::Note => &[
                Shape::Path(
                    "M6 22a2 2 0 0 1-2-2V4a2 2 0 0 1 2-2h8a2.4 2.4 0 0 1 1.704.706l3.588 3.588A2.4 2.4 0 0 1 20 8v12a2 2 0 0 1-2 2z",
                ),
                Shape::Path("M14 2v5a1 1 0 0 0 1 1h5"),
                Shape::Path("M10 9H8"),
                Shape::Path("M16 13H8"),
                Shape::Path("M16 17H8"),
            ],
            Self::Help => &[
                Shape::Circle("12", "12", "10"),
                Shape::Path("m4.93 4.93 4.24 4.24"),
                Shape::Path("m14.83 9.17 4.24-4.24"),
                Shape::Path("m14.83 14.83 4.24 4.24"),
                Shape::Path("m9.17 14.83-4.24 4.24"),
                Shape::Circle("12", "12", "4"),
            ],
            Self::HiddenAddress => &[
                Shape::Path("M12.75 7.09a3 3 0 0 1 2.16 2.16"),
                Shape::Path(
                    "M17.072 17.072c-1.634 2.17-3.527 3.912-4.471 4.727a1 1 0 0 1-1.202 0C9.539 20.193 4 14.993 4 10a8 8 0 0 1 1.432-4.568",
                ),
                Shape::Path("m2 2 20 20"),
                Shape::Path("M8.475 2.818A8 8 0 0 1 20 10c0 1.183-.31 2.377-.81 3.533"),
                Shape::Path("M9.13 9.13a3 3 0 0 0 3.74 3.74"),
            ],
            Self::ListShow => &[
                Shape::Rect { x: "3", y: "3", width: "18", height: "18", rx: "2" },
                Shape::Path("M9 3v18"),
                Shape::Path("m14 9 3 3-3 3"),
            ],
            Self::ListHide => &[
                Shape::Rect { x: "3", y: "3", width: "18", height: "18", rx: "2" },
                Shape::Path("M9 3v18"),
                Shape::Path("m16 15-3-3 3-3"),
            ],
            Self::Assessment => &[
                Shape::Rect { x: "8", y: "2", width: "8", height: "4", rx: "1" },
                Shape::Path("M16 4h2a2 2 0 0 1 2 2v14a2 2 0 0 1-2 2H6a2 2 0 0 1-2-2V6a2 2 0 0 1 2-2h2"),
                Shape::Path("m9 14 2 2 4-4"),
            ],
            Self::Table => &[
                Shape::Path("M3 9h18"),
                Shape::Path("M9 3v18"),
                Shape::Rect { x: "3", y: "3", width: "18", height: "18", rx: "2" },
            ],
            Self::History => &[
                Shape::Path("M3 12a9 9 0 1 0 9-9 9.75 9.75 0 0 0-6.74 2.74L3 8"),
                Shape::Path("M3 3v5h5"),
                Shape::Path("M12 7v5l4 2"),
            ],
            Self::NobodyHome => &[
                Shape::Path("M18 20V6a2 2 0 0 0-2-2H8a2 2 0 0 0-2 2v14"),
                Shape::Path("M2 20h20"),
                Shape::Path("M14 12v.01"),
            ],
            Self::Signed => &[Shape::Circle("12", "12", "10"), Shape::Path("m9 12 2 2 4-4")],
            Self::More => {
                &[Shape::Circle("12", "12", "1"), Shape::Circle("19", "12", "1"), Shape::Circle("5", "12", "1")]
            }
        }
    }
}

/// A shape of a picture. Lengths and places are in units of the grid.
#[derive(Debug, Clone, Copy)]
enum Shape {
    /// A line, by its path data.
    Path(&'static str),
    /// A circle: the middle's x and y, and the radius.
    Circle(&'static str, &'static str, &'static str),
    /// A circle that is filled.
    Dot(&'static str, &'static str, &'static str),
    /// A rectangle with round corners.
    Rect { x: &'static str, y: &'static str, width: &'static str, height: &'static str, rx: &'static str },
}

impl Shape {
    fn draw(&self) -> AnyView {
        match *self {
            Self::Path(d) => view! { <path d=d/> }.into_any(),
            Self::Circle(cx, cy, r) => view! { <circle cx=cx cy=cy r=r/> }.into_any(),
            Self::Dot(cx, cy, r) => view! { <circle cx=cx cy=cy r=r fill="currentColor"/> }.into_any(),
            Self::Rect { x, y, width, height, rx } => {
                view! { <rect x=x y=y width=width height=height rx=rx/> }.into_any()
            }
        }
    }
}

/// Draws a picture. It is hidden from assistive technology: a word always stands beside it, or labels its button.
#[component]
pub fn Picture(
    /// Which.
    icon: Icon,
) -> impl IntoView {
    let shapes = icon.shapes().iter().map(Shape::draw).collect_view();
    view! { <svg class="i" viewBox="0 0 24 24" aria-hidden="true">{shapes}</svg> }
}

/// The mark of Doorstep: an open door.
#[component]
pub fn Mark() -> impl IntoView {
    view! {
        <svg class="mark" viewBox="0 0 40 40" aria-hidden="true">
            <rect class="mark-tile" width="40" height="40" rx="11"/>
            <path class="mark-line" d="M12 30V18.5a8 8 0 0 1 16 0V30"/>
            <path class="mark-line" d="M8 30h24"/>
            <path class="mark-leaf" d="M20 30V19.5l5 2V30z"/>
        </svg>
    }
}
