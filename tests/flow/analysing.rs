//! From answers to what they say: the same on the page, in the report, in the exported tables, and from
//! the tables alone.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::fs;
use std::path::{Path, PathBuf};

use rusqlite::Connection;
use serde_json::Value;
use tempfile::{TempDir, tempdir};
use workbench::wire::{
    AnalysisView, Arm, AskedMetric, ExportRequest, FindingView, MeasureRequest, PowerRequest,
    StudyRequest,
};
use workbench::{
    AnalysisError, Desk, Error, Scripted, StopSign, Task, Workbench, analyse_ratings, power,
};

/// Metrics of single records.
const METRICS: [&str; 3] = ["density", "giqa", "dcr_privacy"];

fn task() -> Task {
    Task::new(StopSign::default(), |_| {})
}

fn patients(path: &Path, first: u32) {
    let mut text = String::from("age,pressure,rate\n");
    for row in first..first + 60 {
        let drawn = row * 7919 % 1009;
        writeln!(text, "{},{},{}", 30 + drawn % 50, 90 + drawn % 67, 55 + drawn % 41).unwrap();
    }
    fs::write(path, text).unwrap();
}

/// A study of patient records with every kind of task, read to its end by three scripts.
pub(crate) fn project(protocol: Option<&str>) -> (TempDir, PathBuf) {
    let folder = tempdir().unwrap();
    let project = folder.path().join("project");
    let desk = Desk::open_or_create(&project, None).unwrap();
    let set = |name: &str, first, arm| {
        let path = folder.path().join(name);
        patients(&path, first);
        desk.import(&task(), &path, arm).unwrap().0
    };
    let real = set("recorded.csv", 1, Arm::Real);
    let synthetic = vec![set("a.csv", 500, Arm::Synthetic), set("b.csv", 700, Arm::Synthetic)];
    let readers: Vec<String> = ["R1", "R2", "R3"].map(str::to_owned).to_vec();
    desk.create_study(&StudyRequest {
        name: "Patients".to_owned(),
        real,
        synthetic,
        n_real: 12,
        n_synthetic: 12,
        readers: readers.clone(),
        protocol: protocol.map(str::to_owned),
        language: Some("en".to_owned()),
        seed: Some(5),
        ..StudyRequest::default()
    })
    .unwrap();
    for (at, reader) in readers.into_iter().enumerate() {
        let scripted = Scripted { study: 1, reader, seed: at as u64, most: 10_000 };
        desk.read(&scripted, &mut |_, _| Ok(())).unwrap();
    }
    (folder, project)
}

pub(crate) fn unblinded(project: &Path) -> Desk {
    let desk = Desk::open(project).unwrap();
    for state in ["sealed", "database-locked", "unblinded"] {
        desk.advance(1, state, "all have read").unwrap();
    }
    desk
}

fn findings(view: &AnalysisView) -> BTreeMap<String, &FindingView> {
    let all = view.sections.iter().flat_map(|section| &section.findings);
    all.map(|finding| (finding.id.clone(), finding)).collect()
}

fn with_truth() -> ExportRequest {
    ExportRequest { study: Some(1), with_truth: true, ..ExportRequest::default() }
}

#[test]
fn nothing_is_analysed_while_the_truth_is_closed() {
    let (_folder, project) = project(None);
    let desk = Desk::open(&project).unwrap();
    let refused = desk.analysis(Some(1), &task()).unwrap_err();
    let Error::Analysis(AnalysisError::StillBlinded { state }) = &refused else {
        panic!("{refused}")
    };
    assert_eq!(state, "collecting");
    assert!(refused.failure().message.contains("still closed"), "{:?}", refused.failure());
    let latest = desk.analysis(None, &task());
    assert!(matches!(latest, Err(Error::Analysis(AnalysisError::StillBlinded { .. }))));
}

