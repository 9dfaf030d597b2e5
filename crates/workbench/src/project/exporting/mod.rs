//! What leaves a project: answers, values, and the report.

mod analysis;
mod facts;
mod figures;
mod marks;
mod packing;
mod rows;
mod study_facts;
mod values;

use std::fs;
use std::path::{Path, PathBuf};

pub(crate) use marks::{MISSED, SCRIPTED, UNBLINDED};

use exchange::{File, Terms};
use samples::ContentHash;
use serde_json::json;
use store::{RunId, Study, StudyId, TrailCheck};

use super::Open;
use super::study::Kept;
use crate::bench::Workbench;
use crate::error::{AnalysisError, failure};
use crate::names::{file_name, name_of, unused};
use crate::wire::{
    AnalysisView, ExportRequest, ExportView, ExportedFile, Failure, LeftOutFile, RunView,
};
use crate::{Error, Result, clock};

/// Every file an export may hold, and the word for what it is.
const FILES: [(&str, &str); 26] = [
    ("report.html", "app:export.report"),
    ("report.pdf", "app:export.reportPdf"),
    ("answers.csv", "app:export.answers"),
    ("answers.json", "app:export.answersJson"),
    ("answers.parquet", "app:export.answersParquet"),
    ("presentations.csv", "app:export.presentations"),
    ("questions.csv", "app:export.questions"),
    ("readers.csv", "app:export.readers"),
    ("sessions.csv", "app:export.sessions"),
    ("forms.csv", "app:export.forms"),
    ("cases.csv", "app:export.cases"),
    ("findings.csv", "app:export.findings"),
    ("analysis.json", "app:export.analysis"),
    ("study.xlsx", "app:export.workbook"),
    ("study.imrmc", "app:export.imrmc"),
    ("redcap-dictionary.csv", "app:export.redcapDictionary"),
    ("redcap-data.csv", "app:export.redcapData"),
    ("questionnaire.json", "app:export.questionnaire"),
    ("questionnaire-responses.json", "app:export.questionnaireResponses"),
    ("values.json", "app:export.values"),
    ("audit.csv", "app:export.audit"),
    ("trail.jsonl", "app:export.trail"),
    ("checkpoint.txt", "app:export.checkpoint"),
    ("datapackage.json", "app:export.dataPackage"),
    ("ro-crate-metadata.json", "app:export.roCrate"),
    ("SHA256SUMS", "app:export.sums"),
];

/// How the name of a folder ends while it is written.
const PARTIAL: &str = ".partial";

impl Workbench {
    /// Writes answers, values and report into the project's `exports` folder.
    ///
    /// # Errors
    ///
    /// [`AnalysisError::StillBlinded`], [`Error::ReadOnly`], those of the store and of the disk.
    pub fn export_study(&self, request: &ExportRequest) -> Result<ExportView> {
        // The truth goes out by who answers for the study only.
        let open = if request.with_truth { self.open_to_change()? } else { self.open_to_take()? };
        let folder = open.export(request)?;
        self.0.changed();
        open.export_view(&folder)
    }

    /// Lists what was exported, the latest first.
    ///
    /// # Errors
    ///
    /// Those of the disk.
    pub fn exports(&self) -> Result<Vec<ExportView>> {
        let open = self.open()?;
        open.exports().iter().map(|folder| open.export_view(folder)).collect()
    }

    /// Copies an export into a new folder within `to`; returns the copy's name.
    ///
    /// # Errors
    ///
    /// [`Error::NoSuch`] and those of the disk.
    pub fn save_export(&self, place: &str, to: &Path) -> Result<String> {
        let open = self.open()?;
        let from = open.exports().into_iter().find(|folder| name_of(folder) == place);
        let from = from.ok_or(Error::NoSuch { what: "export", id: place.to_owned() })?;
        let project = file_name(&open.store.name()?);
        let to = unused(to, &format!("{project} {place}"));
        let written = |error: &std::io::Error| unwritten(&to, error);
        fs::create_dir_all(&to).map_err(|error| written(&error))?;
        for (name, _) in FILES {
            if from.join(name).is_file() {
                fs::copy(from.join(name), to.join(name)).map_err(|error| written(&error))?;
            }
        }
        Ok(name_of(&to))
    }
}

