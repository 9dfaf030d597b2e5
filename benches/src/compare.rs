//! Ours and the peer in turn, and what came of it.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use serde_json::{Value, json};

use crate::benches::{self, Bench, Size};
use crate::process::{self, Run};
use crate::spread::Spread;
use crate::{Outcome, inputs, machine, printed};

/// What is asked for at the terminal.
#[derive(Default)]
struct Asked {
    json: bool,
    small: bool,
    pairs: Option<usize>,
    python: Option<PathBuf>,
    inputs: Option<PathBuf>,
    names: Vec<String>,
}

impl Asked {
    fn of(words: &[&str]) -> Outcome<Self> {
        let mut asked = Asked::default();
        let mut words = words.iter();
        while let Some(&word) = words.next() {
            let mut next = || words.next().ok_or_else(|| format!("{word} wants a value"));
            match word {
                "--json" => asked.json = true,
                "--small" => asked.small = true,
                "--inputs" => asked.inputs = Some(next()?.into()),
                "--pairs" => {
                    let pairs = next()?.parse().ok().filter(|&pairs: &usize| 0 < pairs);
                    asked.pairs = Some(pairs.ok_or("--pairs wants a number from 1")?);
                }
                "--python" => asked.python = Some(next()?.into()),
                option if option.starts_with('-') => return Err(format!("there is no {option}")),
                name => asked.names.push(name.to_owned()),
            }
        }
        Ok(asked)
    }

    /// Returns the comparisons that are named; all of them when none is.
    fn benches(&self) -> Outcome<Vec<&'static Bench>> {
        let called = |bench: &Bench, name: &str| {
            bench
                .name
                .strip_prefix(name)
                .is_some_and(|rest| rest.is_empty() || rest.starts_with('-'))
        };
        if let Some(name) =
            self.names.iter().find(|name| !benches::ALL.iter().any(|bench| called(bench, name)))
        {
            let names: Vec<&str> = benches::ALL.iter().map(|bench| bench.name).collect();
            return Err(format!("there is no {name}; there are {}", names.join(", ")));
        }
        let is_asked =
            |bench: &&Bench| self.names.is_empty() || self.names.iter().any(|n| called(bench, n));
        Ok(benches::ALL.iter().filter(is_asked).collect())
    }
}

/// Runs comparisons and prints each as soon as it is done.
///
/// # Errors
///
/// A job that failed, and, at the end, values of ours and of a peer that differ.
pub(crate) fn compare(words: &[&str]) -> Outcome {
    let asked = Asked::of(words)?;
    let folder = asked.inputs.clone().ok_or("--inputs says where to put the inputs")?;
    let load_before = machine::load();
    if !asked.json {
        printed::line(&printed::machine());
    }
    let mut differing = Vec::new();
    let mut documents = Vec::new();
    for bench in asked.benches()? {
        let Some(done) = one(bench, &asked, &folder)? else { continue };
        if done.differs() {
            differing.push(bench.name);
        }
        if asked.json {
            documents.push(done.document());
        } else {
            printed::line(&printed::comparison(&done));
        }
    }
    if asked.json {
        let machine = json!({
            "processor": machine::processor(),
            "threads": std::thread::available_parallelism().map_or(1, usize::from),
            "load_before": load_before,
            "load_after": machine::load(),
        });
        printed::line(&json!({ "machine": machine, "benches": documents }).to_string());
    }
    if differing.is_empty() {
        return Ok(());
    }
    Err(format!("ours and the peer's values differ: {}", differing.join(", ")))
}

/// One comparison that was done.
pub(crate) struct Done {
    pub(crate) bench: &'static Bench,
    pub(crate) size: Size,
    pub(crate) ours: Vec<Run>,
    /// Empty when nobody else does it, or when the peer is not installed.
    pub(crate) peer: Vec<Run>,
    /// How busy the machine was before and after.
    pub(crate) load: [Option<f64>; 2],
}

/// A value that ours and the peer found.
pub(crate) struct Both<'a> {
    pub(crate) name: &'a str,
    pub(crate) ours: f64,
    pub(crate) peer: f64,
    pub(crate) differs: bool,
}

impl Done {
    /// Returns how long ours took for one item, next to the peer's: it may do a part of them.
    pub(crate) fn ratio(&self) -> Option<Spread> {
        let pairs = self.ours.iter().zip(&self.peer);
        let one = |run: &Run| run.seconds / run.n as f64;
        Spread::of(pairs.map(|(ours, peer)| one(ours) / one(peer)))
    }

