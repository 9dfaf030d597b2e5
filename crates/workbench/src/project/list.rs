//! A table that lies among files of another kind and has a row for each of them: metadata, as most
//! public collections come with.

use std::collections::{BTreeMap, BTreeSet};

use formats::{Found, Input, Limits, Note};
use samples::{Cell, Column, ContentHash, Contents, Table};

use crate::files::own_name;

/// So many tables are looked at: where there are more, they are the samples.
const MOST_TABLES: usize = 4;
/// The largest table that is looked at: no list of files is longer.
const MOST_BYTES: u64 = 256 << 20;
/// A list names at least one of so many of the files.
const NAMES_ONE_OF: usize = 4;
/// So many rows tell which column names files.
const ROWS_TRIED: usize = 2000;
const ENDINGS: [&str; 4] = [".csv", ".tsv", ".tab", ".parquet"];

/// A table, and which of its rows speak of which file.
pub(super) struct List {
    /// Its path below the folder.
    pub(super) name: String,
    pub(super) table: Table,
    /// What was odd about it.
    pub(super) notes: Vec<Note>,
    bytes: Vec<u8>,
    /// The column that names files.
    column: usize,
    rows: BTreeMap<String, Vec<usize>>,
    /// Names of their own that several files have: they name none of them.
    shared: BTreeSet<String>,
}

/// What was found among files.
#[derive(Default)]
pub(super) struct Taken {
    /// The table that names most of the others.
    pub(super) list: Option<List>,
    /// The other tables, where there is one.
    pub(super) others: Vec<Found>,
}

impl List {
    /// Finds the table that names most of the other files, and takes it out of `files`, and the other
    /// tables with it.
    ///
    /// A row names a file by its path below the folder, by its own name, or by either without the ending;
    /// small and large letters are the same, `\` is `/`, and zeros before a whole number are nothing. A
    /// name that several files have in different folders names none of them by itself.
    pub(super) fn take(files: &mut Vec<Found>) -> Taken {
        let is_table = |file: &Found| {
            let name = file.relative.to_lowercase();
            ENDINGS.iter().any(|ending| name.ends_with(ending))
        };
        let is_sample = |file: &&Found| !file.relative.to_lowercase().ends_with(".json");
        let (tables, others): (Vec<&Found>, Vec<&Found>) = files.iter().partition(|f| is_table(f));
        let others: Vec<&Found> = others.into_iter().filter(is_sample).collect();
        if tables.is_empty() || MOST_TABLES < tables.len() || others.is_empty() {
            return Taken::default();
        }
        let shared = shared(&others);
        let known: BTreeSet<String> =
            others.iter().flat_map(|file| names(&file.relative, &shared)).collect();
        let lists = tables.iter().filter_map(|file| List::read(file, &known, &shared));
        let counted = lists.map(|list| (list.n_named(&others), list));
        // The first of equals.
        let best = counted.reduce(|best, next| if best.0 < next.0 { next } else { best });
        match best {
            Some((n, list)) if 0 < n && others.len() <= n * NAMES_ONE_OF => {
                let is_it = |file: &Found| file.relative == list.name;
                let others = tables.into_iter().filter(|file| !is_it(file)).cloned().collect();
                files.retain(|file| !is_table(file));
                Taken { list: Some(list), others }
            }
            _ => Taken::default(),
        }
    }

    /// Reads a table as a list of files, by the column that names most of them; words before numbers.
    fn read(file: &Found, known: &BTreeSet<String>, shared: &BTreeSet<String>) -> Option<List> {
        let limits = Limits { bytes: MOST_BYTES, ..Limits::default() };
        let bytes = formats::load(&file.path, &limits).ok()?;
        let reading = formats::read(&Input::alone(file.name(), &bytes), &limits).ok()?;
        let Contents::Table(table) = reading.contents else { return None };
        let step = table.n_rows().div_ceil(ROWS_TRIED).max(1);
        let hits = |column: &Column| {
            // Each name once: ages of patients may be numbers of files, too, but few of them.
            let mut named = BTreeSet::new();
            for row in (0..table.n_rows()).step_by(step) {
                let cell = text(column.cell(row));
                let all = cell.into_iter().flat_map(|cell| names(&cell, shared));
                named.extend({ all }.find_map(|name| known.get(&name)));
            }
            let is_word = (0..table.n_rows().min(ROWS_TRIED))
                .any(|row| matches!(column.cell(row), Cell::Word(_)));
            (named.len(), is_word)
        };
        let counted = table.columns().iter().map(hits).enumerate();
        let best = counted.reduce(|best, next| if best.1 < next.1 { next } else { best });
        let (column, _) = best.filter(|(_, (n, _))| 0 < *n)?;
        let mut rows: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for row in 0..table.n_rows() {
            let Some(cell) = text(table.columns()[column].cell(row)) else { continue };
            for name in names(&cell, shared) {
                rows.entry(name).or_default().push(row);
            }
        }
        Some(List {
            name: file.relative.clone(),
            table,
            notes: reading.notes,
            bytes,
            column,
            rows,
            shared: shared.clone(),
        })
    }

