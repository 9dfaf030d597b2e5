//! Which file a name in another file means.

use std::collections::{BTreeMap, BTreeSet};

/// Returns for each of the `wanted` names which of the files `names` it means.
///
/// First the one path that it ends in, or that ends in it; then, among those that are left, the
/// own name, and the own name without regard to case and ending, where it stands once on each side.
pub(crate) fn matched(wanted: &[Option<&str>], names: &[String]) -> Vec<Option<usize>> {
    let wanted: Vec<Option<String>> =
        wanted.iter().map(|name| name.map(plain).filter(|name| !name.is_empty())).collect();
    let names: Vec<String> = names.iter().map(|name| plain(name)).collect();
    let mut found = by_path(&wanted, &names);
    by_key(&wanted, &names, |name| own(name).to_owned(), &mut found);
    by_key(&wanted, &names, |name| stem(own(name)).to_lowercase(), &mut found);
    found
}

/// Writes a path the one way: `/` between folders, and nothing that means "here".
fn plain(name: &str) -> String {
    let name = name.trim().replace('\\', "/");
    let parts: Vec<&str> =
        name.split('/').filter(|part| !part.is_empty() && *part != ".").collect();
    parts.join("/")
}

fn own(name: &str) -> &str {
    name.rsplit('/').next().unwrap_or(name)
}

fn stem(name: &str) -> &str {
    name.rsplit_once('.').map_or(name, |(stem, _)| stem)
}

/// Returns a path and each of its ends, the longest first.
fn ends(path: &str) -> impl Iterator<Item = &str> {
    std::iter::successors(Some(path), |end| end.split_once('/').map(|(_, rest)| rest))
}

/// Adds a name; `None` stands for a name that is there more than once.
fn add<'a>(map: &mut BTreeMap<&'a str, Option<usize>>, key: &'a str, at: usize) {
    map.entry(key).and_modify(|there| *there = None).or_insert(Some(at));
}

fn by_path(wanted: &[Option<String>], names: &[String]) -> Vec<Option<usize>> {
    let (mut whole, mut ending) = (BTreeMap::new(), BTreeMap::new());
    for (at, name) in names.iter().enumerate() {
        add(&mut whole, name, at);
        ends(name).for_each(|end| add(&mut ending, end, at));
    }
    let find = |path: &String| {
        let longer = || ending.get(path.as_str()).copied().flatten();
        let shorter = || ends(path).find_map(|end| whole.get(end).copied().flatten());
        whole.get(path.as_str()).copied().flatten().or_else(longer).or_else(shorter)
    };
    wanted.iter().map(|path| path.as_ref().and_then(find)).collect()
}

/// Pairs what is left by a key that stands once on each side.
fn by_key(
    wanted: &[Option<String>],
    names: &[String],
    key: fn(&str) -> String,
    found: &mut [Option<usize>],
) {
    let keys: Vec<Option<String>> = wanted.iter().map(|name| name.as_deref().map(key)).collect();
    let name_keys: Vec<String> = names.iter().map(|name| key(name)).collect();
    let (mut theirs, mut ours) = (BTreeMap::new(), BTreeMap::new());
    for (at, key) in keys.iter().enumerate() {
        if let Some(key) = key {
            add(&mut theirs, key, at);
        }
    }
    for (at, key) in name_keys.iter().enumerate() {
        add(&mut ours, key, at);
    }
    let taken: BTreeSet<usize> = found.iter().flatten().copied().collect();
    for (at, key) in theirs.iter().filter_map(|(key, at)| Some(((*at)?, key))) {
        let name = ours.get(key).copied().flatten().filter(|name| !taken.contains(name));
        found[at] = found[at].or(name);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(wanted: &[&str], names: &[&str], expected: &[Option<usize>]) {
        let wanted: Vec<Option<&str>> = wanted.iter().map(|&name| Some(name)).collect();
        let names: Vec<String> = names.iter().map(|&name| name.to_owned()).collect();
        assert_eq!(matched(&wanted, &names), expected, "{wanted:?} in {names:?}");
    }

    #[test]
    fn a_path_counts_more_than_a_name() {
        let names = ["p1/a.png", "p2/a.png", "a.png"];
        check(&["p2/a.png", "a.png", "images/p1/a.png"], &names, &[Some(1), Some(2), Some(0)]);
        check(&["p1/a.png"], &["images/p1/a.png", "images/p2/a.png"], &[Some(0)]);
        check(&["p3/a.png"], &["p1/a.png", "p2/a.png"], &[None]);
    }

    #[test]
    fn other_folders_other_slashes_and_other_endings_are_the_same_file() {
        check(&["train\\a.png", ".\\x\\b.png"], &["a.png", "b.png"], &[Some(0), Some(1)]);
        check(&["C:\\scans\\a.png"], &["set/a.png"], &[Some(0)]);
        check(&["IM1.JPG", "im2.jpg"], &["im1.png", "im2.dcm"], &[Some(0), Some(1)]);
    }

    #[test]
    fn a_name_that_could_be_two_files_is_none() {
        check(&["x/a.png", "y/a.png"], &["z/a.png"], &[None, None]);
        check(&["a.jpg"], &["a.png", "a.tif"], &[None]);
        check(&[""], &["a.png"], &[None]);
        // A file that a path names is not given away by its name alone.
        check(&["a.png", "q/A.jpg"], &["a.png"], &[Some(0), None]);
    }
}