fn unwritten(path: &Path, error: &std::io::Error) -> Error {
    Error::File { name: name_of(path), tried: "written", why: error.to_string() }
}

/// What is exported, and how the project stands.
#[derive(Clone, Copy)]
struct Asked<'a> {
    study: Option<&'a Study>,
    with_truth: bool,
    run: Option<&'a RunView>,
    /// The language of the report.
    language: words::Language,
    check: &'a TrailCheck,
    /// UTC, RFC 3339.
    now: &'a str,
    /// Who answers for it, and the terms it may be used under.
    terms: Terms<'a>,
}

/// The report as files, and the analysis that is in it.
struct Pages {
    files: Vec<File>,
    left_out: Vec<LeftOutFile>,
    /// In English.
    analysis: Option<AnalysisView>,
}

/// Says which file is not there, and why.
fn missing(name: &str, why: Failure) -> LeftOutFile {
    let meaning = FILES.iter().find(|(known, _)| *known == name);
    let meaning = meaning.map_or_else(String::new, |(_, key)| words::say(key, &[]));
    LeftOutFile { name: name.to_owned(), meaning, why }
}

impl Open {
    /// Returns the folders of exports, the latest first.
    pub(crate) fn exports(&self) -> Vec<PathBuf> {
        let Ok(entries) = fs::read_dir(self.store.exports()) else { return Vec::new() };
        let mut folders: Vec<PathBuf> = entries
            .filter_map(std::result::Result::ok)
            .map(|entry| entry.path())
            .filter(|path| !name_of(path).ends_with(PARTIAL))
            .filter(|path| path.join("SHA256SUMS").is_file())
            .collect();
        folders.sort();
        folders.reverse();
        folders
    }

    pub(crate) fn export_view(&self, folder: &Path) -> Result<ExportView> {
        let mut files = Vec::new();
        for (name, meaning) in FILES {
            let Ok(bytes) = fs::read(folder.join(name)) else { continue };
            files.push(ExportedFile {
                name: name.to_owned(),
                meaning: words::say(meaning, &[]),
                bytes: bytes.len() as f64,
                sha256: ContentHash::of_bytes(&bytes).to_string(),
            });
        }
        let created_at = self
            .store
            .setting(&format!("export.{}", name_of(folder)))?
            .unwrap_or_else(|| name_of(folder));
        let trail = self.store.setting(&trail_key(folder))?;
        let trouble = (trail.as_deref() == Some(BROKEN)).then(|| Error::TrailBroken.failure());
        let left_out = self.store.setting(&left_out_key(folder))?;
        let left_out = left_out.and_then(|text| serde_json::from_str(&text).ok());
        let left_out = left_out.unwrap_or_default();
        Ok(ExportView { place: name_of(folder), created_at, files, left_out, trouble })
    }

