//! `touchstone study`: blinded studies from the terminal.

mod arguments;
mod exposure;

pub(crate) use arguments::Arguments;
use arguments::{Audit, Merge, New, OfStudy, OpenPack, Read, Seal, Show, Step};
use workbench::wire::StudyRequest;
use workbench::{Columns, Desk, LeftOut, Scripted, StudyFromFiles};

use crate::document::{Document, in_snake_case};
use crate::signing;

use crate::terminal::{self, End, Why};

pub(crate) fn run(arguments: &Arguments) -> Result<End, Why> {
    match &arguments.step {
        Step::New(new) => make(new),
        Step::Read(read) => answer(read),
        Step::Show(show) => list(show),
        Step::Audit(asked) => audit(asked),
        Step::Lock(asked) => {
            told(asked, &terminal::desk(&asked.project)?.lock(asked.study)?, |view| {
                format!("study {} is locked: design {}", view.id, view.design_hash)
            })
        }
        Step::Pack(asked) => {
            let words = asked.of.words.words()?;
            let desk = terminal::desk(&asked.project)?;
            told(
                asked,
                &desk.pack(&terminal::task("packing"), asked.study, &words, &asked.of.out)?,
                |view| {
                    let mut text = format!(
                        "{}  {} bytes\n{}  for the coordinator alone",
                        view.name, view.bytes, view.key_name
                    );
                    for one in &view.waiting {
                        text += &format!("\n{}", exposure::waiting(one));
                    }
                    text
                },
            )
        }
        Step::Open(asked) => open(asked),
        Step::Seal(asked) => seal(asked),
        Step::Merge(asked) => merge(asked),
        Step::Enrol(asked) => {
            let desk = terminal::desk(&asked.project)?;
            desk.enrol(asked.study, &asked.of.reader, &asked.of.key)?;
            told(asked, &desk.study(asked.study)?, |view| {
                let own = view.readers.iter().find(|one| one.code == asked.of.reader);
                let code = own.and_then(|one| one.fingerprint.clone()).unwrap_or_default();
                format!("{} signs with {code}", asked.of.reader)
            })
        }
        Step::Advance(asked) => {
            let desk = terminal::desk(&asked.project)?;
            let view = desk.advance(asked.study, &asked.of.to, &asked.of.reason)?;
            told(asked, &view, |view| format!("study {} is {}", view.id, view.state))
        }
        Step::Exposure(asked) => exposure::run(asked),
        Step::Unblind(asked) => {
            let desk = terminal::desk(&asked.project)?;
            let view = desk.advance(asked.study, "unblinded", &asked.of.reason)?;
            told(asked, &view, |view| format!("study {} is {}", view.id, view.state))
        }
    }
}

/// Prints what was done: as a document, or as a line.
fn told<T: clap::Args, V: serde::Serialize>(
    asked: &OfStudy<T>,
    view: &V,
    line: impl Fn(&V) -> String,
) -> Result<End, Why> {
    if asked.json {
        Document::new("study").with("study", in_snake_case(view)).left_out(&[]).print()?;
    } else {
        terminal::print(&line(view))?;
    }
    Ok(End::Done)
}

fn audit(asked: &OfStudy<Audit>) -> Result<End, Why> {
    let desk = terminal::desk(&asked.project)?;
    let mut found = if asked.of.mend { desk.mend(asked.study)? } else { desk.audit(asked.study)? };
    if !asked.of.mask.is_empty() {
        found = desk.mask(asked.study, &asked.of.mask)?;
    }
    if asked.json {
        Document::new("study").with("audit", in_snake_case(&found)).left_out(&[]).print()?;
        return Ok(End::Done);
    }
    let mut text = format!("{}\n", found.sentence);
    for leak in &found.leaks {
        let mark = if leak.tells { "*" } else { " " };
        text += &format!(
            "{mark} {:<10} {:<32} AUC {:.3}  p {:.4}\n",
            leak.channel, leak.name, leak.auc, leak.p
        );
    }
    for (what, list) in [("done", &found.mends), ("proposed", &found.suggested)] {
        for mend in list {
            text += &format!("{what}: {mend}\n");
        }
    }
    terminal::print(&text)?;
    Ok(End::Done)
}

fn open(asked: &OpenPack) -> Result<End, Why> {
    let (desk, folder) = Desk::open_pack(&asked.pack, &asked.words.words()?, signing::by())?;
    let study = desk.studies()?.into_iter().next().ok_or(workbench::Error::Broke)?;
    let folder = folder.to_string_lossy().into_owned();
    if asked.json {
        Document::new("study")
            .with("project", &folder)
            .with("study", in_snake_case(&study))
            .left_out(&[])
            .print()?;
    } else {
        let codes: Vec<&str> = study.readers.iter().map(|reader| reader.code.as_str()).collect();
        terminal::print(&format!("{folder}\nreaders: {}", codes.join(", ")))?;
    }
    Ok(End::Done)
}

