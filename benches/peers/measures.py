"""The peer's measures, by our names: what reads the inputs, what is timed, what is only shown.

Each maker returns what computes, and what it computed: values that ours are compared with, and values that are
shown beside, because the two programs answer different questions there, or draw by chance.
"""

from pathlib import Path

RATE_HZ = 2048
N_CHANNELS = 12
WEIGHTS = Path(__file__).parents[2] / "assets" / "brisque" / "support_vectors.f64"


def two_sets(folder):
    import numpy as np

    return np.load(f"{folder}/real.npy"), np.load(f"{folder}/synthetic.npy")


def images(folder):
    import numpy as np
    from PIL import Image

    return [np.asarray(Image.open(path)) for path in sorted(Path(folder).iterdir()) if path.is_file()]


def signals(folder):
    """Two arrays of n x length x channels; ours hold one channel after the other."""
    return tuple(
        one.reshape(len(one), N_CHANNELS, -1).transpose(0, 2, 1).astype("float64") for one in two_sets(folder)
    )


def value(result):
    return float(result.dataset_level.value)


def told(name, result):
    """The numbers of a result under names."""
    found = result.dataset_level.value
    parts = found.items() if isinstance(found, dict) else [("", found)]
    return {f"{name} {part}".strip(): float(number) for part, number in parts if not isinstance(number, list)}


class Work:
    """What is timed: `compute` of what was read; `values` are compared with ours, `beside` are shown."""

    def __init__(self, compute, n, values, beside=None):
        self.compute, self.n, self.values = compute, n, values
        self.beside = beside or (lambda found: {})


def frechet_distance(folder):
    import numpy as np
    from pymdma.general.measures.external.piq import FrechetDistance

    real, synthetic = two_sets(folder)

    def exact(_):
        a, b = real.astype("float64"), synthetic.astype("float64")
        apart = a.mean(axis=0) - b.mean(axis=0)
        one, other = np.cov(a, rowvar=False), np.cov(b, rowvar=False)
        roots, vectors = np.linalg.eigh(one)
        root = (vectors * np.sqrt(np.clip(roots, 0, None))) @ vectors.T
        both = np.sqrt(np.clip(np.linalg.eigvalsh(root @ other @ root), 0, None)).sum()
        return {"frechet_distance": float(apart @ apart + np.trace(one) + np.trace(other) - 2 * both)}

    metric = FrechetDistance(compute_ratios=False)
    return Work(lambda: metric.compute(real, synthetic), len(real) + len(synthetic), exact,
                lambda found: told("frechet_distance, as the peer computes it", found))


def mmd(folder):
    from pymdma.time_series.measures.synthesis_val.feature.distance import MMD

    real, synthetic = two_sets(folder)
    metric = MMD(kernel="rbf", compute_ratios=False)
    return Work(lambda: metric.compute(real, synthetic), len(real) + len(synthetic), lambda found: {"mmd": value(found)})


def precision_recall_distribution(folder):
    from pymdma.general.measures.prd import PrecisionRecallDistribution

    real, synthetic = two_sets(folder)
    metric = PrecisionRecallDistribution()
    return Work(lambda: metric.compute(real, synthetic), len(real) + len(synthetic), lambda _: {},
                lambda found: told("the peer's, with other clusters", found))


def giqa(folder):
    from pymdma.image.measures.synthesis_val.feature.giqa import GIQA

    real, synthetic = two_sets(folder)
    metric = GIQA()
    return Work(lambda: metric.compute(real, synthetic), len(real) + len(synthetic), lambda _: {},
                lambda found: told("the peer's, scaled to its extremes", found))


def multi_scale_intrinsic_distance(folder):
    from pymdma.general.measures.external.piq import MultiScaleIntrinsicDistance

    real, synthetic = two_sets(folder)
    metric = MultiScaleIntrinsicDistance()
    return Work(lambda: metric.compute(real, synthetic), len(real) + len(synthetic), lambda _: {},
                lambda found: told("the peer's, by random vectors", found))


def geometry_score(folder):
    from pymdma.general.measures.external.piq import GeometryScore

    real, synthetic = two_sets(folder)
    metric = GeometryScore(num_workers=2, sample_size=64)
    return Work(lambda: metric.compute(real, synthetic), len(real) + len(synthetic), lambda _: {},
                lambda found: told("the peer's, by other landmarks", found))


def privacy(folder):
    from pymdma.tabular.measures.synthesis_val.feature.privacy import DCRPrivacy, NNDRPrivacy

    real, synthetic = two_sets(folder)

    def both():
        return DCRPrivacy().compute(real, synthetic), NNDRPrivacy().compute(real, synthetic)

    return Work(both, len(real) + len(synthetic), lambda _: {},
                lambda found: told("DCR, the peer's", found[0]) | told("NNDR, the peer's", found[1]))