    /// Writes an export and returns its folder.
    ///
    /// The files are written beside their place and moved there whole: half an export is none.
    pub(crate) fn export(&self, request: &ExportRequest) -> Result<PathBuf> {
        let now = clock::now();
        let study = self.study_asked_for(request)?;
        // An export opens no truth: that is a step of the study, with its reason.
        if let Some(study) = study.as_ref().filter(|_| request.with_truth)
            && !self.is_unblinded(study)?
        {
            if Kept::read(study)?.received.is_some() {
                return Err(Error::OnlyRead);
            }
            return Err(AnalysisError::StillBlinded { state: study.state.to_string() }.into());
        }
        let run = self.run_asked_for(request)?;

        let check = self.store.verify_trail()?;
        let asked = Asked {
            study: study.as_ref(),
            with_truth: request.with_truth,
            run: run.as_ref(),
            language: request.language.spoken(),
            check: &check,
            now: &now,
            terms: Terms {
                publisher: request.publisher.as_deref(),
                licence: request.licence.as_deref(),
            },
        };
        let (files, left_out) = self.files(asked)?;
        let folder = self.put(&files)?;
        self.store.set_setting(&format!("export.{}", name_of(&folder)), &now)?;
        let trail = if check.is_sound() { HOLDS } else { BROKEN };
        self.store.set_setting(&trail_key(&folder), trail)?;
        let missing = serde_json::to_string(&left_out).map_err(|_| Error::Broke)?;
        self.store.set_setting(&left_out_key(&folder), &missing)?;
        let left_out: Vec<String> = left_out.into_iter().map(|file| file.name).collect();
        let event = self.told(json!({
            "t": now, "type": "export", "study": request.study,
            "truth": request.with_truth, "trail": trail, "left_out": left_out,
            "files": files.iter().map(|(name, bytes)| {
                json!({ "name": name, "sha256": ContentHash::of_bytes(bytes).to_string() })
            }).collect::<Vec<_>>(),
        }));
        self.store.append_event(&event)?;
        Ok(folder)
    }

    fn study_asked_for(&self, request: &ExportRequest) -> Result<Option<Study>> {
        Ok(request.study.map(|study| self.store.study(StudyId(study.into()))).transpose()?)
    }

    /// Returns the run that is asked for, or the latest.
    fn run_asked_for(&self, request: &ExportRequest) -> Result<Option<RunView>> {
        let run = match request.run {
            Some(run) => Some(RunId(run.into())),
            None => self.store.runs()?.into_iter().map(|run| run.id).max(),
        };
        run.map(|run| self.run_view(run)).transpose()
    }

    /// Returns the files of an export, and those that could not be made.
    fn files(&self, asked: Asked<'_>) -> Result<(Vec<File>, Vec<LeftOutFile>)> {
        let Asked { study, run, check, .. } = asked;
        let mut left_out = Vec::new();
        let mut files: Vec<File> = Vec::new();
        let pages = self.pages(asked)?;
        if let Some(study) = study {
            let packed = self.packed(study, pages.analysis.as_ref(), &asked)?;
            files.extend(packed.files);
            let why = |error: &exchange::Error| {
                let params = error.params().into_iter();
                let params = params.map(|(name, text)| (name.to_owned(), text)).collect();
                failure(error.code(), params, &error.to_string())
            };
            left_out.extend(packed.left_out.iter().map(|(name, error)| missing(name, why(error))));
        }
        if let Some(run) = run {
            files.push(("values.json".to_owned(), values::values_json(run)));
        }
        if study.is_some() {
            let lines = self.store.trail_lines(check.n)?;
            files.push(("trail.jsonl".to_owned(), lines.into_bytes()));
        }
        // As transparency logs write it: whose trail, how many records, which head, signed.
        let (checkpoint, _) = self.checkpoint_of(check.n, check.head.clone())?;
        files.push(("checkpoint.txt".to_owned(), checkpoint.into_bytes()));
        if let Some(view) = &pages.analysis {
            files.push(("analysis.json".to_owned(), analysis::analysis_json(view)));
        }
        left_out.extend(pages.left_out);
        files.extend(pages.files);
        if let Some(study) = study {
            let metadata = packing::described(study, &files, &asked);
            files.push(("ro-crate-metadata.json".to_owned(), metadata));
        }
        let sums: Vec<String> = files
            .iter()
            .map(|(name, bytes)| format!("{}  {name}\n", ContentHash::of_bytes(bytes)))
            .collect();
        files.push(("SHA256SUMS".to_owned(), sums.concat().into_bytes()));
        Ok((files, left_out))
    }