fn seal(asked: &OfStudy<Seal>) -> Result<End, Why> {
    let desk = terminal::desk(&asked.project)?;
    let words = asked.of.words.words()?;
    let written = asked.of.out.as_deref().map(|out| (words.as_str(), out));
    match desk.seal(asked.study, &asked.of.reader, written)? {
        Some(view) => told(asked, &view, |view| {
            format!(
                "{}  {} answers\nhead {}  key {}",
                view.name, view.n_answers, view.head, view.fingerprint
            )
        }),
        None => told(asked, &desk.study(asked.study)?, |_| {
            format!("the session of {} is sealed", asked.of.reader)
        }),
    }
}

/// Complaints about files that count, or need not.
const COUNTED: [&str; 5] = [
    "seal.merge_duplicate",
    "seal.merge_superseded",
    "seal.merge_clock_back",
    "seal.merge_clock_ahead",
    "seal.merge_incomplete",
];

fn merge(asked: &OfStudy<Merge>) -> Result<End, Why> {
    let merged =
        terminal::desk(&asked.project)?.merge(asked.study, &asked.of.sessions, &asked.of.choose)?;
    // The same session twice, an earlier state of it, and what is only to be known leaves nothing out.
    let left_out: Vec<LeftOut> = merged
        .complaints
        .iter()
        .filter(|one| !COUNTED.contains(&one.code.as_str()))
        .filter_map(|one| Some(LeftOut { name: one.file.clone()?, error: one.into() }))
        .collect();
    let end = match merged.n_sessions {
        0 => End::Wrong,
        _ => End::leaving(left_out.len()),
    };
    if asked.json {
        Document::new("study").with("merge", in_snake_case(&merged)).left_out(&left_out).print()?;
        return Ok(end);
    }
    let mut text = format!(
        "{} of {} files count; {} presentations are new\n",
        merged.n_sessions, merged.n_files, merged.n_new
    );
    for one in &merged.complaints {
        let who = one.file.as_deref().or(one.reader.as_deref()).unwrap_or_default();
        text += &format!("{who}: {} {}\n", one.message, one.hint);
    }
    terminal::print(&text)?;
    Ok(end)
}

fn make(new: &New) -> Result<End, Why> {
    let files = StudyFromFiles {
        real: new.real.clone(),
        synthetic: new.synthetic.clone(),
        columns: Columns {
            subject: new.subject_column.clone(),
            diagnosis: new.diagnosis_column.clone(),
        },
        request: StudyRequest {
            name: new.name.clone(),
            real: 0,
            synthetic: Vec::new(),
            n_real: new.n_real,
            n_synthetic: new.n_synthetic,
            readers: new.readers.clone(),
            seed: new.seed,
            protocol: new.protocol.clone(),
            language: new.language.clone(),
            repeat_percent: new.repeats,
            ..StudyRequest::default()
        },
    };
    let task = terminal::task("importing");
    files.check()?;
    let desk = terminal::sound(Desk::open_or_create(&new.project, signing::by())?)?;
    let (study, left_out) = desk.study_from_files(&task, &files, new.draft)?;
    let end = End::leaving(left_out.len());
    if new.json {
        // A seed that was drawn is not told: it would give every reader's order away.
        Document::new("study")
            .with("seed", new.seed)
            .with("seed_kind", if new.seed.is_some() { "given" } else { "random" })
            .with("study", in_snake_case(&study))
            .left_out(&left_out)
            .print()?;
    } else {
        terminal::print(&format!(
            "study {} is {}: design {}, {}, {}",
            study.id,
            study.state,
            study.design_hash,
            terminal::counted((study.n_real + study.n_synthetic) as usize, "case"),
            terminal::counted(study.readers.len(), "reader")
        ))?;
    }
    Ok(end)
}

fn answer(read: &Read) -> Result<End, Why> {
    let desk = terminal::desk(&read.project)?;
    let mut answered = Vec::new();
    let scripted = Scripted {
        study: read.study,
        reader: read.reader.clone(),
        seed: read.seed,
        most: read.most.unwrap_or(usize::MAX),
    };
    // A study of one's own has no pack to open, whatever passphrase the environment holds.
    if desk.study(read.study)?.received
        && let Some(words) = read.words.given()?
    {
        desk.unlock(&words)?;
    }
    desk.read(&scripted, &mut |case, call| {
        if read.json {
            answered.push(serde_json::json!({ "position": case, "q_real": call }));
            return Ok(());
        }
        // The line comes only after the answer is on the disk: whoever reads it may pull the plug.
        terminal::print(&format!("{case} {call}")).map_err(|_| workbench::Error::Stopped)
    })?;
    if read.json {
        Document::new("study")
            .with("seed", read.seed)
            .with("reader", &read.reader)
            .with("answered", answered)
            .left_out(&[])
            .print()?;
    }
    Ok(End::Done)
}

fn list(show: &Show) -> Result<End, Why> {
    let studies = terminal::desk(&show.project)?.studies()?;
    if show.json {
        Document::new("study").with("studies", in_snake_case(&studies)).left_out(&[]).print()?;
        return Ok(End::Done);
    }
    let mut text = String::new();
    for study in &studies {
        text += &format!(
            "{}  {}  {}  design {}\n",
            study.id, study.name, study.state, study.design_hash
        );
        for reader in &study.readers {
            text += &format!("   {}  {} of {}\n", reader.code, reader.done, reader.total);
        }
    }
    terminal::print(&text)?;
    Ok(End::Done)
}
