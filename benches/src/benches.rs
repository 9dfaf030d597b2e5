//! What is compared with whom.

/// One job, done by us and by a peer on the same inputs.
pub(crate) struct Bench {
    /// What it is called at the terminal; a part up to a `-` calls all that begin so.
    pub(crate) name: &'static str,
    pub(crate) title: &'static str,
    /// What ours and the peer do.
    pub(crate) job: &'static str,
    /// The kind of inputs.
    pub(crate) inputs: &'static str,
    pub(crate) full: Size,
    pub(crate) small: Size,
    /// Who else does it; nobody: ours alone.
    pub(crate) peer: Option<&'static str>,
    pub(crate) threads: usize,
    pub(crate) pairs: usize,
    /// How far values may lie apart, relative to the peer's.
    pub(crate) within: f64,
}

/// How many there are, and how many pixels or values each has on a side.
#[derive(Clone, Copy)]
pub(crate) struct Size {
    pub(crate) n: usize,
    pub(crate) side: usize,
}

const fn size(n: usize, side: usize) -> Size {
    Size { n, side }
}

/// What a decoder of files is measured by.
const fn decode(
    name: &'static str,
    title: &'static str,
    inputs: &'static str,
    full: Size,
    peer: Option<&'static str>,
) -> Bench {
    Bench {
        name,
        title,
        job: "decode",
        inputs,
        full,
        small: size(2, 64),
        peer,
        threads: 1,
        pairs: 5,
        within: 1e-9,
    }
}

const fn thumbnails(name: &'static str, title: &'static str, inputs: &'static str) -> Bench {
    Bench {
        name,
        title,
        job: "thumbnails",
        inputs,
        full: size(100, 1024),
        small: size(3, 300),
        peer: Some("Pillow"),
        threads: 1,
        pairs: 5,
        // Both average and round, each in its own way: a hundredth of the brightness is the same picture.
        within: 0.01,
    }
}

/// What metrics are measured by: their names with a `+` between them follow `measure:`.
const fn measure(
    name: &'static str,
    title: &'static str,
    job: &'static str,
    inputs: &'static str,
    full: Size,
    small: Size,
) -> Bench {
    Bench {
        name,
        title,
        job,
        inputs,
        full,
        small,
        peer: Some("pyMDMA 0.3.0"),
        threads: 2,
        pairs: 3,
        within: 1e-6,
    }
}

/// What a metric of images is measured by: on one thread, since the peer takes one image after the other.
const fn of_images(name: &'static str, title: &'static str, job: &'static str) -> Bench {
    let small = size(3, 200);
    // The peer computes in single precision where ours is in double.
    Bench { threads: 1, within: 1e-4, ..measure(name, title, job, "png", size(100, 512), small) }
}

/// What a metric of two sets of vectors is measured by.
const fn of_sets(name: &'static str, title: &'static str, job: &'static str, full: Size) -> Bench {
    measure(name, title, job, "vectors", full, size(300, 16))
}

/// What a metric of signals of twelve channels is measured by.
const fn of_signals(
    name: &'static str,
    title: &'static str,
    job: &'static str,
    full: Size,
) -> Bench {
    measure(name, title, job, "signals", full, size(6, 200))
}

/// What a statistic of readers is measured by: its name follows `stats:`. On one thread, since the peers
/// use no other.
const fn of_readers(
    name: &'static str,
    title: &'static str,
    job: &'static str,
    peer: Option<&'static str>,
) -> Bench {
    Bench {
        name,
        title,
        job,
        inputs: "readers",
        full: size(20, 1000),
        small: size(6, 60),
        peer,
        threads: 1,
        pairs: 3,
        within: 1e-9,
    }
}

const PILLOW: Option<&str> = Some("Pillow");
const PYDICOM: Option<&str> = Some("pydicom");
const PYLIBJPEG: Option<&str> = Some("pydicom, pylibjpeg");
const NUMPY: Option<&str> = Some("numpy");
const STATSMODELS: Option<&str> = Some("statsmodels 0.15.0");

