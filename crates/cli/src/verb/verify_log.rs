//! `touchstone verify-log`: an exported trail, checked by code that shares nothing with its writer.
//!
//! A record is one line: `{"event":…,"hash":"…","prev":"…","seq":…}`. Its hash is SHA-256 of
//! `{"event":…,"prev":"…","seq":…}`, in the canonical form of RFC 8785 without fractions; `prev` is
//! the hash of the record before it, and 64 zeros for the first.

mod checkpoint;

use std::path::{Path, PathBuf};

use sha2::{Digest, Sha256};

use crate::document::Document;
use crate::terminal::{self, End, Why};
use crate::verb::NothingDrawn;
use checkpoint::{Checkpoint, Compared, Signed};

#[derive(clap::Args)]
pub(crate) struct Arguments {
    /// The trail of an export: `trail.jsonl`.
    file: PathBuf,
    /// A checkpoint that was kept elsewhere: `checkpoint.txt` of this export or an earlier one.
    checkpoint: Option<PathBuf>,
    /// The key that signed the checkpoint, as the report says it: `name+id+key`.
    #[arg(long, requires = "checkpoint")]
    key: Option<String>,
    /// Prints one JSON document.
    #[arg(long)]
    json: bool,
    #[command(flatten)]
    _nothing_drawn: NothingDrawn,
}

pub(crate) fn run(arguments: &Arguments) -> Result<End, Why> {
    let trail = read(&arguments.file)?;
    let known = match &arguments.checkpoint {
        Some(path) => {
            let known = Checkpoint::parse(&read(path)?);
            Some(known.ok_or_else(|| unreadable(path, "no checkpoint"))?)
        }
        None => None,
    };
    let Found { log, checkpoint, sound } = look(&trail, known.as_ref());
    let key = arguments.key.as_deref();
    let signed = known.as_ref().map_or(Signed::NotChecked, |known| known.signed_by(key));
    let sound = sound && signed != Signed::Wrong;
    let end = if sound { End::Done } else { End::Wrong };
    let head = log.hashes.last().cloned().unwrap_or_else(|| GENESIS.to_owned());
    let broken = log
        .broken
        .as_ref()
        .map(|broken| serde_json::json!({ "line": broken.line, "why": broken.why }));
    if arguments.json {
        Document::new("verify-log")
            .with("sound", sound)
            .with("records", log.hashes.len())
            .with("head", head)
            .with("broken", broken)
            .with("checkpoint", checkpoint.word())
            .with("signature", signed.word())
            .left_out(&[])
            .print()?;
        return Ok(end);
    }
    let mut text = match &log.broken {
        Some(broken) => format!("line {}: {}\n", broken.line, broken.why),
        None => format!("{} records hold; head {head}\n", log.hashes.len()),
    };
    text += checkpoint.sentence();
    text += signed.sentence();
    terminal::print(&text)?;
    Ok(end)
}

/// What a trail and a checkpoint say together.
#[derive(Debug)]
struct Found {
    log: Log,
    checkpoint: Compared,
    /// Whether nothing is wrong, as far as can be seen.
    sound: bool,
}

fn look(trail: &[u8], known: Option<&Checkpoint>) -> Found {
    let log = check(trail);
    let checkpoint = known.map_or(Compared::NotGiven, |known| known.compare(&log));
    let sound = log.broken.is_none() && matches!(checkpoint, Compared::Agrees | Compared::NotGiven);
    Found { log, checkpoint, sound }
}

/// What stands before the first record.
const GENESIS: &str = "0000000000000000000000000000000000000000000000000000000000000000";

/// What was found in a trail, up to the first thing that is wrong.
#[derive(Debug, Default)]
struct Log {
    /// The hashes of the records that hold, from the first.
    hashes: Vec<String>,
    broken: Option<Broken>,
}

/// The first line that is not what it should be.
#[derive(Debug, PartialEq, Eq)]
struct Broken {
    /// From 1.
    line: usize,
    why: &'static str,
}