    /// Returns the name of the column that names files.
    pub(super) fn column(&self) -> &str {
        &self.table.columns()[self.column].name
    }

    /// Returns its bytes.
    pub(super) fn bytes(&self) -> &[u8] {
        &self.bytes
    }

    /// Returns the hash of its bytes.
    pub(super) fn hash(&self) -> ContentHash {
        ContentHash::of_bytes(&self.bytes)
    }

    /// Returns how many of these files it names.
    pub(super) fn n_named(&self, files: &[&Found]) -> usize {
        files.iter().filter(|file| self.names(&file.relative)).count()
    }

    /// Whether a row speaks of a file.
    pub(super) fn names(&self, relative: &str) -> bool {
        !self.rows_of(relative).is_empty()
    }

    /// Returns what a column says of a file; nothing where no row speaks of it, and where several do and
    /// do not say the same.
    pub(super) fn cell(&self, relative: &str, column: &str) -> Option<String> {
        self.agreed(relative, column).ok().flatten()
    }

    /// Whether several rows speak of a file, and say different things.
    pub(super) fn is_disputed(&self, relative: &str, column: &str) -> bool {
        self.agreed(relative, column).is_err()
    }

    fn agreed(&self, relative: &str, column: &str) -> Result<Option<String>, ()> {
        let Some(column) = self.table.column(column) else { return Ok(None) };
        let mut said = self.rows_of(relative).iter().map(|&row| text(column.cell(row)));
        let Some(first) = said.next() else { return Ok(None) };
        if said.all(|other| other == first) { Ok(first) } else { Err(()) }
    }

    /// Returns the rows that speak of a file: by the longest of its names that any row has.
    fn rows_of(&self, relative: &str) -> &[usize] {
        let names = names(relative, &self.shared);
        names.iter().find_map(|name| self.rows.get(name)).map_or(&[], Vec::as_slice)
    }
}

/// Returns the names that a file, or the cell that names it, goes by, the longest first.
fn names(path: &str, shared: &BTreeSet<String>) -> Vec<String> {
    let path = path.trim().to_lowercase().replace('\\', "/");
    let path = path.trim_start_matches("./");
    let own = own_name(path);
    let mut names = vec![path.to_owned(), stem(path).to_owned()];
    if !shared.contains(stem(own)) {
        names.extend([own, stem(own)].map(str::to_owned));
        let digits = stem(own).trim_start_matches('0');
        if !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()) {
            names.push(digits.to_owned());
        }
    }
    names.dedup();
    names
}

/// Returns the own names, without endings, that several files have; whole numbers without zeros before.
fn shared(files: &[&Found]) -> BTreeSet<String> {
    let mut counts: BTreeMap<String, usize> = BTreeMap::new();
    let mut of_number: BTreeMap<String, BTreeSet<String>> = BTreeMap::new();
    for file in files {
        let own = own_name(&file.relative).to_lowercase();
        let own = stem(&own).to_owned();
        let number = own.trim_start_matches('0');
        if !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit()) {
            of_number.entry(number.to_owned()).or_default().insert(own.clone());
        }
        *counts.entry(own).or_default() += 1;
    }
    let twice = counts.into_iter().filter(|(_, n)| 1 < *n).map(|(own, _)| own);
    // 7 and 007 are two files: neither is named by a number.
    let same = of_number.into_values().filter(|own| 1 < own.len()).flatten();
    twice.chain(same).collect()
}

