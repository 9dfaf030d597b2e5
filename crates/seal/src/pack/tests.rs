//! What a pack keeps, what it refuses, and what it does not tell.

use std::io::Cursor;

use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use serde_json::json;

use super::*;
use crate::{Error, Identity, Lock, Result, SigningKey, Unlock};

const WORDS: &str = "correct horse";
const QUICK: Lock<'_> = Lock::Passphrase { words: WORDS, work: 2 };

/// Returns a pack of stimuli with these sizes, and their bytes in the order of their ids.
fn pack(sizes: &[usize], seed: u64) -> (Manifest, Vec<Vec<u8>>) {
    let mut chance = ChaCha8Rng::seed_from_u64(seed);
    let mut stimuli: Vec<StimulusEntry> = sizes
        .iter()
        .map(|_| StimulusEntry { id: StimulusId::random(&mut chance), kind: StimulusKind::Image })
        .collect();
    stimuli.sort_by_key(|entry| entry.id);
    let presentations = (1..).zip(&stimuli).map(|(position, entry)| PackPresentation {
        id: format!("{position:032x}"),
        reader: "reader-01".to_owned(),
        round: 1,
        block: 1,
        position,
        stage: "first".to_owned(),
        task: "look".to_owned(),
        purpose: Purpose::Counted,
        cases: vec![entry.id],
        said: None,
    });
    let manifest = Manifest {
        schema: SCHEMA.to_owned(),
        study: "ab".repeat(16),
        recipient: None,
        version: 1,
        design_hash: "cd".repeat(32),
        question_hash: None,
        title: "Chest".to_owned(),
        made_at: "2026-11-23T09:00:00.000Z".to_owned(),
        protocol: json!({ "schema": "touchstone.protocol/1" }),
        language: Some("en".to_owned()),
        display: json!({ "scale": 1.5 }),
        readers: vec![PackReader {
            code: "reader-01".to_owned(),
            key: Some(SigningKey::from_bytes(&[1; 32]).public()),
        }],
        presentations: presentations.collect(),
        key_commitment: "ef".repeat(32),
        stimuli,
    };
    let bytes = sizes.iter().map(|&size| {
        let mut bytes = vec![0; size];
        chance.fill_bytes(&mut bytes);
        bytes
    });
    (manifest, bytes.collect())
}

fn largest(bytes: &[Vec<u8>]) -> u64 {
    bytes.iter().map(|bytes| bytes.len() as u64).max().unwrap_or(0)
}

/// Returns what hands out the bytes in the order of the ids, and panics out of turn.
fn pulling<'a>(
    manifest: &'a Manifest,
    bytes: &'a [Vec<u8>],
) -> impl FnMut(StimulusId) -> Result<Vec<u8>> + 'a {
    let mut next = 0;
    move |id| {
        assert_eq!(id, manifest.stimuli[next].id, "asked in the order of the ids, once each");
        next += 1;
        Ok(bytes[next - 1].clone())
    }
}

fn plain(manifest: &Manifest, bytes: &[Vec<u8>]) -> Vec<u8> {
    let mut pull = pulling(manifest, bytes);
    write_plain(manifest, largest(bytes), &mut pull, Vec::new()).unwrap()
}

fn locked(manifest: &Manifest, bytes: &[Vec<u8>], lock: &Lock<'_>) -> Vec<u8> {
    let mut pull = pulling(manifest, bytes);
    write_locked(manifest, largest(bytes), &mut pull, lock, Vec::new()).unwrap()
}

fn open(bytes: &[u8], unlock: &Unlock<'_>) -> Result<Pack<Cursor<Vec<u8>>>> {
    Pack::open(Cursor::new(bytes.to_vec()), unlock)
}

/// Opens, verifies and reads everything, as somebody would who trusts nothing.
fn read_all(bytes: &[u8], unlock: &Unlock<'_>) -> Result<Vec<Vec<u8>>> {
    let mut pack = open(bytes, unlock)?;
    pack.verify()?;
    let ids: Vec<StimulusId> = pack.manifest().stimuli.iter().map(|entry| entry.id).collect();
    ids.into_iter().map(|id| pack.stimulus(id)).collect()
}

#[test]
fn what_was_written_is_read_in_any_order() {
    // Slots that lie within one chunk of the cipher, and across several.
    for sizes in [&[][..], &[0], &[5, 4096, 0], &[70_000, 1, 200_000, 65_536, 130_000]] {
        let (manifest, bytes) = pack(sizes, 3);
        let identity = Identity::generate();
        let to = [identity.recipient()];
        let forms = [
            (plain(&manifest, &bytes), Unlock::Plain),
            (locked(&manifest, &bytes, &QUICK), Unlock::Passphrase(WORDS)),
            (locked(&manifest, &bytes, &Lock::Recipients(&to)), Unlock::Identity(&identity)),
        ];
        for (file, unlock) in forms {
            let mut pack = open(&file, &unlock).unwrap();
            assert_eq!(pack.manifest(), &manifest);
            pack.verify().unwrap();
            let n = sizes.len();
            for at in (0..n).rev().chain(0..n).chain((0..n).map(|at| (7 * at + 3) % n)) {
                assert_eq!(pack.stimulus(manifest.stimuli[at].id).unwrap(), bytes[at]);
            }
            pack.verify().unwrap();
            let other = StimulusId::random(&mut ChaCha8Rng::seed_from_u64(99));
            assert_eq!(pack.stimulus(other), Err(Error::NoSuchStimulus { id: other.to_string() }));
        }
    }
}

