//! Makes a new or removed file of words rebuild the catalogue.

fn main() {
    // The contents are tracked by the embedding itself; the list of files is not.
    let folder = "../../assets/words";
    let mut out = std::io::stdout();
    std::io::Write::write_all(&mut out, format!("cargo::rerun-if-changed={folder}\n").as_bytes())
        .expect("cargo reads what its build scripts print");
}