fn stem(name: &str) -> &str {
    match name.rsplit_once('.') {
        Some((stem, ending)) if !stem.is_empty() && !ending.contains('/') => stem,
        _ => name,
    }
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
    use tempfile::{TempDir, tempdir};

    use super::*;

    /// A folder of files and tables, by name; returns what a walk finds.
    fn folder(names: &[&str], tables: &[(&str, &str)]) -> (TempDir, Vec<Found>) {
        let dir = tempdir().unwrap();
        let all = names.iter().map(|name| (*name, "anything"));
        for (name, text) in all.chain(tables.iter().copied()) {
            let path = dir.path().join(name);
            if let Some(parent) = path.parent() {
                std::fs::create_dir_all(parent).unwrap();
            }
            std::fs::write(path, text).unwrap();
        }
        let files = formats::walk(&[dir.path().to_path_buf()]).files;
        (dir, files)
    }

    /// What a column says of the file whose path ends so.
    fn said(list: &List, files: &[Found], name: &str, column: &str) -> Option<String> {
        let file = files.iter().find(|file| file.relative.ends_with(name)).expect(name);
        list.cell(&file.relative, column)
    }

    #[test]
    fn a_table_that_names_the_files_is_a_list_of_them() {
        let table =
            "id,Image,finding\n1,a.png,normal\n2, B ,pneumonia\n3,.\\sub\\c.png,other\n4,gone,x\n";
        let names = ["a.png", "b.png", "sub/c.png", "d.png"];
        let (_dir, mut files) = folder(&names, &[("list.csv", table)]);
        let list = List::take(&mut files).list.unwrap();
        assert_eq!((list.column(), files.len()), ("Image", 4));
        let finding = |name: &str| said(&list, &files, name, "finding");
        assert_eq!(finding("a.png").as_deref(), Some("normal"));
        assert_eq!(finding("b.png").as_deref(), Some("pneumonia"));
        assert_eq!(finding("sub/c.png").as_deref(), Some("other"));
        assert_eq!(finding("d.png"), None, "half a list is normal");
        let all: Vec<&Found> = files.iter().collect();
        assert_eq!(list.n_named(&all), 3);
    }

    #[test]
    fn numbers_have_lost_their_zeros_and_counters_are_no_names() {
        let table = "row,scan,finding\n1,7,a\n2,12,b\n3,300,c\n";
        let names = ["007.png", "012.png", "300.png", "001.png"];
        let (_dir, mut files) = folder(&names, &[("list.csv", table)]);
        let list = List::take(&mut files).list.unwrap();
        assert_eq!(list.column(), "scan");
        assert_eq!(said(&list, &files, "007.png", "finding").as_deref(), Some("a"));
        assert_eq!(said(&list, &files, "001.png", "finding"), None);
        // Where both are there, a number names neither.
        let (_dir, mut files) = folder(&["7.png", "007.png", "12.png"], &[("list.csv", table)]);
        let list = List::take(&mut files).list.unwrap();
        assert_eq!(said(&list, &files, "007.png", "finding"), None);
        assert_eq!(said(&list, &files, "12.png", "finding").as_deref(), Some("b"));
    }

    #[test]
    fn equal_names_in_two_folders_and_rows_that_disagree_say_nothing() {
        let table = "file,who,finding\ns1.png,P1,a\nP2/s1.png,P2,b\nx.png,P3,c\nx.png,P3,d\n";
        let names = ["P1/s1.png", "P2/s1.png", "P3/x.png"];
        let (_dir, mut files) = folder(&names, &[("list.csv", table)]);
        let list = List::take(&mut files).list.unwrap();
        let of = |name: &str, column: &str| said(&list, &files, name, column);
        assert_eq!(of("P1/s1.png", "finding"), None, "which of the two is meant?");
        assert_eq!(of("x.png", "who").as_deref(), Some("P3"), "both rows say so");
        assert_eq!(of("x.png", "finding"), None);
        let file = files.iter().find(|file| file.relative.ends_with("x.png")).unwrap();
        assert!(list.is_disputed(&file.relative, "finding"));
        assert!(!list.is_disputed(&file.relative, "who"));
    }

    #[test]
    fn tables_that_are_samples_or_speak_of_others_stay() {
        let tables = [("list.csv", "a,b\n1,2\n"), ("x.csv", "a,b\n1,2\n")];
        let (_dir, mut files) = folder(&[], &tables);
        assert!(List::take(&mut files).list.is_none());
        assert_eq!(files.len(), 2);
        let names: Vec<String> = (0..5).map(|n| format!("image-{n}.png")).collect();
        let names: Vec<&str> = names.iter().map(String::as_str).collect();
        let table = "name\nother-1\nother-2\na\n";
        let (_dir, mut files) = folder(&names, &[("list.csv", table)]);
        assert!(List::take(&mut files).list.is_none());
        assert_eq!(files.len(), 6);
    }

    #[test]
    fn a_dictionary_beside_the_list_is_no_sample() {
        let tables =
            [("a-dictionary.csv", "name,means\nfinding,what\n"), ("z.csv", "f,g\na,1\nb,2\n")];
        let (_dir, mut files) = folder(&["a.png", "b.png"], &tables);
        let taken = List::take(&mut files);
        assert_eq!(taken.list.unwrap().column(), "f");
        assert!(taken.others[0].relative.ends_with("a-dictionary.csv"));
        assert_eq!(files.len(), 2);
    }
}
