//! A table that lies among files of another kind and has a row for each of them: metadata, as most
//! public collections come with.

use std::collections::BTreeMap;

use formats::Found;
use samples::{Cell, Contents, Table};

use crate::files::{own_name, read_file};

/// So many tables are looked at: where there are more, they are the samples.
const MOST_TABLES: usize = 4;
/// A list names at least one of so many of the files.
const NAMES_ONE_OF: usize = 4;
const ENDINGS: [&str; 3] = [".csv", ".tsv", ".parquet"];

/// A table, and which of its rows speaks of which file.
pub(super) struct List {
    pub(super) file: Found,
    pub(super) table: Table,
    /// By the name that the table gives to a file, in small letters; the first row of equals.
    rows: BTreeMap<String, usize>,
}

impl List {
    /// Finds the table that names most of the other files, and takes it out of `files`.
    ///
    /// A row names a file by its path below the folder, by its own name, or by either without the ending.
    pub(super) fn take(files: &mut Vec<Found>) -> Option<List> {
        let is_table = |file: &Found| {
            let name = file.relative.to_lowercase();
            ENDINGS.iter().any(|ending| name.ends_with(ending))
        };
        let (tables, others): (Vec<&Found>, Vec<&Found>) = files.iter().partition(|f| is_table(f));
        if MOST_TABLES < tables.len() || others.len() <= tables.len() {
            return None;
        }
        let read = |file: &&Found| match read_file(file).ok()?.contents {
            Contents::Table(table) => Some(List::new((*file).clone(), table, &others)),
            _ => None,
        };
        // The first of equals.
        let lists = tables.iter().rev().filter_map(read);
        let (named, list) = lists.max_by_key(|(named, _)| *named)?;
        if named == 0 || named * NAMES_ONE_OF < others.len() {
            return None;
        }
        files.retain(|file| file.path != list.file.path);
        Some(list)
    }

    /// Reads a table as a list of files; also returns how many of them it names.
    fn new(file: Found, table: Table, others: &[&Found]) -> (usize, List) {
        let rows_of = |at: usize| {
            let mut rows: BTreeMap<String, usize> = BTreeMap::new();
            for row in 0..table.n_rows() {
                if let Some(name) = text(table.columns()[at].cell(row)) {
                    rows.entry(name.to_lowercase()).or_insert(row);
                }
            }
            rows
        };
        let named = |rows: &BTreeMap<String, usize>| {
            others.iter().filter(|file| row_of(rows, &file.relative).is_some()).count()
        };
        let each = (0..table.columns().len()).rev().map(|at| {
            let rows = rows_of(at);
            (named(&rows), rows)
        });
        let (n, rows) = each.max_by_key(|(n, _)| *n).unwrap_or_default();
        (n, List { file, table, rows })
    }

    /// Returns the row that speaks of a file.
    pub(super) fn row(&self, relative: &str) -> Option<usize> {
        row_of(&self.rows, relative)
    }
}

fn row_of(rows: &BTreeMap<String, usize>, relative: &str) -> Option<usize> {
    let relative = relative.to_lowercase();
    let stem = |name: &str| match name.rsplit_once('.') {
        Some((stem, ending)) if !ending.contains('/') => stem.to_owned(),
        _ => name.to_owned(),
    };
    let own = own_name(&relative);
    let names = [relative.clone(), stem(&relative), own.to_owned(), stem(own)];
    names.iter().find_map(|name| rows.get(name).copied())
}

/// Returns a cell as text; nothing where it is empty.
pub(super) fn text(cell: Cell<'_>) -> Option<String> {
    match cell {
        Cell::Missing => None,
        Cell::Number(number) => Some(number.to_string()),
        Cell::Word(word) => Some(word.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    fn folder(names: &[&str], table: &str) -> (tempfile::TempDir, Vec<Found>) {
        let dir = tempfile::tempdir().unwrap();
        for name in names {
            let path = dir.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap_or(Path::new("."))).unwrap();
            std::fs::write(path, b"anything").unwrap();
        }
        std::fs::write(dir.path().join("list.csv"), table).unwrap();
        let files = formats::walk(&[dir.path().to_path_buf()]).files;
        (dir, files)
    }

    #[test]
    fn a_table_that_names_the_files_is_a_list_of_them() {
        let table =
            "id,Image,finding\n1,a.png,normal\n2,B,pneumonia\n3,sub/c.png,other\n4,gone,x\n";
        let (_dir, mut files) = folder(&["a.png", "b.png", "sub/c.png", "d.png"], table);
        let list = List::take(&mut files).unwrap();
        assert!(files.iter().all(|file| file.relative.ends_with(".png")), "it is no sample");
        let finding =
            |name: &str| text(list.table.column("finding").unwrap().cell(list.row(name)?));
        let prefix = files[0].relative.strip_suffix("a.png").unwrap().to_owned();
        assert_eq!(finding(&format!("{prefix}a.png")).as_deref(), Some("normal"));
        assert_eq!(finding(&format!("{prefix}b.png")).as_deref(), Some("pneumonia"));
        assert_eq!(finding(&format!("{prefix}d.png")), None, "half a list is normal");
    }

    #[test]
    fn tables_that_are_samples_or_speak_of_others_stay() {
        let (_dir, mut files) = folder(&["x.csv", "y.csv"], "a,b\n1,2\n");
        assert!(List::take(&mut files).is_none());
        assert_eq!(files.len(), 3);
        let table = "name\nother-1\nother-2\na\n";
        let names: Vec<String> = (0..5).map(|n| format!("image-{n}.png")).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let (_dir, mut files) = folder(&names, table);
        assert!(List::take(&mut files).is_none());
        assert_eq!(files.len(), 6);
    }
}
