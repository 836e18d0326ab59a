//! The connection to the database, and the shape the database has.
//! Browsers take connections away without asking, so whether one is still there is known here.

use std::cell::{Cell, RefCell};
use std::rc::Rc;

use device::store::{StoreError, Table};
use futures_channel::oneshot;
use idb::{Database, DatabaseEvent, Event, Factory, ObjectStoreParams, Request};
use web_sys::IdbDatabase;

use super::failure::{failure, opening, opening_named};
use super::fence::FENCE;

/// The shape of the database. Frozen: a new shape is a new number and a new step in [`upgrade`].
const SHAPE: u32 = 2;

/// An open connection; `lost` once the browser took it away.
pub(super) struct Connection {
    pub(super) raw: IdbDatabase,
    pub(super) lost: Rc<Cell<bool>>,
    // Holds the callbacks that set `lost`.
    _database: Database,
}

/// Opens the database `name`, and makes it if it is not there. Calls `when_lost` if the browser takes the connection away.
pub(super) async fn open(name: &str, when_lost: impl Fn() + Clone + 'static) -> Result<Connection, StoreError> {
    let factory = Factory::new().map_err(|_| StoreError::Unavailable)?;
    let mut request = factory.open(name, Some(SHAPE)).map_err(opening)?;
    let (sender, receiver) = oneshot::channel();
    let sender = Rc::new(RefCell::new(Some(sender)));
    let tell = |sender: &Rc<RefCell<Option<oneshot::Sender<_>>>>, outcome| {
        if let Some(sender) = sender.borrow_mut().take() {
            return sender.send(outcome).err();
        }
        Some(outcome)
    };

    request.on_upgrade_needed(|event| {
        // A failing step leaves the old shape: the transaction of the upgrade is aborted and the request fails.
        if let (Ok(database), Ok(from)) = (event.database(), event.old_version())
            && upgrade(&database, from).is_err()
        {
            database.close();
        }
    });
    let blocked = sender.clone();
    request.on_blocked(move |_| drop(tell(&blocked, Err(StoreError::Blocked))));
    let failed = sender.clone();
    request.on_error(move |event| {
        let error = event.target().ok().and_then(|request| request.error().ok().flatten());
        drop(tell(&failed, Err(error.map_or(StoreError::Unavailable, |error| opening_named(&error)))));
    });
    request.on_success(move |event| {
        let database = event.target().and_then(|request| request.database()).map_err(failure);
        // Nobody waits any more (it was blocked for a while): do not stand in the way of others.
        if let Some(Ok(late)) = tell(&sender, database) {
            late.close();
        }
    });
    let raw = IdbDatabase::from(receiver.await.map_err(|_| StoreError::Closed)??);

    let lost = Rc::new(Cell::new(false));
    let mut database = Database::from(raw.clone());
    let taken = lost.clone();
    let hear = when_lost.clone();
    database.on_close(move |_| {
        taken.set(true);
        hear();
    });
    let (closing, newer) = (raw.clone(), lost.clone());
    database.on_version_change(move |_| {
        // A newer Doorstep in another tab changes the shape, or everything is being deleted: step aside.
        newer.set(true);
        closing.close();
        when_lost();
    });
    Ok(Connection { raw, lost, _database: database })
}

/// Brings a database from shape `from` (0: new) to [`SHAPE`].
fn upgrade(database: &Database, from: u32) -> Result<(), idb::Error> {
    if from < 1 {
        for table in Table::ALL.into_iter().filter(|table| *table != Table::Texts) {
            database.create_object_store(table.name(), ObjectStoreParams::new())?;
        }
        database.create_object_store(FENCE, ObjectStoreParams::new())?;
    }
    if from < 2 {
        database.create_object_store(Table::Texts.name(), ObjectStoreParams::new())?;
    }
    Ok(())
}
