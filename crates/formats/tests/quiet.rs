//! Does a library that panics on a damaged file stay silent?

#![allow(clippy::unwrap_used, reason = "a test may stop at once")]

use std::fs;
use std::panic;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use formats::{Error, Input, Limits, read};

static HEARD: AtomicUsize = AtomicUsize::new(0);

/// In a program of its own: the hook is the whole program's.
#[test]
fn damage_that_makes_the_reader_panic_is_an_error_that_no_one_hears() {
    panic::set_hook(Box::new(|_| {
        HEARD.fetch_add(1, Ordering::SeqCst);
    }));
    let golden = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../tests/golden/formats/parquet");
    let mut bytes = fs::read(golden.join("lz4.parquet")).unwrap();
    // Found by trying.
    bytes[119] = 84;
    let error = read(&Input::alone("a.parquet", &bytes), &Limits::default()).unwrap_err();
    assert!(matches!(error, Error::Broken { .. }), "{error:?}");
    assert_eq!(HEARD.load(Ordering::SeqCst), 0, "nothing is printed");

    let loud = thread::spawn(|| panic!("as any other code")).join();
    assert!(loud.is_err() && HEARD.load(Ordering::SeqCst) == 1, "other panics are heard");
}