#[test]
fn the_layout_is_the_one_that_is_documented() {
    let (manifest, bytes) = pack(&[4088, 3, 4089], 4);
    let file = plain(&manifest, &bytes);
    let text = serde_json::to_vec(&manifest).unwrap();
    assert_eq!(&file[..8], b"TSPACK1\n");
    assert_eq!(file[8..16], (text.len() as u64).to_le_bytes());
    // 4089 and 8 bytes do not fit into one bucket of 4096.
    assert_eq!(file[16..24], 8192_u64.to_le_bytes());
    assert_eq!(file[24..24 + text.len()], text);
    let first = (24 + text.len()).div_ceil(4096) * 4096;
    assert!(file[24 + text.len()..first].iter().all(|&byte| byte == 0));
    assert_eq!(file.len(), first + 3 * 8192 + 32);
    for (at, bytes) in bytes.iter().enumerate() {
        let slot = &file[first + at * 8192..][..8192];
        assert_eq!(slot[..8], (bytes.len() as u64).to_le_bytes());
        assert_eq!(&slot[8..8 + bytes.len()], bytes);
        assert!(slot[8 + bytes.len()..].iter().all(|&byte| byte == 0));
    }
}

#[test]
fn equal_randomness_and_content_give_equal_bytes() {
    let (first, second) = (pack(&[9, 80], 5), pack(&[9, 80], 5));
    assert_eq!(plain(&first.0, &first.1), plain(&second.0, &second.1));
    let other = pack(&[9, 80], 6);
    assert_ne!(plain(&first.0, &first.1), plain(&other.0, &other.1));
}

#[test]
fn a_locked_file_shows_neither_manifest_nor_stimuli() {
    let (manifest, mut bytes) = pack(&[64, 64], 7);
    bytes[0] = b"needle in a stack of hay needles".repeat(2);
    let holds = |file: &[u8], what: &[u8]| file.windows(what.len()).any(|window| window == what);
    let (open, shut) = (plain(&manifest, &bytes), locked(&manifest, &bytes, &QUICK));
    for what in [&b"needle in a"[..], b"reader-01", manifest.study.as_bytes()] {
        assert!(holds(&open, what), "the search finds what is there");
        assert!(!holds(&shut, what));
    }
}

#[test]
fn a_byte_changed_anywhere_is_refused() {
    let (manifest, bytes) = pack(&[70_000, 10], 8);
    let identity = Identity::generate();
    let to = [identity.recipient()];
    let forms = [
        (plain(&manifest, &bytes), Unlock::Plain),
        (locked(&manifest, &bytes, &QUICK), Unlock::Passphrase(WORDS)),
        (locked(&manifest, &bytes, &Lock::Recipients(&to)), Unlock::Identity(&identity)),
    ];
    let mut chance = ChaCha8Rng::seed_from_u64(9);
    for (file, unlock) in forms {
        assert_eq!(read_all(&file, &unlock).unwrap(), bytes);
        // Heads and ends, where most can go wrong, and anywhere.
        let anywhere = (0..200).map(|_| chance.next_u32() as usize % file.len());
        let places: Vec<usize> =
            (0..220).chain(file.len() - 40..file.len()).chain(anywhere).collect();
        for at in places {
            let mut changed = file.clone();
            changed[at] ^= 1 << (chance.next_u32() % 8);
            let read = read_all(&changed, &unlock);
            assert!(read.is_err(), "byte {at} of {} was changed unseen", file.len());
        }
    }
}

#[test]
fn a_file_cut_anywhere_is_refused_and_so_is_a_longer_one() {
    let (manifest, bytes) = pack(&[70_000, 10], 10);
    let forms = [
        (plain(&manifest, &bytes), Unlock::Plain),
        (locked(&manifest, &bytes, &QUICK), Unlock::Passphrase(WORDS)),
    ];
    let mut chance = ChaCha8Rng::seed_from_u64(11);
    for (file, unlock) in forms {
        let anywhere = (0..200).map(|_| chance.next_u32() as usize % file.len());
        // A whole slot, too: what is left has whole slots.
        let whole = file.len() - (70_000 + 8_usize).div_ceil(4096) * 4096;
        let places = (1..300).chain(file.len() - 60..file.len()).chain(anywhere).chain([whole]);
        for at in places.collect::<Vec<_>>() {
            let refused = open(&file[..at], &unlock).err();
            let is_locked = matches!(unlock, Unlock::Passphrase(_));
            match refused {
                Some(Error::CutShort { at: told }) => assert_eq!(told, at as u64),
                // Within the cipher's first chunk a cut cannot be told from a change.
                Some(Error::Damaged { .. }) if is_locked && at < 65_800 => {}
                other => panic!("cut at {at} of {}: {other:?}", file.len()),
            }
        }
        let mut longer = file.clone();
        longer.push(0);
        assert_eq!(open(&longer, &unlock).err(), Some(Error::damaged("end")));
    }
}