#[test]
fn a_study_that_is_done_sizes_the_next_one() {
    let (_folder, project) = project(None);
    let desk = Desk::open(&project).unwrap();
    assert_eq!(desk.pilots().unwrap(), [], "what readers called is closed");
    drop(desk);
    let desk = unblinded(&project);
    let pilots = desk.pilots().unwrap();
    let [pilot] = &pilots[..] else { panic!("{pilots:?}") };
    assert_eq!((pilot.study, pilot.name.as_str(), pilot.readers), (1, "Patients", 3));
    assert!(pilot.by_script && pilot.no_area.is_none() && pilot.no_accuracy.is_none());
    // They reached what the analysis says, which is of the same calls.
    let view = desk.analysis(Some(1), &task()).unwrap();
    let of_all = |quantity: &str| {
        let all = findings(&view);
        let is = |f: &&&FindingView| {
            (f.quantity.as_str(), f.method.as_str()) == (quantity, "obuchowski_rockette")
        };
        all.values().find(is).unwrap().value.unwrap()
    };
    let [area, accuracy] = [pilot.area.unwrap(), pilot.accuracy.unwrap()];
    assert!((area.mean - of_all("auc")).abs() < 1e-12 && area.cases == 24);
    assert!((accuracy.mean - of_all("balanced_accuracy")).abs() < 1e-12);
    let of = |readers, margin| {
        let request = PowerRequest {
            readers,
            cases: 60,
            margin,
            accuracy: if margin.is_some() { 0.5 } else { 0.7 },
            within_reader: 0.0,
            within_case: 0.0,
            pilot: if margin.is_some() { pilot.accuracy } else { pilot.area },
        };
        power(&request)
    };
    for margin in [None, Some(0.1)] {
        let [few, many] = [8, 12].map(|readers| of(readers, margin).unwrap());
        assert!(few.power < many.power && many.worth.is_none(), "{margin:?}");
        let point = few.by_readers.iter().find(|point| (point[0] - 12.0).abs() < 0.5).unwrap();
        assert!((point[1] - many.power).abs() < 1e-12, "{margin:?}");
    }
    assert!(matches!(of(1, None), Err(Error::Stats(_))), "one reader stands for nobody else");
}

#[test]
fn a_study_that_cannot_be_read_costs_the_choice_of_pilots_nothing_but_itself() {
    let (_folder, project) = project(None);
    drop(unblinded(&project));
    let connection = Connection::open(project.join("project.sqlite")).unwrap();
    let spoiled =
        "DROP TRIGGER studies_stay_as_they_were_locked; UPDATE studies SET request = '{}';";
    connection.execute_batch(spoiled).unwrap();
    drop(connection);
    let pilots = Desk::open(&project).unwrap().pilots().unwrap();
    let [pilot] = &pilots[..] else { panic!("{pilots:?}") };
    assert_eq!((pilot.study, pilot.name.as_str(), pilot.area), (1, "Patients", None));
    let why = pilot.no_accuracy.as_ref().expect("why it says nothing");
    assert!(!why.message.is_empty() && pilot.no_area.as_ref() == Some(why));
}

#[test]
fn page_report_and_tables_say_the_same() {
    let (_folder, project) = project(Some("records-full"));
    let desk = unblinded(&project);
    let view = desk.analysis(Some(1), &task()).unwrap();
    let ranks: Vec<&str> = view.sentences.iter().map(|s| s.rank.as_str()).collect();
    assert_eq!(ranks[0], "primary");
    assert!(view.warnings.iter().any(|warning| warning.contains("A script gave all answers")));
    assert!(view.sentences.iter().any(|s| s.text.contains("nothing of diversity")));
    let wanted = [
        "calls",
        "readers",
        "generators",
        "pairs",
        "scales",
        "choices",
        "agreement",
        "repeats",
        "subgroups",
        "times",
    ];
    for section in wanted {
        assert!(view.sections.iter().any(|own| own.section == section), "{section}");
    }
    // Words for everything: a key without words is its own.
    let written = serde_json::to_string(&view).unwrap();
    for key in ["analysis:", "app:", "stats:", "{{"] {
        assert!(!written.contains(key), "{key} in {written}");
    }

    let request = with_truth();
    let (folder, _) = desk.export(&request).unwrap();
    let exported: Value =
        serde_json::from_slice(&fs::read(folder.join("analysis.json")).unwrap()).unwrap();
    let page = fs::read_to_string(folder.join("report.html")).unwrap();
    let own = findings(&view);
    let listed = exported["findings"].as_array().unwrap();
    assert_eq!(listed.len(), own.len());
    for entry in listed {
        let (number, finding) = (entry["number"].as_str().unwrap(), &entry["finding"]);
        let id = finding["id"].as_str().unwrap();
        assert_eq!(finding["value"].as_f64(), own[id].value, "{id}");
        assert!(page.contains(&format!(">{number}<")), "{number} is on the page");
        assert!(
            own[id].shown.is_empty() || page.contains(&own[id].shown),
            "{id}: {:?}",
            own[id].shown
        );
    }
    // Every number of a sentence stands in the table of some finding, or in the plan.
    for sentence in &view.sentences {
        assert!(page.contains(&sentence.text.replace('"', "&quot;")), "{}", sentence.text);
        for bracket in sentence.text.match_indices('[') {
            let interval: String =
                sentence.text[bracket.0..].chars().take_while(|c| *c != ']').collect();
            let known = own.values().any(|finding| {
                let ends = finding.equivalence.as_ref().map(|e| (e.interval.low, e.interval.high));
                let odds = finding.interval.as_ref().map(|i| (i.low.exp(), i.high.exp()));
                let is = |(low, high): (f64, f64)| {
                    let shown = report_interval(low, high, &interval);
                    format!("[{shown}") == interval
                };
                finding.shown.contains(&interval) || ends.is_some_and(is) || odds.is_some_and(is)
            });
            assert!(known, "{interval} of {}", sentence.text);
        }
    }
    // From the tables alone, by names and numbers of cells, the same values come out.
    let alone = analyse_ratings(&folder.join("answers.csv"), None, 0, &task()).unwrap();
    let alone = findings(&alone);
    let mut n = 0;
    for (id, finding) in &own {
        // Codes that nobody chose are in the protocol only, and count for agreement by chance.
        let by_scale = ["gwet", "fleiss", "alpha"].contains(&finding.quantity.as_str());
        // What readers made of this program stands in a form.
        if finding.quantity == "usability" {
            continue;
        }
        let Some(other) = alone.get(id) else {
            assert!(finding.value.unwrap_or(0.0).abs() < 1e-12, "{id} is lost");
            continue;
        };
        if !by_scale {
            let near = match (finding.value, other.value) {
                (Some(a), Some(b)) => (a - b).abs() <= 1e-9 * a.abs().max(1.0),
                (a, b) => a == b,
            };
            assert!(near, "{id}: {:?} and {:?}", finding.value, other.value);
            n += 1;
        }
    }
    assert!(100 < n, "{n}");
}

