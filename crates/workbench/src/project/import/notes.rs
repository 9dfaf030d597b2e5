//! What is kept of files that are odd, and of those that are left out.

use std::collections::BTreeMap;

use samples::SetId;
use serde_json::{Value, json};
use store::SetNote;

use super::super::Open;
use super::taking::Taking;
use crate::wire::Rule;
use crate::{Error, Result};

impl Taking<'_> {
    /// Keeps what was odd about a file.
    pub(super) fn note(&mut self, relative: &str, notes: &[formats::Note]) {
        self.batch.notes.extend(notes.iter().map(|note| SetNote {
            file_name: Some(relative.to_owned()),
            code: note.code().to_owned(),
            params: kept(note.params(), &note.to_string()),
            left_out: false,
        }));
    }

    pub(super) fn leave_out(&mut self, relative: &str, error: &Error) {
        self.first_error.get_or_insert_with(|| error.clone());
        self.batch.notes.push(SetNote {
            file_name: Some(relative.to_owned()),
            code: error.code().to_owned(),
            params: kept(error.params(), &error.to_string()),
            left_out: true,
        });
    }

    /// Says what the list beside the files does not say of them.
    pub(super) fn note_list(&mut self, open: &Open, set: SetId) -> Result<()> {
        let Some(list) = self.list.take() else { return Ok(()) };
        self.note(&list.name, &list.notes);
        let files = open.store.files(set)?;
        let waiting = self.batch.files.iter().map(|file| file.name.as_str());
        let names: Vec<&str> = files.iter().map(|file| file.name.as_str()).chain(waiting).collect();
        let n_missing = names.iter().filter(|name| !list.names(name)).count();
        let mut notes = Vec::new();
        if 0 < n_missing {
            let params = vec![("count", n_missing.to_string()), ("total", names.len().to_string())];
            notes.push(("workbench.notInList", params));
        }
        for rule in self.request.rules() {
            let Rule::Column(column) = rule else { continue };
            let n = names.iter().filter(|name| list.is_disputed(name, column)).count();
            if 0 < n {
                let params = vec![("count", n.to_string()), ("column", column.clone())];
                notes.push(("workbench.listDisputed", params));
            }
        }
        self.batch.notes.extend(notes.into_iter().map(|(code, params)| SetNote {
            file_name: Some(list.name.clone()),
            code: code.to_owned(),
            params: kept(params, "the list does not say it of every file"),
            left_out: false,
        }));
        Ok(())
    }

    /// Says of images that differ in size or depth from most others that they do.
    pub(super) fn note_other_containers(&mut self) {
        let Some(most) = self.containers.values().map(|(n, _)| *n).max() else { return };
        let Some(common) =
            self.containers.iter().find(|(_, (n, _))| *n == most).map(|(name, _)| name.clone())
        else {
            return;
        };
        for (container, (_, names)) in std::mem::take(&mut self.containers) {
            if container == common {
                continue;
            }
            for name in names {
                let params = vec![("given", container.clone()), ("common", common.clone())];
                self.batch.notes.push(SetNote {
                    file_name: Some(name),
                    code: "workbench.otherContainer".to_owned(),
                    params: kept(params, "this image differs in size or depth from most others"),
                    left_out: false,
                });
            }
        }
    }
}

/// Keeps what a note's words speak of, with the words themselves for a catalogue that lost them.
fn kept(params: Vec<(&'static str, String)>, message: &str) -> Value {
    let params: BTreeMap<&str, String> = params.into_iter().collect();
    json!({ "params": params, "message": message })
}
