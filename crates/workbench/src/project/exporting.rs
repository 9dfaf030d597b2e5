//! What leaves a project: answers, values, and the report.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use report::answers::{AnswerRow, CaseRow, PresentationRow};
use report::figure::{CallsRow, Role, Size};
use report::html::{
    FigureFacts, MeasureFacts, MethodFacts, Outcome, ReaderFacts, ReportFacts, SetFacts,
    StudyFacts, TrailFacts, ValueFacts,
};
use samples::{Arm, ContentHash, SetId};
use serde_json::{Value, json};
use store::{RunId, Study, StudyId};
use study::AnswerType;

use super::Open;
use super::results::request_of;
use crate::batch::json_number;
use crate::bench::{Workbench, file_name, name_of, unused};
use crate::wire::{ExportRequest, ExportView, ExportedFile, ResultView, RunView, StudyRequest};
use crate::{Error, Result, clock};

/// Every file an export may hold, and the word for what it is.
const FILES: [(&str, &str); 7] = [
    ("report.html", "app:export.report"),
    ("answers.csv", "app:export.answers"),
    ("answers.json", "app:export.answersJson"),
    ("presentations.csv", "app:export.presentations"),
    ("cases.csv", "app:export.cases"),
    ("values.json", "app:export.values"),
    ("SHA256SUMS", "app:export.sums"),
];

impl Workbench {
    /// Writes answers, values and report into the project's `exports` folder.
    ///
    /// # Errors
    ///
    /// [`Error::ReadOnly`], those of the store and of the disk.
    pub fn export_study(&self, request: &ExportRequest) -> Result<ExportView> {
        let open = self.open_to_change()?;
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
        open.exports()?.iter().map(|folder| open.export_view(folder)).collect()
    }