#[test]
fn opening_alone_sees_a_changed_end_and_what_is_hidden_behind_the_manifest() {
    let (manifest, bytes) = pack(&[70_000, 10], 15);
    let mut shut = locked(&manifest, &bytes, &QUICK);
    *shut.last_mut().unwrap() ^= 1;
    let refused = open(&shut, &Unlock::Passphrase(WORDS)).err();
    assert_eq!(refused, Some(Error::damaged("end")));

    let mut file = plain(&manifest, &bytes);
    let end = 24 + serde_json::to_vec(&manifest).unwrap().len();
    assert_eq!(file[end], 0, "the padding begins here");
    file[end] = b'x';
    assert_eq!(open(&file, &Unlock::Plain).err(), Some(Error::damaged("manifest")));
}

#[test]
fn each_reason_to_refuse_a_file_has_its_name() {
    let (manifest, bytes) = pack(&[10], 12);
    let (open_file, shut) = (plain(&manifest, &bytes), locked(&manifest, &bytes, &QUICK));
    let why = |file: &[u8], unlock| open(file, &unlock).err();
    assert_eq!(why(&shut, Unlock::Passphrase("battery")), Some(Error::WrongPassphrase));
    assert_eq!(why(&shut, Unlock::Plain), Some(Error::Locked));
    assert_eq!(why(b"PK\x03\x04", Unlock::Plain), Some(Error::NotAPack));
    assert_eq!(why(&[0; 5000], Unlock::Plain), Some(Error::NotAPack));
    assert_eq!(why(b"", Unlock::Plain), Some(Error::CutShort { at: 0 }));
    let mut later = open_file.clone();
    later[6] = b'2';
    let found = "TSPACK2".to_owned();
    assert_eq!(why(&later, Unlock::Plain), Some(Error::OtherVersion { found }));
    // A length that would take all memory.
    let mut huge = open_file;
    huge[8..16].copy_from_slice(&(60_u64 << 20).to_le_bytes());
    let at = huge.len() as u64;
    assert_eq!(why(&huge, Unlock::Plain), Some(Error::CutShort { at }));
    huge[8..16].copy_from_slice(&u64::MAX.to_le_bytes());
    assert_eq!(why(&huge, Unlock::Plain), Some(Error::damaged("head")));
}

#[test]
fn a_manifest_that_contradicts_itself_is_not_written() {
    let (sound, bytes) = pack(&[3, 4], 13);
    let unfit = |change: &dyn Fn(&mut Manifest)| {
        let mut manifest = sound.clone();
        change(&mut manifest);
        let mut pull = |_| Ok(bytes[0].clone());
        match write_plain(&manifest, 4, &mut pull, Vec::new()) {
            Err(Error::Unfit { what, .. }) => what,
            other => panic!("{other:?}"),
        }
    };
    assert_eq!(unfit(&|m| m.study = "one".to_owned()), "study");
    assert_eq!(unfit(&|m| m.design_hash.push('0')), "design_hash");
    assert_eq!(unfit(&|m| m.stimuli.reverse()), "stimuli");
    assert_eq!(unfit(&|m| m.presentations[0].reader = "nobody".to_owned()), "reader");
    assert_eq!(unfit(&|m| m.presentations[1].id = m.presentations[0].id.clone()), "presentations");
    assert_eq!(unfit(&|m| m.presentations[0].said = Some("It is real.".to_owned())), "said");
    // The same stimulus twice before one reader would show that a case comes twice.
    assert_eq!(unfit(&|m| m.presentations[1].cases = m.presentations[0].cases.clone()), "cases");
    assert_eq!(unfit(&|m| m.presentations[1].cases.clear()), "stimuli");

    let mut pull = |_| Ok(vec![0; 5]);
    let refused = write_plain(&sound, 4, &mut pull, Vec::new()).err();
    assert_eq!(refused, Some(Error::TooLarge { what: "stimulus", size: 5, most: 4 }));
}

#[test]
fn a_manifest_with_a_field_that_is_not_known_is_refused() {
    let (manifest, _) = pack(&[3], 14);
    let mut value = serde_json::to_value(&manifest).unwrap();
    assert!(serde_json::from_value::<Manifest>(value.clone()).is_ok());
    value["presentations"][0]["is_repeat"] = json!(true);
    assert!(serde_json::from_value::<Manifest>(value).is_err());
}
