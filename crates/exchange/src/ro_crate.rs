//! A folder of files as an RO-Crate, version 1.2.

use serde_json::{Value, json};

use crate::Terms;
use crate::digest::sha256;
use crate::terms::Said;

/// What the crate is.
#[derive(Debug, Clone, Copy)]
pub struct Crate<'a> {
    /// Its name: the study's.
    pub name: &'a str,
    /// What it holds, in a sentence.
    pub about: &'a str,
    /// When it was made: UTC, RFC 3339.
    pub made_at: &'a str,
    /// Who answers for it, and under which terms.
    pub terms: Terms<'a>,
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
    let (license_id, license) = license(about.terms.licence);
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
    if let Some((id, publisher)) = publisher(about.terms.publisher) {
        graph[1]["publisher"] = json!({ "@id": id });
        graph.push(publisher);
    }
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

/// Returns who answers for it as an organisation, with its id; nothing where nobody does.
fn publisher(given: Option<&str>) -> Option<(String, Value)> {
    let said = Said::of(given)?;
    let id = match said {
        Said::Address(address) => address,
        Said::Words(_) => "#publisher",
    };
    let mut organisation = json!({ "@id": id, "@type": "Organization", "name": said.text() });
    if let Said::Address(address) = said {
        organisation["url"] = json!(address);
    }
    Some((id.to_owned(), organisation))
}

fn license(given: Option<&str>) -> (String, Value) {
    let (id, name, words) = match Said::of(given) {
        Some(Said::Address(address)) => {
            (address, address, "The terms under which this study may be used.")
        }
        Some(Said::Words(words)) => ("#license", words, words),
        None => ("#license", "No licence", NO_LICENCE),
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
    fn who_answers_is_an_organisation() {
        let ror = "https://ror.org/043pwc612";
        assert_eq!(publisher(Some(ror)).map(|(id, _)| id).as_deref(), Some(ror));
        let (id, named) = publisher(Some(" Ward 3 ")).unwrap();
        assert_eq!((id.as_str(), &named["name"]), ("#publisher", &json!("Ward 3")));
        assert!(publisher(Some("  ")).is_none());
        assert_eq!(license(Some("ask us")).0, license(None).0);
    }
}