fn check(bytes: &[u8]) -> Log {
    let mut log = Log::default();
    let bytes = bytes.strip_suffix(b"\n").unwrap_or(bytes);
    if bytes.is_empty() {
        return log;
    }
    for (at, line) in bytes.split(|&byte| byte == b'\n').enumerate() {
        let prev = log.hashes.last().map_or(GENESIS, String::as_str);
        match record(line, at, prev) {
            Ok(hash) => log.hashes.push(hash),
            Err(why) => {
                log.broken = Some(Broken { line: at + 1, why });
                break;
            }
        }
    }
    log
}

/// Returns the hash of the record in `line`, which must be the one at this place.
fn record(line: &[u8], at: usize, after: &str) -> Result<String, &'static str> {
    const FORM: &str = "it is no record in the canonical form";
    let line = std::str::from_utf8(line).map_err(|_| FORM)?;
    let mut scanner = Scanner { text: line, at: 0 };
    let mut parts = || -> Option<(&str, &str, &str, &str)> {
        scanner.word("{\"event\":")?;
        let event = scanner.object(0)?;
        scanner.word(",\"hash\":")?;
        let hash = scanner.string()?;
        scanner.word(",\"prev\":")?;
        let prev = scanner.string()?;
        scanner.word(",\"seq\":")?;
        let seq = scanner.number()?;
        scanner.word("}")?;
        (scanner.at == line.len()).then_some((event, hash, prev, seq))
    };
    let (event, hash, prev, seq) = parts().ok_or(FORM)?;
    if seq != at.to_string() {
        return Err("its number is not the next one: a record is missing, or one too many");
    }
    if prev.trim_matches('"') != after {
        return Err("it does not follow from the record before it");
    }
    let own = Sha256::digest(format!("{{\"event\":{event},\"prev\":{prev},\"seq\":{seq}}}"));
    let own: Vec<String> = own.iter().map(|byte| format!("{byte:02x}")).collect();
    let own = own.concat();
    if hash.trim_matches('"') == own { Ok(own) } else { Err("its hash is not that of its text") }
}

/// Walks over JSON that must be in the one canonical form: no blanks, sorted keys, whole numbers.
struct Scanner<'a> {
    text: &'a str,
    at: usize,
}

/// Deeper than any event is.
const DEEPEST: u32 = 64;
/// The largest whole number that every reader of JSON keeps: 2⁵³ − 1.
const MOST: u64 = (1 << 53) - 1;

