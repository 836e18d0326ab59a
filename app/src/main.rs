//! The program a browser loads: starts the app, in a tab or in a worker.
//! Everything is in the library, so that the browser tests can load its parts as well.

fn main() {
    app::start();
}
