//! A line to stand in: one after the other, in the order in which they came.
//! Transactions of a claim wait for each other here, and what was begun first has to come first, as in IndexedDB.

use std::cell::RefCell;

use futures_channel::oneshot;

/// The line, which knows who came last.
#[derive(Default)]
pub(super) struct Line {
    last: RefCell<Option<oneshot::Receiver<()>>>,
}

/// A place at the front. Dropping it lets the next one go.
pub(super) struct Turn {
    _gone: oneshot::Sender<()>,
}

impl Line {
    /// Stands in line until all who came before are gone.
    pub(super) async fn turn(&self) -> Turn {
        let (gone, seen) = oneshot::channel();
        if let Some(before) = self.last.replace(Some(seen)) {
            // Nothing is ever sent: it is over when the one before is gone.
            let _ = before.await;
        }
        Turn { _gone: gone }
    }
}

#[cfg(test)]
mod tests {
    use std::pin::pin;
    use std::task::{Context, Poll, Waker};

    use super::*;

    #[test]
    fn whoever_came_first_goes_first_whoever_is_asked_first() {
        let context = &mut Context::from_waker(Waker::noop());
        let line = Line::default();
        let (mut first, mut second, mut third) = (pin!(line.turn()), pin!(line.turn()), pin!(line.turn()));
        let Poll::Ready(turn) = first.as_mut().poll(context) else { panic!("nobody stands before the first") };
        assert!(second.as_mut().poll(context).is_pending());
        assert!(third.as_mut().poll(context).is_pending());
        drop(turn);
        assert!(third.as_mut().poll(context).is_pending());
        let Poll::Ready(turn) = second.as_mut().poll(context) else { panic!("it is the second's turn") };
        assert!(third.as_mut().poll(context).is_pending());
        drop(turn);
        assert!(third.as_mut().poll(context).is_ready());
        assert!(pin!(line.turn()).poll(context).is_ready(), "the line is empty again");
    }
}