impl<'a> Scanner<'a> {
    fn rest(&self) -> &'a str {
        &self.text[self.at..]
    }

    fn next_byte(&self) -> Option<u8> {
        self.rest().bytes().next()
    }

    fn word(&mut self, word: &str) -> Option<()> {
        self.rest().starts_with(word).then(|| self.at += word.len())
    }

    fn value(&mut self, depth: u32) -> Option<()> {
        match self.next_byte()? {
            b'{' => self.object(depth).map(|_| ()),
            b'[' => self.list(depth),
            b'"' => self.string().map(|_| ()),
            b't' => self.word("true"),
            b'f' => self.word("false"),
            b'n' => self.word("null"),
            _ => self.number().map(|_| ()),
        }
    }

    fn object(&mut self, depth: u32) -> Option<&'a str> {
        let from = self.at;
        self.word("{")?;
        let mut last: Option<Vec<u16>> = None;
        while depth < DEEPEST && self.next_byte()? != b'}' {
            if last.is_some() {
                self.word(",")?;
            }
            let key = units(self.string()?);
            if last.is_some_and(|last| key <= last) {
                return None;
            }
            last = Some(key);
            self.word(":")?;
            self.value(depth + 1)?;
        }
        self.word("}")?;
        Some(&self.text[from..self.at])
    }

    fn list(&mut self, depth: u32) -> Option<()> {
        self.word("[")?;
        let mut first = true;
        while depth < DEEPEST && self.next_byte()? != b']' {
            if !first {
                self.word(",")?;
            }
            first = false;
            self.value(depth + 1)?;
        }
        self.word("]")
    }

    /// Returns a string with its quotes, as it is written.
    fn string(&mut self) -> Option<&'a str> {
        let from = self.at;
        self.word("\"")?;
        loop {
            match self.next_byte()? {
                b'"' => break,
                b'\\' => self.escape()?,
                byte if byte < 0x20 => return None,
                _ => self.at += self.rest().chars().next()?.len_utf8(),
            }
        }
        self.word("\"")?;
        Some(&self.text[from..self.at])
    }

    /// Only what must be escaped is, and in the shortest way.
    fn escape(&mut self) -> Option<()> {
        if let Some(code) = self.rest().strip_prefix("\\u00").and_then(|rest| rest.get(..2)) {
            let lower = code.bytes().all(|byte| matches!(byte, b'0'..=b'9' | b'a'..=b'f'));
            let value = u8::from_str_radix(code, 16).ok().filter(|_| lower)?;
            let has_short = matches!(value, 0x08 | 0x09 | 0x0a | 0x0c | 0x0d);
            self.at += 6;
            return (value < 0x20 && !has_short).then_some(());
        }
        let escaped = self.rest().as_bytes().get(1).copied()?;
        self.at += 2;
        matches!(escaped, b'"' | b'\\' | b'b' | b'f' | b'n' | b'r' | b't').then_some(())
    }

    fn number(&mut self) -> Option<&'a str> {
        let from = self.at;
        let is_negative = self.word("-").is_some();
        let digits = self.rest().bytes().take_while(u8::is_ascii_digit).count();
        let text = &self.rest()[..digits];
        self.at += digits;
        let plain = !text.starts_with('0') || (text == "0" && !is_negative);
        let size: u64 = text.parse().ok()?;
        (plain && size <= MOST).then_some(&self.text[from..self.at])
    }
}

/// Returns the letters of a key as UTF-16, by which RFC 8785 sorts.
fn units(quoted: &str) -> Vec<u16> {
    let mut units = Vec::new();
    let mut letters = quoted[1..quoted.len() - 1].chars();
    while let Some(letter) = letters.next() {
        let letter = match letter {
            '\\' => match letters.next() {
                Some('u') => {
                    let code: String = letters.by_ref().take(4).collect();
                    u32::from_str_radix(&code, 16).ok().and_then(char::from_u32).unwrap_or('\0')
                }
                Some('b') => '\u{8}',
                Some('f') => '\u{c}',
                Some('n') => '\n',
                Some('r') => '\r',
                Some('t') => '\t',
                Some(other) => other,
                None => '\\',
            },
            other => other,
        };
        units.extend(letter.encode_utf16(&mut [0; 2]).iter());
    }
    units
}

fn read(path: &Path) -> Result<Vec<u8>, Why> {
    std::fs::read(path).map_err(|error| unreadable(path, &error.to_string()))
}

fn unreadable(path: &Path, why: &str) -> Why {
    let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy().into_owned();
    workbench::Error::File { name, tried: "read", why: why.to_owned() }.into()
}

