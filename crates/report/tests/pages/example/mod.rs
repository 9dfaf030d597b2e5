//! An invented audit, whose report has something in each of its places.

use report::facts::{
    EstimateFacts, EstimatesFacts, FigureFacts, MeasureFacts, MethodFacts, Outcome, ReaderFacts,
    ReportFacts, SetFacts, StudyFacts, TrailFacts, TrailState, ValueFacts,
};
use report::figure::{
    Axis, Band, CallsRow, Caption, Role, Series, Size, StripRow, Svg, forest, histogram,
    interval_strip,
};

pub(crate) const ROLES: [Role; 3] = [Role::Generator(0), Role::Generator(1), Role::Generator(2)];
const NAMES: [&str; 3] = ["A diffusion", "B copula-PCA", "C deformation"];

/// Returns three values with intervals, in the order of the generators.
pub(crate) fn rows(values: [(f64, f64, f64); 3], long: bool) -> Vec<StripRow> {
    values
        .into_iter()
        .enumerate()
        .map(|(at, (value, low, high))| StripRow {
            label: if long { NAMES[at].to_owned() } else { NAMES[at][..1].to_owned() },
            value,
            interval: Some((low, high)),
            n: Some([1000, 1000, 12_400][at]),
            role: ROLES[at],
        })
        .collect()
}

pub(crate) fn caption(title: &str) -> Caption {
    Caption { title: title.into(), description: "invented numbers".into() }
}

/// Returns the strip of the measure page.
pub(crate) fn strip() -> Svg {
    let rows = rows([(0.81, 0.77, 0.85), (0.42, 0.37, 0.47), (0.88, 0.85, 0.91)], false);
    let axis = Axis { low: 0.0, high: 1.0, label: "precision".into() };
    let size = Size { width: 270, height: 64 };
    interval_strip(
        &caption("A looks like the real set; B does not"),
        &rows,
        Some((0.78, 0.86)),
        &axis,
        size,
    )
    .unwrap()
}

/// Returns values around a middle, spread like the sum of three dice throws.
pub(crate) fn spread(n: u32, middle: f64, width: f64) -> Vec<f64> {
    let throw = |k: u32, step: u32| f64::from(k.wrapping_mul(step) % 997) / 997.0 - 0.5;
    (1..=n)
        .map(|k| {
            let sum = throw(k, 7919) + throw(k, 104_729 % 9973) + throw(k, 611_953 % 7907);
            ((middle + width * sum) * 10.0).round() / 10.0
        })
        .collect()
}

pub(crate) fn ages() -> Svg {
    let series = [
        Series {
            label: "Real heart failure".into(),
            values: spread(299, 61.0, 32.0),
            role: Role::Real,
        },
        Series { label: "A diffusion".into(), values: spread(1000, 64.0, 22.0), role: ROLES[0] },
        Series { label: "B copula".into(), values: spread(1000, 58.0, 36.0), role: ROLES[1] },
    ];
    let title = "Synthetic patients are older, and fewer of them are very young or very old";
    histogram(&caption(title), &series, "age, years", Size { width: 680, height: 340 }).unwrap()
}

pub(crate) fn calls() -> Vec<CallsRow> {
    let row = |reader: &str, source: &str, role, counts| CallsRow {
        reader: reader.into(),
        source: source.into(),
        role,
        counts,
    };
    vec![
        row("R1", "real", Role::Real, [14, 9, 6, 5, 4, 2]),
        row("R1", "A diffusion", ROLES[0], [3, 6, 8, 9, 10, 4]),
        row("R2", "real", Role::Real, [2, 12, 10, 9, 6, 1]),
        row("R2", "A diffusion", ROLES[0], [0, 1, 4, 9, 17, 9]),
        row("R3", "real", Role::Real, [0, 0, 0, 0, 0, 0]),
        row("R3", "A diffusion", ROLES[0], [0, 0, 1, 0, 0, 0]),
    ]
}

pub(crate) fn precision_forest() -> Svg {
    let rows = rows([(0.81, 0.77, 0.85), (0.42, 0.37, 0.47), (1.2, 1.1, 1.3)], true);
    let axis = Axis {
        low: 0.0,
        high: 1.0,
        label: "precision: share of synthetic cases among real ones".into(),
    };
    let band = Band { low: 0.78, high: 0.86, label: "real against real".into() };
    forest(&caption("A looks like the real set; B does not"), &rows, Some(&band), &axis, 680)
        .unwrap()
}

