//! A folder of files as an RO-Crate, version 1.2.

use serde_json::{Value, json};

use crate::digest::sha256;

/// What the crate is.
#[derive(Debug, Clone, Copy)]
pub struct Crate<'a> {
    /// Its name: the study's.
    pub name: &'a str,
    /// What it holds, in a sentence.
    pub about: &'a str,
    /// When it was made: UTC, RFC 3339.
    pub made_at: &'a str,
    /// The terms it may be used under, as a web address or in words; none when nobody gave any.
    pub license: Option<&'a str>,
    /// The program's version.
    pub version: &'a str,
}

/// One file of the folder.
#[derive(Debug, Clone, Copy)]
pub struct Part<'a> {
    /// Its name.
    pub name: &'a str,
    /// What it is, in words.
    pub about: &'a str,
    /// Its bytes.
    pub bytes: &'a [u8],
}

/// RO-Crate wants an address of a program, and this one has none: `invalid` is kept free for that (RFC 2606).
const HOME: &str = "https://touchstone.invalid/";
/// What stands where no licence was given.
const NO_LICENCE: &str = "No licence was given with this study: ask who made it before you use it.";

/// Returns `ro-crate-metadata.json`: every file with its size, kind and SHA-256, and what made them.
///
/// # Source
///
/// RO-Crate Metadata Specification 1.2, <https://w3id.org/ro/crate/1.2>.
pub fn ro_crate(about: &Crate<'_>, parts: &[Part<'_>]) -> Vec<u8> {
    let files: Vec<Value> = parts.iter().map(|part| json!({ "@id": path(part.name) })).collect();
    let (license_id, license) = license(about.license);
    let mut graph = vec![
        json!({
            "@id": "ro-crate-metadata.json",
            "@type": "CreativeWork",
            "about": { "@id": "./" },
            "conformsTo": { "@id": "https://w3id.org/ro/crate/1.2" },
        }),
        json!({
            "@id": "./",
            "@type": "Dataset",
            "name": about.name,
            "description": about.about,
            "datePublished": about.made_at,
            "license": { "@id": license_id },
            "hasPart": files,
            "mentions": { "@id": "#export" },
        }),
        license,
        json!({
            "@id": "#touchstone",
            "@type": "SoftwareApplication",
            "name": "Touchstone",
            "url": HOME,
            "version": about.version,
        }),
        json!({
            "@id": "#export",
            "@type": "CreateAction",
            "name": "Export of the study",
            "endTime": about.made_at,
            "instrument": { "@id": "#touchstone" },
            "result": files,
        }),
    ];
    graph.extend(parts.iter().map(|part| {
        json!({
            "@id": path(part.name),
            "@type": "File",
            "name": part.name,
            "description": part.about,
            "contentSize": part.bytes.len().to_string(),
            "encodingFormat": media_type(part.name),
            "sha256": sha256(part.bytes),
        })
    }));
    let document = json!({ "@context": "https://w3id.org/ro/crate/1.2/context", "@graph": graph });
    format!("{document:#}\n").into_bytes()
}

fn license(given: Option<&str>) -> (String, Value) {
    let given = given.map(str::trim).filter(|words| !words.is_empty());
    let address = given.filter(|words| {
        let web = words.starts_with("https://") || words.starts_with("http://");
        web && words.bytes().all(|byte| byte.is_ascii_graphic() && !b"<>\"{}|\\^`".contains(&byte))
    });
    let (id, name, words) = match (address, given) {
        (Some(address), _) => (address, address, "The terms under which this study may be used."),
        (None, Some(words)) => ("#license", words, words),
        (None, None) => ("#license", "No licence", NO_LICENCE),
    };
    let described = json!({
        "@id": id, "@type": "CreativeWork", "name": name, "description": words,
    });
    (id.to_owned(), described)
}

/// Returns a file's name as a relative address: what is no letter, digit or `-._~` as its bytes.
fn path(name: &str) -> String {
    let of = |byte: u8| {
        let is_plain = byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
        if is_plain { char::from(byte).to_string() } else { format!("%{byte:02X}") }
    };
    name.bytes().map(of).collect::<Vec<String>>().concat()
}

/// Returns the media type that a file's name ends for.
fn media_type(name: &str) -> &'static str {
    match name.rsplit_once('.').map_or("", |(_, end)| end) {
        "csv" => "text/csv",
        "html" => "text/html",
        "json" => "application/json",
        "jsonl" => "application/jsonl",
        "parquet" => "application/vnd.apache.parquet",
        "pdf" => "application/pdf",
        "xlsx" => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        _ => "text/plain",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_an_address() {
        assert_eq!(path("a b/é.csv"), "a%20b%2F%C3%A9.csv");
    }

    #[test]
    fn only_an_address_is_taken_for_one() {
        let of = |given| license(given).0;
        let by = "https://creativecommons.org/licenses/by/4.0/";
        assert_eq!(of(Some(by)), by);
        assert_eq!(of(Some("https://a b")), "#license");
        assert_eq!(of(Some("ask us")), "#license");
        assert_eq!(of(Some("  ")), of(None));
    }
}