/// Writes an interval with as many decimals as another one has.
fn report_interval(low: f64, high: f64, like: &str) -> String {
    let decimals = like
        .split('.')
        .nth(1)
        .map_or(0, |rest| rest.chars().take_while(char::is_ascii_digit).count());
    let one = |x: f64| format!("{x:.decimals$}").replace('-', "\u{2212}");
    format!("{}, {}", one(low), one(high))
}

#[test]
fn the_same_export_has_the_same_numbers_each_time() {
    let (_folder, project) = project(Some("records-short"));
    let desk = unblinded(&project);
    let request = with_truth();
    let [one, other] = [(); 2].map(|()| {
        let (folder, _) = desk.export(&request).unwrap();
        fs::read(folder.join("analysis.json")).unwrap()
    });
    assert_eq!(one, other);
}

/// The areas that are published for these ratings: 0.897 and 0.941, and 0.044 between them (C. W. Van Dyke
/// et al., 1993, as N. A. Obuchowski and S. L. Hillis analyse them: p 0.0517 for readers and cases).
#[test]
fn ratings_of_imrmc_have_the_published_areas() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR"));
    let path = path.join("../../tests/data/reader_stats/vandyke.imrmc");
    let view = analyse_ratings(&path, None, 0, &task()).unwrap();
    let all = findings(&view);
    let of = |id: &str| all.get(id).unwrap_or_else(|| panic!("{id}: {:?}", all.keys()));
    let method = "all/auc/obuchowski_rockette_jackknife/condition=";
    assert!((of(&format!("{method}0")).value.unwrap() - 0.897).abs() < 5e-4);
    assert!((of(&format!("{method}1")).value.unwrap() - 0.941).abs() < 5e-4);
    let between = of("all/auc_difference/obuchowski_rockette_jackknife/condition=0/less=1");
    assert!((between.value.unwrap() + 0.044).abs() < 5e-4);
    assert!((between.test.as_ref().unwrap().p - 0.0517).abs() < 5e-4);
    assert_eq!((between.n_readers, between.n_real, between.n_synthetic), (5, 69, 45));
    assert!(view.sections.iter().all(|s| s.findings.iter().all(|f| f.rank == "exploratory")));
}

