//! Taking over the page from the frame that `index.html` painted before the program was there.
//! The frame goes when the first real screen is in the document, never before.

/// Removes the frame painted by `index.html`. Harmless when it is already gone.
pub fn ready() {
    let frame = web_sys::window().and_then(|window| window.document()).and_then(|page| page.get_element_by_id("frame"));
    if let Some(frame) = frame {
        frame.remove();
    }
}
