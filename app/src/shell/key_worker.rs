//! From passphrase to key in a worker, because it takes a second on purpose and the screen must not freeze for it.
//! The worker loads the same program and asks it for this one thing. Where workers fail, the main thread does it.

use futures_channel::oneshot;
use icu_normalizer::ComposingNormalizer;
use js_sys::{Object, Reflect, Uint8Array};
use trust::vault::{BadParams, KdfParams, KdfSetup, Kek, derive_kek};
use wasm_bindgen::closure::Closure;
use wasm_bindgen::prelude::wasm_bindgen;
use wasm_bindgen::{JsCast, JsValue};
use web_sys::{Event, MessageEvent, Worker, WorkerOptions, WorkerType};
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

async fn in_worker(passphrase: &str, setup: KdfSetup) -> Result<Kek, JsValue> {
    let options = WorkerOptions::new();
    options.set_type(WorkerType::Module);
    let worker = Ended(Worker::new_with_options(SCRIPT, &options)?);

    let (sender, receiver) = oneshot::channel();
    let sender = std::rc::Rc::new(std::cell::RefCell::new(Some(sender)));
    let failed = sender.clone();
    let answered = Closure::<dyn FnMut(MessageEvent)>::new(move |event: MessageEvent| {
        if let Some(sender) = sender.borrow_mut().take() {
            // Nobody waits any more if the page is going away.
            let _ = sender.send(event.data());
        }
    });
    let failed = Closure::<dyn FnMut(Event)>::new(move |_| drop(failed.borrow_mut().take()));
    worker.0.set_onmessage(Some(answered.as_ref().unchecked_ref()));
    worker.0.set_onerror(Some(failed.as_ref().unchecked_ref()));

    let wish = Object::new();
    let set = |name: &str, value: &JsValue| Reflect::set(&wish, &JsValue::from_str(name), value);
    set("program", &JsValue::from_str(&program().ok_or("the page does not name its program")?))?;
    set("module", &wasm_bindgen::module())?;
    set("passphrase", &JsValue::from_str(passphrase))?;
    set("salt", &Uint8Array::from(setup.salt.as_slice()))?;
    set("memory", &setup.params.memory_kib.into())?;
    set("passes", &setup.params.passes.into())?;
    set("lanes", &setup.params.lanes.into())?;
    worker.0.post_message(&wish)?;

    let answer = receiver.await.map_err(|_| "the worker failed")?;
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