#[test]
fn a_file_that_is_none_is_refused_with_its_line() {
    let folder = tempdir().unwrap();
    let said = |name: &str, text: &[u8], cases: Option<&str>| {
        let path = folder.path().join(name);
        fs::write(&path, text).unwrap();
        let beside = folder.path().join("cases.csv");
        match cases {
            Some(cases) => fs::write(beside, cases).unwrap(),
            None => drop(fs::remove_file(beside)),
        }
        let refused = analyse_ratings(&path, None, 0, &task()).expect_err(name);
        let failure = refused.failure();
        assert!(!failure.hint.is_empty() && !failure.message.contains("app:"), "{failure:?}");
        let Error::Analysis(AnalysisError::Ratings { line, fault, .. }) = refused else {
            panic!("{refused}")
        };
        (line, fault)
    };
    let begin = "any words\nBEGIN DATA:\ntruth,c1,truth,0\ntruth,c2,truth,1\n";
    let imrmc = |rest: &str| format!("{begin}{rest}").into_bytes();
    for (text, expected) in [
        (b"reader,case\n1,2\n".to_vec(), (0, "noBegin")),
        (imrmc("R1,c1,A\n"), (5, "fields")),
        (imrmc("R1,,A,3\n"), (5, "empty")),
        (imrmc("R1,c1,A,three\n"), (5, "score")),
        (imrmc("R1,c1,A,inf\n"), (5, "score")),
        (imrmc("R1,c3,A,3\n"), (5, "noTruth")),
        (imrmc("R1,c1,A,3\nR1,c1,A,4\n"), (6, "twice")),
        (imrmc("truth,c1,truth,1\n"), (5, "truthDiffers")),
        (imrmc("truth,c1,truth,2\n"), (5, "truth")),
        (imrmc(""), (0, "nothing")),
        (vec![0xff, 0xfe, 0x00], (0, "encoding")),
    ] {
        assert_eq!(said("ratings.imrmc", &text, None), expected);
    }
    let header = "reader,case_id,question_id,answer_type,value\n";
    let cases = Some("case_id,source\nc1,real\nc2,synthetic\n");
    let table = |rest: &str| format!("{header}{rest}").into_bytes();
    for (text, cases, expected) in [
        (b"case_id,question_id,value\nc1,q,1\n".to_vec(), cases, (1, "noReader")),
        (table("R1,c1,q,source,1\n"), None, (1, "noTruthTable")),
        (table("R1,c1,q,source\n"), cases, (2, "table")),
        (table("R1,c3,q,source,1\n"), cases, (2, "unknownCase")),
        (table("R1,c1,q,source,\n"), cases, (0, "nothing")),
        (table("R1,c1,q,source,1\n"), Some("case_id,source\nc1,fake\n"), (2, "source")),
        (table("R1,c1,q,source,1\n"), Some("case_id\nc1\n"), (1, "noSource")),
    ] {
        assert_eq!(said("answers.csv", &text, cases), expected);
    }
}