fn measure(group: &str, title: &str, sentence: &str, values: Vec<ValueFacts>) -> MeasureFacts {
    MeasureFacts {
        group: group.into(),
        title: title.into(),
        sentence: sentence.into(),
        unit: None,
        direction: Some("higher is closer".into()),
        yardstick: Some((0.78, 0.86)),
        axis: Some((0.0, 1.0)),
        interval_is: Some("95 %, subjects resampled".into()),
        values,
    }
}

fn value(at: usize, outcome: Outcome) -> ValueFacts {
    ValueFacts {
        set: NAMES[at].into(),
        role: ROLES[at],
        outcome,
        n: 1000,
        left_out: at as u64,
        id: format!("value-{}", 301 + at),
    }
}

fn number(value: f64, low: f64, high: f64) -> Outcome {
    Outcome::Value { value, interval: Some((low, high)) }
}

/// Returns facts for every part of the page.
pub(crate) fn facts() -> ReportFacts {
    let hash = |digit: char| digit.to_string().repeat(64);
    let set = |name: &str, role, generator: Option<&str>, n, n_subjects, digit| SetFacts {
        name: name.into(),
        role,
        generator: generator.map(str::to_owned),
        modality: "Images".into(),
        n,
        n_subjects,
        manifest: hash(digit),
        notes: vec![],
    };
    let mut real = set("Real radiographs", Role::Real, None, 1204, Some(611), 'a');
    real.notes =
        vec!["3 files were truncated and left out".into(), "2 exact copies were found".into()];
    let psnr = MeasureFacts {
        unit: Some("dB".into()),
        yardstick: None,
        axis: None,
        values: vec![
            value(0, number(31.234_567, 30.1, 32.4)),
            value(1, Outcome::Value { value: f64::INFINITY, interval: None }),
            value(
                2,
                Outcome::None {
                    reason: "the set has no pairs: PSNR compares an image with its own reference"
                        .into(),
                },
            ),
        ],
        ..measure("Fidelity", "PSNR", "A's reconstructions are 31 dB from their originals.", vec![])
    };
    ReportFacts {
        title: "Three generators of chest radiographs against 1204 real ones".into(),
        project: "Chest X-ray generators, pilot".into(),
        made_at: "2025-05-01 09:30 UTC".into(),
        program: "Touchstone 0.1.0".into(),
        findings: vec![
            "A looks like the real set, B does not: precision 0.81 [0.77, 0.85] and 0.42 [0.37, 0.47].".into(),
            "A misses about a third of the real cases: coverage 0.64 [0.60, 0.68].".into(),
            "Readers told A from real better than by chance: AUC 0.62 [0.55, 0.69].".into(),
        ],
        sets: vec![
            real,
            set("A diffusion", ROLES[0], Some("latent diffusion, 2024-11"), 1000, None, 'b'),
            set("B copula-PCA", ROLES[1], Some("copula over PCA, seed 7"), 1000, None, 'c'),
            set("C deformation", ROLES[2], None, 12_400, None, 'd'),
        ],
        measures: vec![
            measure(
                "Fidelity",
                "Precision",
                "A looks like the real set; B does not.",
                vec![
                    value(0, number(0.81, 0.77, 0.85)),
                    value(1, number(0.42, 0.37, 0.47)),
                    value(2, number(0.88, 0.85, 0.91)),
                ],
            ),
            psnr,
            measure(
                "Diversity",
                "Coverage",
                "A misses about a third of the real cases.",
                vec![value(0, number(0.64, 0.60, 0.68)), value(1, number(0.31, 0.27, 0.35))],
            ),
        ],
        figures: vec![
            FigureFacts { svg: precision_forest(), note: "Precision with 95 % intervals by subject; the grey band is where real data fall when one half is held against the other.".into() },
            FigureFacts { svg: ages(), note: "Shares in equal bins; the marks on top are medians.".into() },
        ],
        study: Some(study(&hash)),
        methods: vec![MethodFacts {
            name: "Precision, version 1".into(),
            text: "k = 5 nearest neighbours on HOG features, version 1; intervals from 2000 resamples of subjects, seed 7.".into(),
            source: "T. Kynkäänniemi et al., NeurIPS 2019".into(),
        }],
        left_out: vec!["Strata with fewer than 20 cases were not measured on their own: site C (n 11).".into()],
        trail: Some(TrailFacts {
            head: hash('e'),
            n_records: 412,
            state: TrailState::Holds,
            checkpoint: "touchstone\n412\n7u7u7u7u=\n\n\u{2014} touchstone 6YxlP8j2=\n".into(),
            key: "touchstone+c74f20a3+ARpc2QcU".into(),
        }),
    }
}

