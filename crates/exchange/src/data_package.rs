//! A folder of tables as a Frictionless Data Package, version 2.

use serde_json::{Map, Value, json};

use crate::Terms;
use crate::column::{Column, Kind};
use crate::digest::sha256;
use crate::names::plain;
use crate::table::Table;
use crate::terms::Said;

/// What the package is.
#[derive(Debug, Clone, Copy)]
pub struct Package<'a> {
    /// Its title: the study's name.
    pub title: &'a str,
    /// What it holds, in a sentence.
    pub about: &'a str,
    /// The version of the study's design.
    pub version: &'a str,
    /// When it was made: UTC, RFC 3339.
    pub made_at: &'a str,
    /// Who answers for it, and under which terms.
    pub terms: Terms<'a>,
}

/// Returns `datapackage.json`: a resource for each table, with the types of its columns.
///
/// # Input
///
/// * `tables`: those that lie beside it, each as `<name>.csv` with the bytes of [`Table::csv`].
///
/// # Value
///
/// A link to a table that is not there is left out, so that a package without the truth is whole, too.
///
/// # Source
///
/// Data Package 2.0, <https://datapackage.org/standard/data-package/>.
pub fn data_package(package: &Package<'_>, tables: &[Table]) -> Vec<u8> {
    let known: Vec<&str> = tables.iter().map(|table| table.name).collect();
    let name = plain(&package.title.to_lowercase(), "-.");
    let mut descriptor = json!({
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": if name.is_empty() { "study" } else { &name },
        "title": package.title,
        "description": package.about,
        "version": package.version,
        "created": package.made_at,
        "resources": tables.iter().map(|table| resource(table, &known)).collect::<Vec<_>>(),
    });
    // Without a licence none is claimed: who made it has to be asked.
    match Said::of(package.terms.licence) {
        Some(Said::Address(path)) => descriptor["licenses"] = json!([{ "path": path }]),
        Some(Said::Words(title)) => {
            descriptor["licenses"] = json!([{ "name": "notspecified", "title": title }]);
        }
        None => {}
    }
    match Said::of(package.terms.publisher) {
        Some(Said::Address(path)) => {
            let roles = ["publisher"];
            descriptor["contributors"] = json!([{ "title": path, "path": path, "roles": roles }]);
        }
        Some(Said::Words(title)) => {
            descriptor["contributors"] = json!([{ "title": title, "roles": ["publisher"] }]);
        }
        None => {}
    }
    format!("{descriptor:#}\n").into_bytes()
}

fn resource(table: &Table, known: &[&str]) -> Value {
    let bytes = table.csv();
    json!({
        "$schema": "https://datapackage.org/profiles/2.0/dataresource.json",
        "name": table.name,
        "path": format!("{}.csv", table.name),
        "type": "table",
        "description": table.about,
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": bytes.len(),
        "hash": format!("sha256:{}", sha256(&bytes)),
        "schema": schema(table, known),
    })
}

fn schema(table: &Table, known: &[&str]) -> Value {
    let mut schema = Map::new();
    let profile = "https://datapackage.org/profiles/2.0/tableschema.json";
    schema.insert("$schema".to_owned(), json!(profile));
    schema.insert("fields".to_owned(), table.columns.iter().map(field).collect());
    schema.insert("missingValues".to_owned(), json!([""]));
    if !table.key.is_empty() {
        schema.insert("primaryKey".to_owned(), json!(table.key));
    }
    let links: Vec<Value> = table
        .links
        .iter()
        .filter(|link| known.contains(&link.table))
        .map(|link| {
            json!({
                "fields": link.from,
                "reference": { "resource": link.table, "fields": link.to },
            })
        })
        .collect();
    if !links.is_empty() {
        schema.insert("foreignKeys".to_owned(), Value::Array(links));
    }
    Value::Object(schema)
}

fn field(column: &Column) -> Value {
    let kind = match column.kind {
        Kind::Text => "string",
        Kind::Whole => "integer",
        Kind::Number => "number",
        Kind::Flag => "boolean",
        Kind::Time => "datetime",
    };
    let mut field = json!({ "name": column.name, "type": kind, "description": column.about });
    let mut constraints = Map::new();
    if column.required {
        constraints.insert("required".to_owned(), json!(true));
    }
    if column.unique {
        constraints.insert("unique".to_owned(), json!(true));
    }
    if let Some(least) = column.least {
        constraints.insert("minimum".to_owned(), json!(least));
    }
    if !column.one_of.is_empty() {
        constraints.insert("enum".to_owned(), json!(column.one_of));
    }
    if !constraints.is_empty() {
        field["constraints"] = Value::Object(constraints);
    }
    field
}