#[test]
fn what_was_measured_of_cases_is_compared_with_what_experts_said() {
    let (folder, project) = project(Some("records-short"));
    drop(unblinded(&project));
    let settings = folder.path().join("settings");
    let documents = folder.path().join("documents");
    let bench = Workbench::new(&settings, documents, Box::new(|work| work()), Box::new(|_| ()));
    bench.open_project(&project).unwrap();
    let before = bench.analysis(1).unwrap();
    assert!(before.sections.iter().all(|section| section.section != "concordance"));
    // What was read is there before anything is measured.
    let [read] = before.read_cases.as_slice() else { panic!("one question of real or synthetic") };
    assert_eq!((read.cases.len(), read.readers.len(), read.metrics.len()), (24, 3, 0));
    let asked =
        |id: &str| AskedMetric { id: id.to_owned(), parameters: BTreeMap::new(), network: None };
    let sets: BTreeMap<String, u32> =
        bench.sets().unwrap().into_iter().map(|set| (set.name, set.id)).collect();
    let request = MeasureRequest {
        real: sets["recorded.csv"],
        synthetic: vec![sets["a.csv"], sets["b.csv"]],
        metrics: METRICS.map(asked).to_vec(),
        seed: 1,
    };
    bench.start_measure(&request).unwrap();
    let view = bench.analysis(1).unwrap();
    let own = findings(&view);
    let of = |quantity: &str| -> Vec<&&FindingView> {
        own.values().filter(|finding| finding.quantity == quantity).collect()
    };
    assert_eq!(of("metric_place").len(), METRICS.len());
    let places: Vec<f64> = of("metric_place").iter().filter_map(|f| f.value).collect();
    assert!(places.iter().all(|place| (1.0..=METRICS.len() as f64).contains(place)), "{places:?}");
    assert_eq!((of("ceiling_lower").len(), of("ceiling_upper").len()), (1, 1));
    // All cases, and those of each of the two generators.
    assert_eq!(of("metric_rho").len(), 3 * METRICS.len());
    let read = &view.read_cases[0];
    let arms: BTreeMap<u32, Arm> =
        bench.sets().unwrap().into_iter().map(|set| (set.id, set.arm)).collect();
    for case in &read.cases {
        let sample = case.sample.expect("every case of a study has a sample");
        assert_eq!(arms[&sample.set] == Arm::Synthetic, case.synthetic, "{}", case.case);
        let given: Vec<f64> = case.points.iter().copied().flatten().collect();
        assert_eq!(u32::try_from(given.len()).ok(), Some(case.n_calls));
        assert!((given.iter().sum::<f64>() / given.len() as f64 - case.point).abs() < 1e-12);
    }
    let first: Vec<Option<f64>> = read.metrics.iter().map(|metric| metric.place).collect();
    assert!(first.is_sorted(), "the best one comes first: {first:?}");
    for metric in &read.metrics {
        assert_eq!((metric.values.len(), metric.apart.len()), (24, 24));
        let gaps: f64 = metric.apart.iter().flatten().sum();
        assert!(gaps.abs() < 1e-9, "as far up as down: {gaps}");
        let rho = own[&format!("{}/metric_rho/spearman/metric={}", read.question, metric.metric)];
        let turned = if metric.turned { -1.0 } else { 1.0 };
        assert_eq!(metric.agreement, rho.value.map(|rho| turned * rho));
        assert_eq!(metric.verdict, "notShown", "scripts guess");
    }
    let adjusted = |finding: &&&FindingView| {
        finding
            .test
            .as_ref()
            .is_none_or(|test| test.adjusted_by.as_deref() == Some("benjamini_hochberg"))
    };
    assert!(of("metric_rho").iter().all(|finding| finding.rank == "exploratory"));
    assert!(of("metric_rho").iter().all(adjusted));
    // Scripts guess: nothing that was measured agrees with them, and nothing says that it does.
    let said = view.sentences.iter().find(|s| s.text.contains("metrics of single cases")).unwrap();
    assert_eq!(said.rank, "exploratory");
    let p: Vec<f64> = of("metric_rho").iter().filter_map(|f| f.test.as_ref()?.adjusted).collect();
    assert!(p.iter().all(|p| 0.05 < *p), "{p:?}");
    assert!(said.text.starts_with("None of 3 metrics"), "{}", said.text);
}

#[test]
fn a_reader_who_misses_obvious_cases_is_named() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("answers.csv");
    let mut text = "reader,case_id,question_id,answer_type,value,is_catch\n".to_owned();
    for (reader, missed) in [("R1", 1), ("R2", 6)] {
        for (case, point) in [("c1", 2), ("c2", 5), ("c3", 3), ("c4", 4)] {
            writeln!(text, "{reader},{case},q,source,{point},false").unwrap();
        }
        writeln!(text, "{reader},c5,q,source,{missed},true").unwrap();
    }
    fs::write(&path, text).unwrap();
    let cases = "case_id,source\nc1,real\nc2,synthetic\nc3,real\nc4,synthetic\nc5,synthetic\n";
    fs::write(folder.path().join("cases.csv"), cases).unwrap();
    let view = analyse_ratings(&path, None, 0, &task()).unwrap();
    let named = |reader: &str| {
        view.warnings.iter().any(|said| said.starts_with(reader) && said.contains("obvious case"))
    };
    assert!(named("R1") && !named("R2"), "{:?}", view.warnings);
    // The obvious case is in no other number: all four calls of both are right.
    let all = findings(&view);
    assert!((all["q/accuracy/wilson_two_way"].value.unwrap() - 1.0).abs() < 1e-12);
}

/// The analysis of a table in which each reader gives one point to each real and one to each synthetic case.
fn view_of(readers: &[(&str, Option<u8>, Option<u8>)]) -> AnalysisView {
    let folder = tempdir().unwrap();
    let path = folder.path().join("answers.csv");
    let mut text = "reader,case_id,source,question_id,answer_type,value\n".to_owned();
    for (reader, real, synthetic) in readers {
        for at in 0..15 {
            for (source, point) in [("real", real), ("synthetic", synthetic)] {
                let Some(point) = point else { continue };
                writeln!(text, "{reader},{source}{at},{source},q,source,{point}").unwrap();
            }
        }
    }
    fs::write(&path, text).unwrap();
    analyse_ratings(&path, None, 0, &task()).unwrap()
}

