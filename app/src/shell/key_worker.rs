//! From passphrase to key in a worker, because it takes a second on purpose and the screen must not freeze for it.
//! The worker loads the same program and asks it for this one thing. Where workers fail, the main thread does it.
//!
//! gloo's workers start from a `Blob`, which the content security policy forbids, and fetch and compile the program anew;
//! this one is handed the module that the page has compiled.

use futures_channel::mpsc;
use futures_util::StreamExt as _;
use gloo_events::EventListener;
use icu_normalizer::ComposingNormalizer;
use js_sys::Uint8Array;
use serde::Serialize;
use trust::vault::{BadParams, KdfParams, KdfSetup, Kek, derive_kek};
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{MessageEvent, Worker, WorkerOptions, WorkerType};
use zeroize::Zeroizing;

use super::built::program;

/// The worker's file, in `public/`.
const SCRIPT: &str = "/key-worker.js";

/// Makes a key from a passphrase, whichever keyboard its accents come from (Unicode's form NFKC), without stopping the screen.
///
/// # Errors
/// [`BadParams`] if the vault's parameters are damaged.
pub async fn derive(passphrase: &str, setup: KdfSetup) -> Result<Kek, BadParams> {
    let passphrase = Zeroizing::new(ComposingNormalizer::new_nfkc().normalize(passphrase).into_owned());
    match in_worker(&passphrase, setup).await {
        Ok(key) => Ok(key),
        // Also when the parameters are bad: then this says so again, at once.
        Err(_) => derive_kek(&passphrase, &setup),
    }
}

/// What the worker calls: the key's 32 bytes, or nothing if the parameters are damaged.
#[wasm_bindgen]
#[must_use]
pub fn derive_in_worker(passphrase: String, salt: &[u8], memory_kib: u32, passes: u32, lanes: u32) -> Option<Vec<u8>> {
    let passphrase = Zeroizing::new(passphrase);
    let setup = KdfSetup { salt: salt.try_into().ok()?, params: KdfParams { memory_kib, passes, lanes } };
    Some(derive_kek(&passphrase, &setup).ok()?.to_bytes().to_vec())
}

/// What `key-worker.js` is asked. As every key, it stays on this device and ends with the worker.
#[derive(Serialize)]
struct Request<'a> {
    program: &'a str,
    #[serde(with = "serde_wasm_bindgen::preserve")]
    module: JsValue,
    passphrase: &'a str,
    #[serde(with = "serde_wasm_bindgen::preserve")]
    salt: Uint8Array,
    memory: u32,
    passes: u32,
    lanes: u32,
}

async fn in_worker(passphrase: &str, setup: KdfSetup) -> Result<Kek, JsValue> {
    let options = WorkerOptions::new();
    options.set_type(WorkerType::Module);
    let worker = Ended(Worker::new_with_options(SCRIPT, &options)?);

    let (sender, mut receiver) = mpsc::unbounded();
    let failed = sender.clone();
    // Nobody waits any more if the page is going away.
    let _answered = EventListener::new(&worker.0, "message", move |event| {
        drop(sender.unbounded_send(event.dyn_ref::<MessageEvent>().map(MessageEvent::data)));
    });
    let _failed = EventListener::new(&worker.0, "error", move |_| drop(failed.unbounded_send(None)));

    let KdfParams { memory_kib: memory, passes, lanes } = setup.params;
    let program = program().ok_or("the page does not name its program")?;
    let salt = Uint8Array::from(setup.salt.as_slice());
    let request =
        Request { program: &program, module: wasm_bindgen::module(), passphrase, salt, memory, passes, lanes };
    worker.0.post_message(&serde_wasm_bindgen::to_value(&request)?)?;

    let answer = receiver.next().await.flatten().ok_or("the worker failed")?;
    let bytes = Zeroizing::new(answer.dyn_into::<Uint8Array>()?.to_vec());
    let bytes: [u8; 32] = bytes.as_slice().try_into().map_err(|_| "not a key")?;
    Ok(Kek::from_bytes(bytes))
}

/// A worker that ends, with its memory, when dropped.
struct Ended(Worker);

impl Drop for Ended {
    fn drop(&mut self) {
        self.0.terminate();
    }
}