    /// Copies an export into a new folder within `to`; returns the copy's name.
    ///
    /// # Errors
    ///
    /// [`Error::NoSuch`] and those of the disk.
    pub fn save_export(&self, place: &str, to: &Path) -> Result<String> {
        let open = self.open()?;
        let from = open.exports()?.into_iter().find(|folder| name_of(folder) == place);
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

impl Open {
    /// Returns the folders of exports, the latest first.
    pub(crate) fn exports(&self) -> Result<Vec<PathBuf>> {
        let Ok(entries) = fs::read_dir(self.store.exports()) else { return Ok(Vec::new()) };
        let mut folders: Vec<PathBuf> = entries
            .filter_map(std::result::Result::ok)
            .map(|entry| entry.path())
            .filter(|path| path.join("SHA256SUMS").is_file())
            .collect();
        folders.sort();
        folders.reverse();
        Ok(folders)
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
        Ok(ExportView { place: name_of(folder), created_at, files })
    }

    /// Writes an export and returns its folder.
    ///
    /// The files are written beside their place and moved there whole: half an export is none.
    pub(crate) fn export(&self, request: &ExportRequest) -> Result<PathBuf> {
        let now = clock::now();
        let study = request
            .study
            .map(|study| self.store.study(StudyId(study.into())))
            .transpose()?;
        if let Some(study) = study.as_ref().filter(|_| request.with_truth) {
            let event = json!({
                "t": now, "actor": "coordinator", "type": "study.unblind", "study": study.id.0,
                "reason": "export with the truth",
            });
            self.store.append_event(&event)?;
        }
        let run = match request.run {
            Some(run) => Some(RunId(run.into())),
            None => self.store.runs()?.last().map(|run| run.id),
        };
        let run = run.map(|run| self.run_view(run)).transpose()?;

        let mut files: Vec<(&str, Vec<u8>)> = Vec::new();
        if let Some(study) = &study {
            let answers = self.answer_rows(study)?;
            files.push(("answers.csv", report::answers::csv(&answers)));
            files.push(("answers.json", report::answers::json(&answers)));
            let presentations = self.presentation_rows(study)?;
            files.push(("presentations.csv", report::answers::presentations(&presentations).csv()));
            if request.with_truth {
                let cases = self.case_rows(study)?;
                files.push(("cases.csv", report::answers::cases(&cases).csv()));
            }
        }
        if let Some(run) = &run {
            files.push(("values.json", values_json(run)));
        }
        let facts = self.facts(&now, study.as_ref(), request.with_truth, run.as_ref())?;
        files.push(("report.html", report::html::report(&facts).into_bytes()));
        let sums: String = files
            .iter()
            .map(|(name, bytes)| format!("{}  {name}\n", ContentHash::of_bytes(bytes)))
            .collect();
        files.push(("SHA256SUMS", sums.into_bytes()));

        let folder = unused(&self.store.exports(), &clock::now_for_a_name());
        let partial = folder.with_extension("partial");
        let wrong = |error: &std::io::Error| unwritten(&folder, error);
        fs::create_dir_all(&partial).map_err(|error| wrong(&error))?;
        for (name, bytes) in &files {
            fs::write(partial.join(name), bytes).map_err(|error| wrong(&error))?;
        }
        fs::rename(&partial, &folder).map_err(|error| wrong(&error))?;
        self.store.set_setting(&format!("export.{}", name_of(&folder)), &now)?;
        let event = json!({
            "t": now, "actor": "coordinator", "type": "export", "study": request.study,
            "truth": request.with_truth,
            "files": files.iter().map(|(name, bytes)| {
                json!({ "name": name, "sha256": ContentHash::of_bytes(bytes).to_string() })
            }).collect::<Vec<_>>(),
        });
        self.store.append_event(&event)?;
        Ok(folder)
    }

    fn answer_rows(&self, study: &Study) -> Result<Vec<AnswerRow>> {
        let modality = self.modality_of(study)?;
        let mut by_presentation: BTreeMap<String, Vec<store::StoredAnswer>> = BTreeMap::new();
        for answer in self.store.answers(study.id)? {
            by_presentation.entry(answer.presentation_id.clone()).or_default().push(answer);
        }
        let mut rows = Vec::new();
        for presentation in self.store.presentations(study.id)? {
            let answers = by_presentation.remove(&presentation.presentation_id);
            for stored in answers.unwrap_or_default() {
                let answer = stored.answer;
                let given = answer.given;
                // 1 to 6 without a middle: how sure the call is, 1 perhaps to 3 certainly.
                let scale = given.answer_type == AnswerType::Scale;
                let confidence =
                    given.value_num.filter(|_| scale).map(|point| (point - 3.5).abs() + 0.5);
                rows.push(AnswerRow {
                    study_id: study.id.0.to_string(),
                    design_version: study.design_version.to_string(),
                    reader: presentation.reader.clone(),
                    round: presentation.round.into(),
                    block: presentation.block.into(),
                    position: presentation.position.into(),
                    presentation_id: presentation.presentation_id.clone(),
                    case_id: presentation.case_id.clone(),
                    modality: modality.clone(),
                    task: "real_or_synthetic".to_owned(),
                    stimulus_a: presentation.case_id.clone(),
                    question_id: given.question_id,
                    answer_type: given.answer_type.as_str().to_owned(),
                    value: given.value,
                    value_num: given.value_num,
                    confidence,
                    rt_ms: Some(answer.rt_ms as f64),
                    first_answer_rt_ms: answer.first_answer_rt_ms.map(|ms| ms as f64),
                    changes: answer.changes.into(),
                    interrupted: answer.interrupted,
                    answered_at_utc: answer.answered_at_utc,
                    ..AnswerRow::default()
                });
            }
        }
        Ok(rows)
    }

    fn presentation_rows(&self, study: &Study) -> Result<Vec<PresentationRow>> {
        let mut answered = BTreeMap::new();
        for stored in self.store.answers(study.id)? {
            let answer = stored.answer;
            answered.insert(stored.presentation_id, (answer.answered_at_utc, answer.interrupted));
        }
        Ok(self
            .store
            .presentations(study.id)?
            .into_iter()
            .map(|presentation| {
                let given = answered.get(&presentation.presentation_id);
                PresentationRow {
                    study_id: study.id.0.to_string(),
                    design_version: study.design_version.to_string(),
                    reader: presentation.reader,
                    round: presentation.round.into(),
                    block: presentation.block.into(),
                    position: presentation.position.into(),
                    case_id: presentation.case_id,
                    answered_at_utc: given.map(|(at, _)| at.clone()),
                    interrupted: given.is_some_and(|(_, interrupted)| *interrupted),
                    presentation_id: presentation.presentation_id,
                    ..PresentationRow::default()
                }
            })
            .collect())
    }

    fn case_rows(&self, study: &Study) -> Result<Vec<CaseRow>> {
        self.store
            .cases(study.id)?
            .into_iter()
            .map(|case| {
                let sample = self.store.sample(case.set, case.ordinal)?;
                Ok(CaseRow {
                    case_id: case.case_id,
                    source: case.arm.as_str().to_owned(),
                    generator: case.generator,
                    stratum: sample.origin.strata.into_values().next(),
                    diagnosis_reference: None,
                    sample_id: sample.id.to_string(),
                })
            })
            .collect()
    }

    fn modality_of(&self, study: &Study) -> Result<String> {
        let request: StudyRequest =
            serde_json::from_value(study.request.clone()).map_err(|_| Error::Broke)?;
        Ok(self.store.set(SetId(request.real.into()))?.modality.to_string())
    }

    /// Gathers what the report says.
    fn facts(
        &self,
        now: &str,
        study: Option<&Study>,
        with_truth: bool,
        run: Option<&RunView>,
    ) -> Result<ReportFacts> {
        let project = self.store.name()?;
        let check = self.store.verify_trail()?;
        let mut sets: Vec<SetId> = Vec::new();
        if let Some(run) = run {
            let numbers = run.real.iter().chain(&run.synthetic);
            sets.extend(numbers.map(|&set| SetId(set.into())));
        }
        if let Some(study) = study {
            let request: StudyRequest =
                serde_json::from_value(study.request.clone()).map_err(|_| Error::Broke)?;
            let numbers = std::iter::once(&request.real).chain(&request.synthetic);
            sets.extend(numbers.map(|&set| SetId(set.into())));
        }
        let mut seen = std::collections::BTreeSet::new();
        sets.retain(|&set| seen.insert(set));
        let mut generator = 0;
        let sets = sets
            .into_iter()
            .map(|set| self.set_facts(set, &mut generator))
            .collect::<Result<Vec<SetFacts>>>()?;
        let title = study.map_or_else(|| project.clone(), |study| study.name.clone());
        Ok(ReportFacts {
            title,
            project,
            made_at: now.to_owned(),
            program: format!("Touchstone {}", crate::VERSION),
            findings: run.map_or_else(Vec::new, |run| {
                run.findings
                    .iter()
                    .map(|finding| format!("{} {}", finding.sentence, finding.detail))
                    .collect()
            }),
            measures: run.map_or_else(Vec::new, |run| measures(run, &sets)),
            figures: run.map_or_else(|| Ok(Vec::new()), |run| self.figures(run))?,
            study: study.map(|study| self.study_facts(study, with_truth)).transpose()?,
            methods: run.map_or_else(Vec::new, methods),
            left_out: run.map_or_else(Vec::new, left_out),
            trail: Some(TrailFacts {
                head: check.head.clone(),
                n_records: check.n,
                verified: check.is_sound(),
            }),
            sets,
        })
    }

    fn set_facts(&self, set: SetId, generator: &mut usize) -> Result<SetFacts> {
        let set = self.store.set(set)?;
        let subjects = self.store.n_subjects(set.id)?;
        let role = match set.arm {
            Arm::Real => Role::Real,
            Arm::Synthetic => {
                *generator += 1;
                Role::Generator(*generator - 1)
            }
        };
        let notes = self.store.notes(set.id)?;
        let notes = notes
            .iter()
            .map(|note| {
                // A report leaves the house: a file's name may name a patient, so it stays.
                let message = note.params["message"].as_str().unwrap_or(&note.code);
                message.to_owned()
            })
            .collect::<std::collections::BTreeSet<String>>();
        Ok(SetFacts {
            name: set.name,
            role,
            generator: set.generator,
            modality: set.modality.to_string(),
            n: self.store.n_samples(set.id)?,
            n_subjects: (subjects.n_unknown == 0).then_some(subjects.n_subjects),
            manifest: set.manifest.map(|manifest| manifest.to_string()).unwrap_or_default(),
            notes: notes.into_iter().collect(),
        })
    }

    /// Draws the distribution of every measure of single samples.
    fn figures(&self, run: &RunView) -> Result<Vec<FigureFacts>> {
        let stored = self.store.run(RunId(run.id.into()))?;
        request_of(&stored)?;
        let values = self.store.values(stored.id)?;
        let mut names: Vec<String> = run
            .results
            .iter()
            .filter(|result| !result.summary.is_empty() && result.has_instances)
            .map(|result| result.metric.clone())
            .collect();
        names.dedup();
        names.sort();
        names.dedup();
        let mut figures = Vec::new();
        for metric in names {
            let alike: Vec<_> =
                values.iter().filter(|value| value.value.metric == metric).cloned().collect();
            let size = Size { width: 640, height: 280 };
            match self.distribution(&stored, &alike, size) {
                Ok(svg) => figures.push(FigureFacts { svg, note: String::new() }),
                Err(Error::NothingToMeasure) => {}
                Err(error) => return Err(error),
            }
        }
        Ok(figures)
    }

    fn study_facts(&self, study: &Study, with_truth: bool) -> Result<StudyFacts> {
        let presentations = self.store.presentations(study.id)?;
        let answers = self.store.answers(study.id)?;
        let cases = self.store.cases(study.id)?;
        let calls_given: Vec<&store::StoredAnswer> =
            answers.iter().filter(|stored| stored.answer.given.question_id == "q_real").collect();
        let mut readers = Vec::new();
        let mut calls = Vec::new();
        for reader in self.store.readers(study.id)? {
            let own: BTreeMap<&str, &str> = presentations
                .iter()
                .filter(|presentation| presentation.reader == reader.code)
                .map(|p| (p.presentation_id.as_str(), p.case_id.as_str()))
                .collect();
            let given: Vec<(&str, u64)> = calls_given
                .iter()
                .filter_map(|stored| {
                    let case = own.get(stored.presentation_id.as_str())?;
                    Some((*case, stored.answer.given.value.parse().ok()?))
                })
                .collect();
            readers.push(ReaderFacts {
                reader: reader.code.clone(),
                n_sessions: u64::from(!given.is_empty()),
                n_sealed: 0,
                n_answers: given.len() as u64,
                n_due: own.len() as u64,
                right: None,
            });
            if with_truth {
                for arm in [Arm::Real, Arm::Synthetic] {
                    let mut row = CallsRow {
                        reader: reader.code.clone(),
                        source: words::say(&format!("app:arm.{arm}"), &[]),
                        role: if arm == Arm::Real { Role::Real } else { Role::Generator(0) },
                        counts: [0; 6],
                    };
                    for (case, point) in &given {
                        let of = cases.iter().find(|known| known.case_id == *case);
                        let place = usize::try_from(*point).ok().and_then(|p| p.checked_sub(1));
                        if let Some(count) = place.and_then(|place| row.counts.get_mut(place))
                            && of.is_some_and(|case| case.arm == arm)
                        {
                            *count += 1;
                        }
                    }
                    calls.push(row);
                }
            }
        }
        Ok(StudyFacts {
            title: study.name.clone(),
            state: study.state.as_str().to_owned(),
            design_version: study.design_version.to_string(),
            design_hash: study.design_hash.clone().unwrap_or_default(),
            plan_hash: None,
            key_commitment: None,
            n_cases: cases.len() as u64,
            n_presentations: presentations.len() as u64,
            n_answers: calls_given.len() as u64,
            n_answers_due: presentations.len() as u64,
            readers,
            calls,
            estimates: Vec::new(),
            excluded: Vec::new(),
        })
    }
}

fn outcome(result: &ResultView) -> Outcome {
    match (&result.reason, result.value, result.shown.as_str()) {
        (Some(reason), _, _) => Outcome::None { reason: reason.message.clone() },
        (None, Some(value), _) => Outcome::Value {
            value,
            interval: result.interval.as_ref().map(|interval| (interval.low, interval.high)),
        },
        (None, None, "−∞") => Outcome::Value { value: f64::NEG_INFINITY, interval: None },
        (None, None, _) => Outcome::Value { value: f64::INFINITY, interval: None },
    }
}

fn measures(run: &RunView, sets: &[SetFacts]) -> Vec<MeasureFacts> {
    let mut groups: Vec<(String, Vec<&ResultView>)> = Vec::new();
    for result in &run.results {
        match groups.iter_mut().find(|(metric, _)| *metric == result.metric) {
            Some((_, results)) => results.push(result),
            None => groups.push((result.metric.clone(), vec![result])),
        }
    }
    let role = |name: &str| {
        sets.iter().find(|set| set.name == name).map_or(Role::Generator(0), |set| set.role)
    };
    groups
        .into_iter()
        .map(|(_, results)| {
            let first = results[0];
            let metric = metrics::registry::find(&first.metric);
            let yardstick = results.iter().find_map(|result| result.yardstick.as_ref());
            MeasureFacts {
                group: words::say(&format!("app:dimension.{}", first.dimension), &[]),
                title: first.title.clone(),
                sentence: String::new(),
                unit: Some(first.unit.clone()).filter(|unit| !unit.is_empty()),
                direction: (first.better != "neither")
                    .then(|| words::say(&format!("app:better.{}", first.better), &[])),
                yardstick: yardstick.map(|yardstick| (yardstick.low, yardstick.high)),
                axis: metric
                    .and_then(|metric| metric.range.low.zip(metric.range.high)),
                interval_is: results
                    .iter()
                    .find_map(|result| result.interval.as_ref())
                    .map(|interval| interval.method.clone()),
                values: results
                    .iter()
                    .map(|result| ValueFacts {
                        set: result.set_name.clone(),
                        role: role(&result.set_name),
                        outcome: outcome(result),
                        n: result.n_synthetic.or(result.n_real).unwrap_or(0).into(),
                        left_out: result.n_left_out.into(),
                        id: format!("run {} · value {}", run.id, result.id),
                    })
                    .collect(),
            }
        })
        .collect()
}

fn methods(run: &RunView) -> Vec<MethodFacts> {
    let mut named: BTreeMap<&str, MethodFacts> = BTreeMap::new();
    for result in &run.results {
        if let Some(metric) = metrics::registry::find(&result.metric) {
            named.entry(metric.id).or_insert_with(|| MethodFacts {
                name: format!("{} ({} v{})", metric.title, metric.id, metric.version),
                text: String::new(),
                source: metric.source.to_owned(),
            });
        }
    }
    named.into_values().collect()
}

fn left_out(run: &RunView) -> Vec<String> {
    run.results
        .iter()
        .filter(|result| 0 < result.n_left_out)
        .map(|result| {
            words::say(
                "app:report.leftOut",
                &[
                    ("metric", &result.title),
                    ("set", &result.set_name),
                    ("count", &result.n_left_out.to_string()),
                ],
            )
        })
        .collect()
}

/// Writes every value with all its digits, and what it was made from.
fn values_json(run: &RunView) -> Vec<u8> {
    let number = |result: &ResultView| match outcome(result) {
        Outcome::Value { value, .. } => json_number(value),
        Outcome::None { .. } => Value::Null,
    };
    let rows: Vec<Value> = run
        .results
        .iter()
        .map(|result| {
            json!({
                "id": result.id,
                "metric": result.metric,
                "version": result.version,
                "set": result.set_name,
                "arm": result.arm,
                "value": number(result),
                "reason": result.reason.as_ref().map(|reason| reason.message.clone()),
                "unit": result.unit,
                "parameters": result.parameters,
                "interval": result.interval,
                "no_interval": result.no_interval,
                "yardstick": result.yardstick,
                "n_real": result.n_real,
                "n_synthetic": result.n_synthetic,
                "n_left_out": result.n_left_out,
                "summary": result.summary,
            })
        })
        .collect();
    let document = json!({
        "schema": "touchstone.values/1",
        "run": run.id,
        "created_at": run.created_at,
        "program": run.program,
        "seed": run.seed,
        "feature": run.feature,
        "values": rows,
    });
    let mut text = serde_json::to_vec_pretty(&document).expect("strings and numbers are JSON");
    text.push(b'\n');
    text
}