def vif_score(folder):
    from pymdma.tabular.measures.input_val import VIFactorScore

    real, _ = two_sets(folder)
    metric = VIFactorScore(column_names=[f"value_{at}" for at in range(real.shape[1])])
    return Work(lambda: metric.compute(real), len(real), lambda found: {"vif_score": value(found)})


def statistical_divergence_score(folder):
    from pymdma.tabular.measures.synthesis_val import StatisticalDivergenceScore

    real, synthetic = two_sets(folder)
    metric = StatisticalDivergenceScore(column_names=[f"value_{at}" for at in range(real.shape[1])])
    return Work(lambda: metric.compute(real, synthetic), len(real),
                lambda _: {}, lambda found: told("the peer's", found))


def of_images(name):
    def make(folder):
        import numpy as np
        from pymdma.image.measures.input_val.data.dom import DOM

        grays = images(folder)
        if name == "dom":
            metric = DOM()
            compute = lambda: metric.compute(grays)
        elif name == "brisque":
            compute = brisque([np.repeat(gray[..., None], 3, axis=2) for gray in grays])
        else:
            from pymdma.image.measures.input_val.data.ssim import MSSSIM, SSIM

            metric = (SSIM if name == "ssim" else MSSSIM)()
            one = [gray[..., None] for gray in grays]
            compute = lambda: metric.compute(one, one[1:] + one[:1])
        mean = lambda found: {name: float(np.mean(found.instance_level.value))}
        return Work(compute, len(grays), mean)

    return make


def brisque(colours):
    """BRISQUE with the published support vectors from our file: the peer would load them from the network."""
    import numpy as np
    import sys

    import piq
    import torch
    from pymdma.image.measures.input_val.data.no_reference import BRISQUE

    table = torch.tensor(np.fromfile(WEIGHTS, dtype="<f8").reshape(-1, 37), dtype=torch.float32)

    def published(url, map_location=None):
        return table[:, 0].clone(), table[:, 1:].clone()

    # The package has a function of the same name as the module.
    sys.modules[f"{piq.__name__}.brisque"].load_url = published
    metric = BRISQUE()
    return lambda: metric.compute(colours)


def of_signal(name):
    def make(folder):
        from pymdma.time_series.measures.input_val.data import quality

        real, _ = signals(folder)
        metric = {"snr": quality.SNR, "uniqueness": quality.Uniqueness}[name]()
        import numpy as np

        return Work(lambda: metric.compute(real), len(real),
                    lambda found: {name: float(np.mean(found.instance_level.value))})

    return make


def spectral_coherence(folder):
    from pymdma.time_series.measures.synthesis_val.data.freq_sim import SpectralCoherence

    real, synthetic = signals(folder)
    # Given whole signals it lays the channels' values into one: it gets the channels one by one.
    apart = [one.transpose(0, 2, 1).reshape(-1, one.shape[1]) for one in (real, synthetic)]
    metric = SpectralCoherence(fs=RATE_HZ)
    return Work(lambda: metric.compute(*apart), len(real), lambda _: {}, lambda found: told("the peer's", found))


def spectral_wasserstein_distance(folder):
    import numpy as np
    from pymdma.time_series.measures.synthesis_val.data.freq_sim import SpectralWassersteinDistance

    real, synthetic = signals(folder)
    metric = SpectralWassersteinDistance(fs=RATE_HZ)
    # Given whole signals it takes time for frequency: it gets the channels one by one, as ours does.
    return Work(lambda: [value(metric.compute(real[..., at], synthetic[..., at])) for at in range(N_CHANNELS)],
                len(real), lambda _: {}, lambda found: {"the peer's, mean of channels:": float(np.mean(found))})


def of_pairs(name, n):
    def make(folder):
        from pymdma.time_series.measures.synthesis_val.data import reference

        real, synthetic = (one[:n] for one in signals(folder))
        metric = {"cross_correlation": reference.CrossCorrelation, "dtw": reference.DTW}[name]()
        return Work(lambda: metric.compute(list(real), list(synthetic)), len(real) * len(synthetic),
                    lambda _: {}, lambda found: told("the peer's, of the last real signal only", found))

    return make


WORKS = {
    "brisque": of_images("brisque"),
    "cross_correlation": of_pairs("cross_correlation", 40),
    "dcr_privacy+nndr_privacy": privacy,
    "dom": of_images("dom"),
    "dtw": of_pairs("dtw", 2),
    "frechet_distance": frechet_distance,
    "geometry_score": geometry_score,
    "giqa": giqa,
    "mmd": mmd,
    "ms_ssim": of_images("ms_ssim"),
    "multi_scale_intrinsic_distance": multi_scale_intrinsic_distance,
    "precision_recall_distribution": precision_recall_distribution,
    "snr": of_signal("snr"),
    "spectral_coherence": spectral_coherence,
    "spectral_wasserstein_distance": spectral_wasserstein_distance,
    "ssim": of_images("ssim"),
    "statistical_divergence_score": statistical_divergence_score,
    "uniqueness": of_signal("uniqueness"),
    "vif_score": vif_score,
}
