//! The test vectors in `tests/vectors`: made here, read here, and meant for whoever writes another client.
//!
//! Vectors are frozen: a file that no longer comes out the same means that the protocol changed. To write the files
//! anew, for a new version: `DOORSTEP_WRITE_VECTORS=1 cargo test -p trust --test vectors`.

#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic, missing_docs)]

use std::path::PathBuf;

use serde_json::Value;
use trust::{DeviceKeys, DeviceSeed};

mod chains;
mod frames;
mod keys;
mod records;
mod vault;

fn file(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../tests/vectors").join(name)
}

/// The file as it is kept, after checking that what this code makes is the same.
#[track_caller]
fn kept(name: &str, made: &Value) -> Value {
    let path = file(name);
    if std::env::var_os("DOORSTEP_WRITE_VECTORS").is_some() {
        let mut text = serde_json::to_string_pretty(made).unwrap();
        text.push('\n');
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(&path, text).unwrap();
    }
    let text = std::fs::read_to_string(&path).unwrap();
    let kept: Value = serde_json::from_str(&text).unwrap();
    if kept != *made {
        let (Value::Object(kept), Value::Object(made)) = (&kept, made) else { panic!("{name} is no object") };
        let differing: Vec<&String> = made.keys().filter(|key| kept.get(*key) != made.get(*key)).collect();
        panic!("{name} does not come out the same; differing: {differing:?}");
    }
    kept
}

fn hex(bytes: impl AsRef<[u8]>) -> String {
    base16ct::lower::encode_string(bytes.as_ref())
}

/// The bytes a field of a vector holds.
#[track_caller]
fn bytes(value: &Value) -> Vec<u8> {
    base16ct::lower::decode_vec(value.as_str().unwrap()).unwrap()
}

#[track_caller]
fn array<const N: usize>(value: &Value) -> [u8; N] {
    bytes(value).try_into().unwrap()
}

fn rows(value: &Value) -> &[Value] {
    value.as_array().unwrap()
}

/// The device whose seed is this byte, 32 times.
fn device(seed: u8) -> DeviceKeys {
    DeviceKeys::from_seed(&DeviceSeed::from_bytes([seed; 32]))
}