/// Every comparison, in the order in which all are run.
pub(crate) static ALL: &[Bench] = &[
    Bench {
        name: "neighbours",
        title: "precision, recall, density, coverage, authenticity; k = 5; float32",
        job: "neighbours",
        inputs: "vectors",
        full: size(10_000, 2048),
        small: size(400, 256),
        peer: Some("pyMDMA 0.3.0"),
        threads: 2,
        pairs: 3,
        within: 1e-4,
    },
    Bench {
        name: "neighbours-many",
        title: "the same; the peer needs 40 GB for a matrix of distances",
        job: "neighbours",
        inputs: "vectors",
        full: size(100_000, 512),
        small: size(900, 64),
        peer: None,
        threads: 2,
        pairs: 1,
        within: 0.0,
    },
    Bench {
        name: "distances",
        title: "nearest other real sample, two nearest real samples; float32",
        job: "distances",
        inputs: "vectors",
        full: size(20_000, 20),
        small: size(700, 20),
        peer: Some("scikit-learn, as pyMDMA"),
        threads: 1,
        pairs: 3,
        within: 1e-9,
    },
    of_sets(
        "sets-frechet",
        "Fréchet distance; the peer's exact value is computed afterwards, in double",
        "measure:frechet_distance",
        size(10_000, 2048),
    ),
    Bench {
        // The peer computes in single precision.
        within: 1e-3,
        ..of_sets("sets-mmd", "MMD, rbf", "measure:mmd", size(10_000, 2048))
    },
    of_sets(
        "sets-prd",
        "precision and recall for distributions, two clusters, ten runs",
        "measure:precision_recall_distribution",
        size(5000, 512),
    ),
    of_sets(
        "sets-giqa",
        "GIQA: a mixture of seven normal distributions",
        "measure:giqa",
        size(5000, 512),
    ),
    of_sets(
        "sets-msid",
        "multi-scale intrinsic distance",
        "measure:multi_scale_intrinsic_distance",
        size(5000, 512),
    ),
    of_sets(
        "sets-geometry",
        "geometry score, 1000 runs of 64 landmarks",
        "measure:geometry_score",
        size(5000, 512),
    ),
    of_sets(
        "tables-privacy",
        "DCR and NNDR privacy",
        "measure:dcr_privacy+nndr_privacy",
        size(20_000, 20),
    ),
    of_sets("tables-vif", "variance inflation factors", "measure:vif_score", size(20_000, 20)),
    of_sets(
        "tables-divergence",
        "divergence of columns, by kernel densities",
        "measure:statistical_divergence_score",
        size(20_000, 20),
    ),
    of_images("images-dom", "sharpness (DOM) of gray images", "measure:dom"),
    of_images("images-ssim", "SSIM of gray images and the next ones", "measure:ssim"),
    of_images("images-ms-ssim", "MS-SSIM of gray images and the next ones", "measure:ms_ssim"),
    of_images("images-brisque", "BRISQUE of gray images", "measure:brisque"),
    of_signals("signals-snr", "signal to noise", "measure:snr", size(1000, 1000)),
    of_signals("signals-uniqueness", "uniqueness", "measure:uniqueness", size(1000, 1000)),
    of_signals(
        "signals-coherence",
        "spectral coherence of pairs",
        "measure:spectral_coherence",
        size(1000, 1000),
    ),
    of_signals(
        "signals-spectral",
        "spectral Wasserstein distance; the peer's transport is an approximation",
        "measure:spectral_wasserstein_distance",
        size(1000, 1000),
    ),
    of_signals(
        "signals-correlation",
        "cross-correlation of all pairs; the peer does 1600 of them",
        "measure:cross_correlation",
        size(1000, 1000),
    ),
    of_signals(
        "signals-dtw",
        "dynamic time warping of all pairs within a band of a tenth; the peer approximates 4 of them",
        "measure:dtw",
        size(200, 1000),
    ),
    thumbnails("thumbnails-png", "thumbnails of 256 pixels, from PNG of 8 bits", "png"),
    thumbnails("thumbnails-png16", "thumbnails of 256 pixels, from PNG of 16 bits", "png16"),
    thumbnails("thumbnails-jpeg", "thumbnails of 256 pixels, from JPEG", "jpeg"),
    Bench {
        name: "import",
        title: "a folder of PNG into a new project",
        job: "import",
        inputs: "png",
        full: size(2000, 512),
        small: size(5, 64),
        peer: None,
        threads: 2,
        pairs: 3,
        within: 0.0,
    },
    of_readers(
        "stats-alpha",
        "Krippendorff's alpha, ordinal and nominal, with 2000 resamples of cases each",
        "stats:alpha",
        Some("krippendorff 0.9.0"),
    ),
    of_readers(
        "stats-agreement",
        "Gwet's AC1 and AC2, Fleiss' kappa with and without weights; a tenth is missing",
        "stats:agreement",
        Some("irrCAC 0.4.4"),
    ),
    of_readers("stats-fleiss", "Fleiss' kappa, no gaps", "stats:fleiss", STATSMODELS),
    of_readers(
        "stats-icc",
        "six intraclass correlations and their intervals",
        "stats:icc",
        Some("pingouin 0.6.1"),
    ),
    Bench {
        full: size(20, 500),
        small: size(6, 80),
        within: 0.0,
        ..of_readers(
            "stats-ordinal",
            "proportional odds with readers and cases that differ",
            "stats:ordinal",
            None,
        )
    },
    Bench {
        full: size(20, 500),
        small: size(6, 80),
        // The peer searches until its slope is small, and takes its errors from differences.
        within: 1e-4,
        ..of_readers(
            "stats-ordinal-fixed",
            "proportional odds, all answers independent",
            "stats:ordinal-fixed",
            STATSMODELS,
        )
    },
    Bench {
        inputs: "scores",
        full: size(20, 2000),
        threads: 2,
        within: 0.0,
        ..of_readers(
            "stats-mrmc",
            "areas under three conditions, variance by U-statistics",
            "stats:mrmc",
            None,
        )
    },
    Bench {
        name: "report",
        title: "the report of a study: all statistics, page and PDF",
        job: "report",
        inputs: "study",
        full: size(10, 200),
        small: size(2, 20),
        peer: None,
        threads: 2,
        pairs: 3,
        within: 0.0,
    },
    decode("formats-png", "PNG of 8 bits to values", "png", size(12, 2048), PILLOW),
    decode("formats-png16", "PNG of 16 bits to values", "png16", size(12, 2048), PILLOW),
    Bench {
        // The standard leaves the last rounding of a block to the decoder.
        within: 1e-4,
        ..decode("formats-jpeg", "JPEG of quality 90 to values", "jpeg", size(12, 2048), PILLOW)
    },
    decode("formats-tiff", "TIFF of 16 bits to values", "tiff", size(12, 2048), PILLOW),
    decode("formats-dicom", "DICOM as it stands", "dicom", size(12, 2048), PYDICOM),
    decode("formats-dicom-rle", "DICOM, RLE", "dicom-rle", size(12, 2048), PYLIBJPEG),
    decode(
        "formats-dicom-lossless",
        "DICOM, lossless JPEG",
        "dicom-lossless",
        size(12, 2048),
        PYLIBJPEG,
    ),
    decode(
        "formats-dicom-2000",
        "DICOM, lossless JPEG 2000",
        "dicom-2000",
        size(12, 2048),
        PYLIBJPEG,
    ),
    decode("formats-npy", "NPY of float32 to values", "npy", size(4, 2048), NUMPY),
    decode("formats-csv", "CSV of 20 columns to a table", "csv", size(2, 100_000), None),
    decode("formats-wfdb", "WFDB of 12 channels, format 16", "wfdb", size(4, 500_000), None),
];