    /// Returns the report as a page and as PDF, and the analysis that is in it.
    fn pages(&self, asked: Asked<'_>) -> Result<Pages> {
        let analysed = asked.study.filter(|_| asked.with_truth);
        let analysis = analysed.map(|study| self.analysis_to_export(study)).transpose()?.flatten();
        let page = words::speaking(asked.language, || {
            // What was found is said in this language, too.
            let run = asked.run.map(|run| self.run_view(RunId(run.id.into()))).transpose()?;
            let mut facts = self.facts(Asked { run: run.as_ref(), ..asked })?;
            if let (Some(study), Some(analysis)) = (asked.study, &analysis) {
                self.add_analysis(study, &analysis.view(words::spoken()), &mut facts)?;
            }
            Ok::<_, Error>(report::page::Page::of(&facts))
        })?;
        let mut files = vec![("report.html".to_owned(), report::html::html(&page).into_bytes())];
        let mut left_out = Vec::new();
        // The page says the same, and nothing else waits for paper.
        match report::pdf::pdf(&page) {
            Ok(pdf) => files.push(("report.pdf".to_owned(), pdf)),
            Err(error) => left_out.push(missing("report.pdf", Error::from(error).failure())),
        }
        // What machines read is in one language, whatever people read.
        let analysis = analysis.map(|analysis| analysis.view(words::Language::English));
        Ok(Pages { files, left_out, analysis })
    }

    /// Writes the report alone into a folder: what a study's answers say is in it when its truth is open.
    ///
    /// It tells how the project stands, so the same project gives the same bytes, today and next year.
    pub(crate) fn report(
        &self,
        request: &ExportRequest,
        to: &Path,
    ) -> Result<(Vec<(String, String)>, bool)> {
        let study = self.study_asked_for(request)?;
        let open = study.as_ref().map(|study| self.is_unblinded(study)).transpose()?;
        let run = self.run_asked_for(request)?;
        let check = self.store.verify_trail()?;
        let pages = self.pages(Asked {
            study: study.as_ref(),
            with_truth: open == Some(true),
            run: run.as_ref(),
            language: request.language.spoken(),
            check: &check,
            now: &self.latest_record()?,
            terms: Terms::default(),
        })?;
        if let Some(LeftOutFile { why, .. }) = pages.left_out.into_iter().next() {
            return Err(Error::Noted(Box::new(why)));
        }
        fs::create_dir_all(to).map_err(|error| unwritten(to, &error))?;
        let mut written = Vec::new();
        for (name, bytes) in pages.files {
            fs::write(to.join(&name), &bytes).map_err(|error| unwritten(to, &error))?;
            written.push((name, ContentHash::of_bytes(&bytes).to_string()));
        }
        Ok((written, check.is_sound()))
    }

    /// Returns when the latest record was written; now, where none says when.
    fn latest_record(&self) -> Result<String> {
        let head = self.store.trail_head()?;
        let at = head.and_then(|record| record.event["t"].as_str().map(str::to_owned));
        Ok(at.unwrap_or_else(clock::now))
    }

    /// Writes files into a new folder, and returns it.
    fn put(&self, files: &[File]) -> Result<PathBuf> {
        let folder = unused(&self.store.exports(), &clock::now_for_a_name());
        let partial = folder.with_file_name(format!("{}{PARTIAL}", name_of(&folder)));
        let wrong = |error: &std::io::Error| unwritten(&folder, error);
        if partial.exists() {
            // A crash left it: what lies there may be more than was asked for now.
            fs::remove_dir_all(&partial).map_err(|error| wrong(&error))?;
        }
        fs::create_dir_all(&partial).map_err(|error| wrong(&error))?;
        for (name, bytes) in files {
            fs::write(partial.join(name), bytes).map_err(|error| wrong(&error))?;
        }
        fs::rename(&partial, &folder).map_err(|error| wrong(&error))?;
        Ok(folder)
    }
}

/// What the trail was found to be, as it is kept beside an export.
const HOLDS: &str = "holds";
const BROKEN: &str = "broken";

fn trail_key(folder: &Path) -> String {
    format!("export.{}.trail", name_of(folder))
}

fn left_out_key(folder: &Path) -> String {
    format!("export.{}.left_out", name_of(folder))
}