    /// Returns which part of the rate of one product of matrices ours reached.
    pub(crate) fn rate(&self) -> Option<Spread> {
        let pairs = self.ours.iter().zip(&self.peer);
        Spread::of(pairs.filter_map(|(ours, peer)| Some(ours.gflops? / peer.gflops?)))
    }

    /// Returns the values of the first runs beside each other; the others are equal to them.
    pub(crate) fn values(&self) -> Vec<Both<'_>> {
        let (Some(ours), Some(peer)) = (self.ours.first(), self.peer.first()) else {
            return Vec::new();
        };
        let mut both = Vec::with_capacity(peer.values.len());
        for (name, &theirs) in &peer.values {
            // A value that is missing is not near anything.
            let own = ours.values.get(name).copied().unwrap_or(f64::NAN);
            let near = (own - theirs).abs() <= self.bench.within * theirs.abs();
            both.push(Both { name, ours: own, peer: theirs, differs: !near });
        }
        both
    }

    fn differs(&self) -> bool {
        self.values().iter().any(|value| value.differs)
    }

    fn document(&self) -> Value {
        let side = |runs: &[Run]| {
            let list = |of: fn(&Run) -> Option<f64>| runs.iter().map(of).collect::<Vec<_>>();
            json!({
                "seconds": list(|run| Some(run.seconds)),
                "peak_bytes": list(|run| run.peak_bytes),
                "bytes_before": list(|run| run.bytes_before),
                "decoded_bytes": list(|run| run.decoded_bytes),
                "gflops": list(|run| run.gflops),
                "values": runs.first().map(|run| &run.values),
                "beside": runs.first().map(|run| &run.beside),
            })
        };
        let ratio = self.ratio().map(
            |spread| json!({ "median": spread.median, "least": spread.least, "most": spread.most }),
        );
        json!({
            "name": self.bench.name,
            "title": self.bench.title,
            "n": self.size.n,
            "side": self.size.side,
            "threads": self.bench.threads,
            "peer": self.bench.peer,
            "load": self.load,
            "ours": side(&self.ours),
            "theirs": side(&self.peer),
            "ratio": ratio,
            "differs": self.differs(),
        })
    }
}

/// Makes the inputs of one comparison and runs it; nothing when the peer would have to make them.
fn one(bench: &'static Bench, asked: &Asked, folder: &Path) -> Outcome<Option<Done>> {
    let size = if asked.small { bench.small } else { bench.full };
    let place = |kind: &str| folder.join(format!("{kind}-{}-{}", size.n, size.side));
    let inputs_at = place(bench.inputs);
    if inputs::MADE_BY_THE_PEER.contains(&bench.inputs) {
        let Some(python) = &asked.python else {
            printed::say(&format!("{}: left out, its inputs are made by the peer", bench.name));
            return Ok(None);
        };
        if !inputs::is_whole(&inputs_at) {
            let from = place("dicom");
            inputs::make("dicom", size.n, size.side, &from)?;
            process::make(python, bench.inputs, &from, &inputs_at)?;
            inputs::note_whole(&inputs_at)?;
        }
    } else {
        if !inputs::is_whole(&inputs_at) {
            printed::say(&format!("{}: making its inputs", bench.name));
        }
        inputs::make(bench.inputs, size.n, size.side, &inputs_at)?;
    }
    let peer = asked.python.as_deref().filter(|_| bench.peer.is_some());
    let pairs = asked.pairs.unwrap_or(if asked.small { 1 } else { bench.pairs });
    let mut done =
        Done { bench, size, ours: Vec::new(), peer: Vec::new(), load: [machine::load(), None] };
    // In turn, so that what else the machine does meets both.
    for pair in 1..=pairs {
        printed::say(&format!("{}: {pair} of {pairs}", bench.name));
        done.ours.push(process::run(bench.job, bench.threads, &inputs_at)?);
        if let Some(python) = peer {
            done.peer.extend(process::run_peer(python, bench.job, bench.threads, &inputs_at)?);
        }
    }
    done.load[1] = machine::load();
    steady(&done.ours, "ours")?;
    steady(&done.peer, "the peer")?;
    Ok(Some(done))
}

/// Looks that every run found the same: a job that is measured may not depend on chance.
fn steady(runs: &[Run], who: &str) -> Outcome {
    let bits = |run: &Run| -> BTreeMap<String, u64> {
        run.values.iter().map(|(name, value)| (name.clone(), value.to_bits())).collect()
    };
    if runs.windows(2).any(|pair| bits(&pair[0]) != bits(&pair[1])) {
        return Err(format!("{who} found other values from run to run"));
    }
    Ok(())
}
