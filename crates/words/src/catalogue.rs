//! The files of words, embedded and laid out flat.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use include_dir::{Dir, include_dir};
use serde_json::Value;

use crate::Language;

static FILES: Dir<'_> = include_dir!("$CARGO_MANIFEST_DIR/../../assets/words");

/// The plural categories of CLDR, and i18next's own `zero`.
const SUFFIXES: [&str; 6] = ["zero", "one", "two", "few", "many", "other"];

/// All words of one language, by `namespace:path.to.word`.
pub(crate) struct Catalogue(BTreeMap<String, String>);

/// Returns the catalogue of `language`, read on first use.
pub(crate) fn of(language: Language) -> &'static Catalogue {
    static READ: [OnceLock<Catalogue>; 4] = [const { OnceLock::new() }; 4];
    let at = match language {
        Language::English => 0,
        Language::Portuguese => 1,
        Language::Spanish => 2,
        Language::German => 3,
    };
    READ[at].get_or_init(|| Catalogue::read(&files(language)))
}

/// Returns the text of each file of `language`, by namespace.
pub(crate) fn files(language: Language) -> BTreeMap<&'static str, &'static str> {
    let Some(folder) = FILES.get_dir(language.tag()) else { return BTreeMap::new() };
    folder
        .files()
        .filter(|file| file.path().extension().is_some_and(|extension| extension == "json"))
        .filter_map(|file| Some((file.path().file_stem()?.to_str()?, file.contents_utf8()?)))
        .collect()
}

impl Catalogue {
    /// A file that is no JSON gives no words: a test finds it before a user does.
    fn read(files: &BTreeMap<&str, &str>) -> Self {
        let mut words = BTreeMap::new();
        for (namespace, text) in files {
            if let Ok(tree) = serde_json::from_str::<Value>(text) {
                flatten(&format!("{namespace}:"), &tree, &mut words);
            }
        }
        Catalogue(words)
    }

    /// Returns the words of `key` in the plural form that `count` asks for.
    pub(crate) fn find(
        &self,
        language: Language,
        key: &str,
        params: &[(&str, &str)],
    ) -> Option<&str> {
        let count = params.iter().find(|(name, _)| *name == "count").map(|(_, value)| *value);
        let form = |suffix: &str| self.0.get(&format!("{key}_{suffix}"));
        let plural = count.and_then(|count| {
            let zero = if count == "0" { form("zero") } else { None };
            zero.or_else(|| form(language.plural(count))).or_else(|| form("other"))
        });
        plural.or_else(|| self.0.get(key)).map(String::as_str)
    }

    /// Returns whether `key` has words in any form.
    pub(crate) fn knows(&self, key: &str) -> bool {
        self.0.contains_key(key)
            || SUFFIXES.iter().any(|suffix| self.0.contains_key(&format!("{key}_{suffix}")))
    }

    /// Returns the keys in order.
    pub(crate) fn keys(&self) -> Vec<&str> {
        self.0.keys().map(String::as_str).collect()
    }
}

/// Lays `tree` out as `prefix` + `path.to.word`.
fn flatten(prefix: &str, tree: &Value, words: &mut BTreeMap<String, String>) {
    match tree {
        Value::Object(branches) => {
            for (name, branch) in branches {
                let joint = if prefix.ends_with(':') { "" } else { "." };
                flatten(&format!("{prefix}{joint}{name}"), branch, words);
            }
        }
        Value::String(text) => {
            words.insert(prefix.to_owned(), text.clone());
        }
        _ => {}
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn small() -> Catalogue {
        let file = r#"{ "a": { "b": "deep" }, "n_one": "one", "n_other": "many", "m_zero": "none", "m_other": "{{count}}", "list": [1] }"#;
        Catalogue::read(&BTreeMap::from([("t", file), ("broken", "{")]))
    }

    fn find(key: &str, count: Option<&str>) -> Option<String> {
        let params: Vec<_> = count.map(|count| ("count", count)).into_iter().collect();
        small().find(Language::English, key, &params).map(str::to_owned)
    }

    #[test]
    fn nested_words_are_found_by_their_path() {
        assert_eq!(find("t:a.b", None).as_deref(), Some("deep"));
        assert_eq!(find("t:a", None), None, "a branch is no word");
        assert_eq!(find("t:list", None), None);
    }

    #[test]
    fn count_picks_the_plural_form() {
        assert_eq!(find("t:n", Some("1")).as_deref(), Some("one"));
        assert_eq!(find("t:n", Some("0")).as_deref(), Some("many"));
        assert_eq!(find("t:n", None), None, "without a count there is no form to pick");
        assert_eq!(find("t:m", Some("0")).as_deref(), Some("none"));
        assert_eq!(find("t:m", Some("1")).as_deref(), Some("{{count}}"), "falls back to other");
        assert_eq!(
            find("t:a.b", Some("3")).as_deref(),
            Some("deep"),
            "without forms the word stands"
        );
    }

    #[test]
    fn a_plural_word_is_known_without_its_suffix() {
        assert!(small().knows("t:n") && small().knows("t:n_one") && small().knows("t:a.b"));
        assert!(!small().knows("t:nn") && !small().knows("n"));
    }
}