#[cfg(test)]
mod trials;

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use serde_json::Value;

    use super::*;

    const GOLDEN: &str = include_str!("../../../../tests/golden/store/audit_hash_chain.json");

    /// The golden records, one a line.
    fn golden() -> Vec<String> {
        let case: Value = serde_json::from_str(GOLDEN).unwrap();
        let line = |record: &Value| {
            let event: BTreeMap<String, Value> =
                serde_json::from_value(record["event"].clone()).unwrap();
            format!(
                "{{\"event\":{},\"hash\":{},\"prev\":{},\"seq\":{}}}",
                serde_json::to_string(&event).unwrap(),
                record["hash"],
                record["prev"],
                record["seq"]
            )
        };
        case["expected"].as_array().unwrap().iter().map(line).collect()
    }

    fn checked(lines: &[String]) -> Log {
        check(format!("{}\n", lines.join("\n")).as_bytes())
    }

    #[test]
    fn the_golden_chain_holds() {
        let log = checked(&golden());
        assert_eq!((log.hashes.len(), &log.broken), (4, &None));
        let case: Value = serde_json::from_str(GOLDEN).unwrap();
        assert_eq!(log.hashes[3], case["expected"][3]["hash"].as_str().unwrap());
        assert!(check(b"").broken.is_none(), "no record is a trail, too");
    }

    #[test]
    fn every_changed_letter_is_found() {
        let text = golden().join("\n");
        for at in 0..text.len() {
            let mut changed = text.clone().into_bytes();
            changed[at] ^= 1;
            let log = check(&changed);
            assert!(log.broken.is_some(), "letter {at}");
        }
    }

    #[test]
    fn a_record_taken_out_put_in_or_moved_is_found() {
        let lines = golden();
        let at = |lines: &[String]| checked(lines).broken.map(|broken| broken.line);
        assert_eq!(at(&lines[1..]), Some(1));
        let without = |out: usize| [&lines[..out], &lines[out + 1..]].concat();
        assert_eq!((at(&without(1)), at(&without(2))), (Some(2), Some(3)));
        assert_eq!(at(&[&lines[..2], &lines[1..]].concat()), Some(3), "twice");
        let mut moved = lines.clone();
        moved.swap(1, 2);
        assert_eq!(at(&moved), Some(2));
        assert_eq!(at(&without(3)), None, "a cut tail shows in a checkpoint only");
    }

    #[test]
    fn a_checkpoint_shows_a_cut_tail_and_another_trail() {
        let lines = golden();
        let whole = checked(&lines);
        let noted = |n: usize| format!("touchstone.trail/1\n{n}\n{}\n", whole.hashes[n - 1]);
        let compare = |noted: &str, log: &Log| {
            Checkpoint::parse(noted.as_bytes()).map(|known| known.compare(log))
        };
        assert_eq!(compare(&noted(4), &whole), Some(Compared::Agrees));
        assert_eq!(compare(&noted(2), &whole), Some(Compared::Agrees), "it went on since");
        assert_eq!(compare(&noted(4), &checked(&lines[..3])), Some(Compared::CutOff));
        let other = noted(2).replace(&whole.hashes[1], &whole.hashes[2]);
        assert_eq!(compare(&other, &whole), Some(Compared::Differs));
        for none in ["", "touchstone.trail/1\n4\n", "other/1\n4\n00\n"] {
            assert_eq!(compare(none, &whole), None, "{none}");
        }
    }

    #[test]
    fn only_the_canonical_form_passes() {
        let passes = |event: &str| {
            let mut scanner = Scanner { text: event, at: 0 };
            scanner.object(0).is_some() && scanner.at == event.len()
        };
        for event in [
            r"{}",
            r#"{"a":[1,-2,{"b":null}],"b":true,"c":""}"#,
            r#"{"\n":"\u001f\"\\/","é":"é😀"}"#,
            // By UTF-16, the surrogates of U+1F600 stand before U+FB33.
            "{\"\u{1f600}\":1,\"\u{fb33}\":2}",
        ] {
            assert!(passes(event), "{event}");
        }
        for event in [
            r#"{"a": 1}"#,
            r#"{"b":1,"a":2}"#,
            r#"{"a":1,"a":2}"#,
            r#"{"a":1,}"#,
            r#"{"a":[1,]}"#,
            r#"{"a":0.5}"#,
            r#"{"a":1e3}"#,
            r#"{"a":01}"#,
            r#"{"a":-0}"#,
            r#"{"a":9007199254740992}"#,
            r#"{"a":"\/"}"#,
            r#"{"a":"\u000a"}"#,
            r#"{"a":"\u001F"}"#,
            r#"{"a":"\u0041"}"#,
            "{\"a\":\"\t\"}",
            r#"{"a":"#,
            "{\"\u{fb33}\":1,\"\u{1f600}\":2}",
        ] {
            assert!(!passes(event), "{event}");
        }
        let deep = format!("{{\"a\":{}{}}}", "[".repeat(100_000), "]".repeat(100_000));
        assert!(!passes(&deep), "and it does not run out of stack");
    }
}