fn said(view: &AnalysisView) -> String {
    view.sentences.iter().map(|sentence| sentence.text.as_str()).collect::<Vec<_>>().join("\n")
}

#[test]
fn what_has_no_interval_says_what_can_still_be_said() {
    // By hand: 30 of 30 right; Wilson's lower end is 1 / (1 + 1.96² / 30) = 0.8865.
    let perfect = view_of(&[("R1", Some(1), Some(6)), ("R2", Some(2), Some(6))]);
    let text = said(&perfect);
    assert!(text.contains("Balanced accuracy is 1, without an interval over readers"), "{text}");
    assert!(text.contains("Of all calls, with readers and cases random, right were 1"), "{text}");
    assert!(
        text.contains("these 2 readers alone") && text.contains("between 0.886 and 1"),
        "{text}"
    );
    assert!(text.contains("kept apart without exception"), "{text}");

    let wrong = said(&view_of(&[("R1", Some(6), Some(1)), ("R2", Some(5), Some(2))]));
    assert!(wrong.contains("Balanced accuracy is 0") && !wrong.contains("error"), "{wrong}");
    assert!(wrong.contains("between 0 and 0.114"), "{wrong}");

    let alone = said(&view_of(&[("R1", Some(1), Some(6))]));
    assert!(alone.contains("of R1 alone") && alone.contains("At least 2 readers"), "{alone}");
    assert!(!alone.contains("patients"), "{alone}");
}

#[test]
fn readers_of_one_source_are_not_counted_among_those_who_told_it_apart() {
    let apart = view_of(&[("R1", Some(1), None), ("R2", None, Some(6))]);
    let text = said(&apart);
    assert!(text.contains("No reader rated cases of both kinds"), "{text}");
    assert!(!text.contains("At least 1 positive"), "{text}");
    assert!(!apart.warnings.iter().any(|said| said.contains("one source only")));

    let all = [("R1", Some(1), Some(6)), ("R2", Some(1), Some(6)), ("R3", Some(1), None)];
    let one = view_of(&all);
    assert!(said(&one).contains("Averaged over 2 readers"), "{}", said(&one));
    let named = |said: &&String| said.contains("R3 judged cases of one source only");
    assert_eq!(one.warnings.iter().filter(named).count(), 1, "{:?}", one.warnings);
    let area = &findings(&one)["q/auc/u_statistic"];
    assert_eq!((area.n_readers, area.n_answers), (2, 60));
}

#[test]
fn a_script_counts_in_a_table_only_where_nobody_else_read() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("answers.csv");
    let header = "reader,case_id,source,question_id,answer_type,value,is_scripted,excluded,exclusion_reason\n";
    let rows = |reader: &str, scripted: &str| -> String {
        let row = |at: usize| {
            let source = if at < 10 { "real" } else { "synthetic" };
            let point = if (at + reader.len()).is_multiple_of(3) { 2 } else { 5 };
            format!("{reader},c{at},{source},q,source,{point},{scripted}\n")
        };
        (0..20).map(row).collect()
    };
    let view = |text: &str| {
        fs::write(&path, text).unwrap();
        analyse_ratings(&path, None, 0, &task()).unwrap()
    };
    let n = |view: &AnalysisView| findings(view)["q/accuracy/wilson_two_way"].n_readers;
    let by_script =
        |view: &AnalysisView| view.warnings.iter().any(|one| one.contains("A script gave all"));

    let trial = [header, &rows("R1", "true,false,"), &rows("R2", "true,false,")].concat();
    let trial = view(&trial);
    assert_eq!((n(&trial), by_script(&trial)), (2, true));
    // Joined to what a person said, a trial counts nowhere.
    let joined = [header, &rows("R1", "true,false,"), &rows("R2", "false,false,")].concat();
    let joined = view(&joined);
    assert_eq!((n(&joined), by_script(&joined)), (1, false));
    assert!(
        joined.flow.excluded.iter().any(|one| one.reader == "R1" && one.why.contains("script"))
    );
    // A table of before that column says it in the reason.
    let before = [header, &rows("R1", "true,scripted reader"), &rows("R2", "true,scripted reader")];
    let before = before.concat().replace(",is_scripted", "");
    let before = view(&before);
    assert_eq!((n(&before), by_script(&before)), (2, true));
}
