//! The questions and their answers as REDCap takes them: a data dictionary, and records.

mod records;
mod variables;

use crate::asked::Asked;
use crate::table::csv_of;

pub use records::data;

use variables::{Variable, about_record, forms_of};

/// The columns of a data dictionary, in order, as REDCap's own template has them.
pub const COLUMNS: [&str; 18] = [
    "Variable / Field Name",
    "Form Name",
    "Section Header",
    "Field Type",
    "Field Label",
    "Choices, Calculations, OR Slider Labels",
    "Field Note",
    "Text Validation Type OR Show Slider Number",
    "Text Validation Min",
    "Text Validation Max",
    "Identifier?",
    "Branching Logic (Show field only if...)",
    "Required Field?",
    "Custom Alignment",
    "Question Number (surveys only)",
    "Matrix Group Name",
    "Matrix Ranking?",
    "Field Annotation",
];

/// Returns `redcap-dictionary.csv`: every question as a variable, in the order of asking.
///
/// # Source
///
/// REDCap, data dictionary template and its field instructions.
pub fn dictionary(asked: &Asked<'_>) -> Vec<u8> {
    let mut rows = vec![COLUMNS.map(str::to_owned).to_vec()];
    rows.extend(about_record().iter().map(row));
    for form in forms_of(asked) {
        rows.extend(form.variables.iter().map(|(_, variable)| row(variable)));
    }
    csv_of(rows)
}

fn row(variable: &Variable) -> Vec<String> {
    let required = if variable.required { "y" } else { "" };
    let mut row = vec![String::new(); COLUMNS.len()];
    let cells = [
        (0, variable.name.as_str()),
        (1, &variable.form),
        (3, variable.kind),
        (4, &variable.label),
        (5, &variable.choices),
        (6, &variable.note),
        (7, variable.validation),
        (8, &variable.least),
        (9, &variable.most),
        (11, &variable.branching),
        (12, required),
    ];
    for (at, text) in cells {
        text.clone_into(&mut row[at]);
    }
    row
}