fn study(hash: &impl Fn(char) -> String) -> StudyFacts {
    let reader = |reader: &str, n_read, right| ReaderFacts {
        reader: reader.into(),
        n_sessions: 2,
        n_sealed: 2,
        n_read,
        n_due: 240,
        right,
    };
    let estimate = |title: &str, outcome, id: &str| EstimateFacts {
        title: title.into(),
        of: "three readers".into(),
        outcome,
        beside: Some(0.5),
        method: "Obuchowski–Rockette".into(),
        test: "p = 0.012".into(),
        n: "3 readers, 80 cases".into(),
        id: id.into(),
    };
    StudyFacts {
        title: "Can radiologists tell?".into(),
        state: "unblinded 2025-04-28 by coordinator-1".into(),
        is_open: true,
        design_version: "2".into(),
        design_hash: hash('f'),
        plan_hash: Some(hash('1')),
        key_commitment: Some(hash('2')),
        n_cases: 80,
        n_due: 720,
        n_read: 701,
        n_answers: 2103,
        readers: vec![
            reader("R1", 240, Some((52, 80))),
            reader("R2", 240, Some((55, 80))),
            reader("R3", 221, None),
        ],
        calls: calls(),
        warnings: vec!["One case was not read.".into()],
        said: vec![
            (
                "What the study was made for".into(),
                vec![
                    "Readers told A from real better than by chance: AUC 0.62 [0.55, 0.69].".into(),
                ],
            ),
            ("Exploratory".into(), vec!["Accuracy fell with the hours.".into()]),
        ],
        figures: Vec::new(),
        estimates: vec![EstimatesFacts {
            title: "Real or synthetic, all readers".into(),
            note: "0.5 is chance.".into(),
            rows: vec![
                estimate("Reader-averaged AUC", number(0.6231, 0.5519, 0.6942), "A12"),
                estimate(
                    "AUC by quartile of position",
                    Outcome::None { reason: "fewer than 20 calls in each quartile".into() },
                    "A13",
                ),
            ],
        }],
        appendix: vec![(
            "The plan, as locked".into(),
            vec![("Claim".into(), "Readers cannot tell, within 0.1.".into())],
        )],
        excluded: vec![
            "19 answers of R3 after the session was broken off; decided before unblinding.".into(),
        ],
    }
}

/// Returns facts of a project whose records were changed, with names in several scripts.
pub(crate) fn broken() -> ReportFacts {
    let mut facts = facts();
    let state = TrailState::Broken { at: Some(17), n_answers: 2, n_studies: 1 };
    facts.trail.as_mut().unwrap().state = state;
    facts.title = "Größe ≥ 5 µm: #set *text*(red), $x_2$ and <b>bold</b>".into();
    facts.sets[1].name = "מודל א, الرسم".into();
    facts.sets[2].name = "Μοντέλο Β — Модель Б".into();
    facts
}

/// Returns facts with more rows than a sheet has room for.
pub(crate) fn long() -> ReportFacts {
    let mut facts = facts();
    let (set, value) = (facts.sets[1].clone(), facts.measures[0].values[0].clone());
    for at in 0..90 {
        let mut set = set.clone();
        set.name = format!("Generator at temperature {at}");
        set.role = Role::Generator(at);
        facts.sets.push(set);
        let mut value = value.clone();
        value.set = format!("Generator at temperature {at}");
        facts.measures[2].values.push(value);
    }
    facts
}

/// Returns facts whose names have no place to break.
pub(crate) fn hard() -> ReportFacts {
    let word = "Extraordinarily_long_name_without_a_single_space_".repeat(6);
    let mut facts = long();
    (facts.title, facts.project, facts.program) = (word.clone(), word.clone(), word.clone());
    facts.findings = vec![word.clone()];
    for set in &mut facts.sets[..3] {
        (set.name, set.modality) = (word.clone(), word.clone());
        (set.generator, set.notes) = (Some(word.clone()), vec![word.clone()]);
    }
    for measure in &mut facts.measures {
        (measure.title, measure.sentence) = (word.clone(), word.clone());
        (measure.values[0].set, measure.values[0].id) = (word.clone(), word.clone());
        measure.values[1].outcome = Outcome::None { reason: word.clone() };
    }
    let study = facts.study.as_mut().unwrap();
    study.readers[0].reader.clone_from(&word);
    study.calls[0].reader.clone_from(&word);
    let estimate = &mut study.estimates[0].rows[0];
    (estimate.title, estimate.id) = (word.clone(), word.clone());
    (study.title, study.design_version) = (word.clone(), word.clone());
    facts.methods[0].name.clone_from(&word);
    facts
}
