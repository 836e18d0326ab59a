//! A QR code as one path, drawn by the browser: no picture to load, sharp at every size.
//! Only the squares come from the library; the colours are the style sheet's, dark on light in every theme.

use qrcodegen::{QrCode, QrCodeEcc};

/// Quiet squares around the code, as ISO/IEC 18004 asks.
const QUIET: i32 = 4;

/// The side in squares, quiet zone included, and the path of the dark ones. `None` if the text is too long for one.
#[must_use]
pub fn drawing(text: &str) -> Option<(i32, String)> {
    let code = QrCode::encode_text(text, QrCodeEcc::Medium).ok()?;
    let mut path = String::new();
    for row in 0..code.size() {
        let mut column = 0;
        while column < code.size() {
            let start = column;
            while code.get_module(column, row) {
                column += 1;
            }
            if column > start {
                let length = column - start;
                path.push_str(&format!("M{} {}h{length}v1h-{length}z", start + QUIET, row + QUIET));
            }
            column += 1;
        }
    }
    Some((code.size() + 2 * QUIET, path))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_has_its_quiet_zone_and_its_three_corners() {
        let (size, path) = drawing("https://doorstep.example.org/join#AQ").unwrap();
        assert!(size >= 21 + 2 * QUIET);
        for corner in [
            "M4 4h7v1h-7z".to_owned(),
            format!("M{} 4h7v1h-7z", size - QUIET - 7),
            format!("M4 {}h7v1h-7z", size - QUIET - 1),
        ] {
            assert!(path.contains(&corner), "{corner}");
        }
    }

    #[test]
    fn what_does_not_fit_is_not_drawn() {
        assert_eq!(drawing(&"x".repeat(5000)), None);
    }
}
