"""Does one job with a peer and prints what it took, as the jobs of touchstone-bench do.

    peer.py JOB THREADS FOLDER
    peer.py make-dicom-2000 FROM TO
"""

import io
import json
import os
import sys
import time
from pathlib import Path


def status(key):
    """A line of what the system says of this process, in bytes; None where it says nothing."""
    try:
        with open("/proc/self/status") as lines:
            for line in lines:
                if line.startswith(key):
                    return int(line.split()[1]) * 1024
    except OSError:
        pass
    return None


def forget_peak():
    try:
        with open("/proc/self/clear_refs", "w") as file:
            file.write("5")
    except OSError:
        pass


def files(folder):
    return sorted(path for path in Path(folder).iterdir() if path.is_file())


def neighbours(folder, threads):
    import numpy as np
    from pymdma.general.functional import knn
    from pymdma.general.measures.prdc import (
        Authenticity,
        Coverage,
        Density,
        ImprovedPrecision,
        ImprovedRecall,
    )
    from threadpoolctl import threadpool_limits

    real = np.load(f"{folder}/real.npy")
    synthetic = np.load(f"{folder}/synthetic.npy")
    # Both of its ways to use threads at once would ask for their product: it gets the faster one alone.
    threadpool_limits(limits=threads)
    metrics = {
        "improved_precision": ImprovedPrecision(k=5, n_workers=1),
        "improved_recall": ImprovedRecall(k=5, n_workers=1),
        "density": Density(k=5, n_workers=1),
        "coverage": Coverage(k=5, n_workers=1),
        "authenticity": Authenticity(n_workers=1),
    }
    forget_peak()
    before = status("VmRSS:")
    start = time.perf_counter()
    # As its own manager does: the distances are computed once for all of them.
    context = {}
    own = {
        name: float(metric.compute(real, synthetic, context=context).dataset_level.value)
        for name, metric in metrics.items()
    }
    seconds = time.perf_counter() - start
    peak = status("VmHWM:")

    # It takes distances within a hundred-thousandth of a radius as on the border. For the same question
    # as ours, the same distances are compared without that; this is not measured.
    distances = context["real_fake_distances"]
    radii, radii_of_synthetic = context["real_nn_distances"], context["fake_nn_distances"]
    nearest = knn.compute_nearest_neighbour_distances(real, 1, n_workers=1)
    inside = distances <= radii[:, None]
    values = {
        "improved_precision": float(inside.any(axis=0).mean()),
        "improved_recall": float((distances <= radii_of_synthetic[None, :]).any(axis=1).mean()),
        "density": float(inside.sum(axis=0).mean() / 5),
        "coverage": float(inside.any(axis=1).mean()),
        "authenticity": float((~(distances <= nearest[:, None]).any(axis=0)).mean()),
    }
    gflops = rate(*np.ones((2, 4096, 4096), dtype=np.float32))
    beside = {f"{name}, as the peer draws the border:": value for name, value in own.items()}
    return dict(seconds=seconds, n=len(real) + len(synthetic), bytes_before=before,
                peak_bytes=peak, gflops=gflops, values=values, beside=beside)


def rate(left, right):
    """How many thousand million multiplications and additions a second a product of two matrices makes.

    Two: of a matrix with itself numpy computes one half.
    """
    left @ right
    start = time.perf_counter()
    left @ right
    return 2e-9 * len(left) ** 3 / (time.perf_counter() - start)


def distances(folder, threads):
    import numpy as np
    from sklearn.neighbors import NearestNeighbors
    from threadpoolctl import threadpool_limits

    real = np.load(f"{folder}/real.npy")
    synthetic = np.load(f"{folder}/synthetic.npy")
    threadpool_limits(limits=threads)
    forget_peak()
    before = status("VmRSS:")
    start = time.perf_counter()
    # The tree that pyMDMA's distances to the closest record ask for.
    tree = NearestNeighbors(n_neighbors=2, algorithm="ball_tree", n_jobs=threads).fit(real)
    own, _ = tree.kneighbors(real)
    found, _ = tree.kneighbors(synthetic)
    seconds = time.perf_counter() - start
    peak = status("VmHWM:")
    values = {
        "real to real": float(own[:, 1].mean()),
        "synthetic to real": float(found[:, 0].mean()),
        "nearest to second": float((found[:, 0] / found[:, 1]).mean()),
    }
    return dict(seconds=seconds, n=len(real) + len(synthetic), bytes_before=before,
                peak_bytes=peak, values=values)


def measured(kind, names, folder, threads):
    """A measure of the catalogue, or a statistic of readers. Reading, and what is loaded on first use, is not timed."""
    from importlib import import_module

    from threadpoolctl import threadpool_limits

    work = import_module(WORKS[kind]).WORKS[names](folder)
    threadpool_limits(limits=threads)
    if "torch" in sys.modules:
        sys.modules["torch"].set_num_threads(threads)
    forget_peak()
    before = status("VmRSS:")
    start = time.perf_counter()
    found = work.compute()
    seconds = time.perf_counter() - start
    return dict(seconds=seconds, n=work.n, bytes_before=before, peak_bytes=status("VmHWM:"),
                values=work.values(found), beside=work.beside(found))


def thumbnails(folder, threads):
    import numpy as np
    from PIL import Image

    paths = files(folder)
    forget_peak()
    before = status("VmRSS:")
    start = time.perf_counter()
    written = []
    for path in paths:
        with Image.open(path) as image:
            # Its reduction before the filter does not know 16 bits.
            wide = image.mode.startswith("I")
            image.thumbnail((256, 256), reducing_gap=None if wide else 2.0)
            if wide:
                # 16 bits are shown in 8, as ours are.
                image = image.point(lambda level: level * (255 / 65535) + 0.5).convert("L")
            file = io.BytesIO()
            image.save(file, "PNG")
            written.append(file.getvalue())
    seconds = time.perf_counter() - start
    peak = status("VmHWM:")
    levels = [np.asarray(Image.open(io.BytesIO(file)), dtype=np.float64) for file in written]
    pixels = sum(level.size for level in levels)
    values = {"pixels": pixels, "mean level": float(sum(level.sum() for level in levels) / pixels)}
    return dict(seconds=seconds, n=len(paths), bytes_before=before, peak_bytes=peak, values=values)


def decoder(path):
    """What reads files like this one to an array of numbers."""
    import numpy as np

    if path.suffix == ".dcm":
        from pydicom import dcmread

        return lambda path: dcmread(path).pixel_array
    if path.suffix == ".npy":
        return np.load
    from PIL import Image

    return lambda path: np.asarray(Image.open(path))


def decode(folder, threads):
    import numpy as np

    paths = files(folder)
    read = decoder(paths[0])
    # What is loaded on first use is loaded now: on the other side it is linked in.
    read(paths[0])
    forget_peak()
    before = status("VmRSS:")
    seconds, total, size = 0.0, 0.0, 0
    for path in paths:
        start = time.perf_counter()
        values = read(path)
        seconds += time.perf_counter() - start
        size += values.nbytes
        total += float(values.sum(dtype=np.float64))
    return dict(seconds=seconds, n=len(paths), decoded_bytes=size, bytes_before=before,
                peak_bytes=status("VmHWM:"), values={"sum of all values": total})


def make_dicom_2000(source, target):
    from pydicom import dcmread
    from pydicom.uid import JPEG2000Lossless

    os.makedirs(target, exist_ok=True)
    for path in files(source):
        data = dcmread(path)
        data.compress(JPEG2000Lossless)
        data.save_as(Path(target) / path.name)
    return {}


NOT_INSTALLED = 3
# What only some jobs need, and what pyMDMA imports that nothing else does.
OPTIONAL = {"torch", "pymdma", "piq", "gudhi", "ot", "fastdtw", "loguru", "cv2"}
# Where jobs stand whose names have a `:`.
WORKS = {"measure": "measures", "stats": "readers"}
JOBS = {"distances": distances, "neighbours": neighbours, "thumbnails": thumbnails, "decode": decode}

if __name__ == "__main__":
    if sys.argv[1] == "make-dicom-2000":
        print(json.dumps(make_dicom_2000(*sys.argv[2:])))
    else:
        job, threads, folder = sys.argv[1:]
        kind, _, names = job.partition(":")
        try:
            done = measured(kind, names, folder, int(threads)) if names else JOBS[job](folder, int(threads))
        except ModuleNotFoundError as missing:
            if missing.name not in OPTIONAL:
                raise
            print(missing, file=sys.stderr)
            sys.exit(NOT_INSTALLED)
        print(json.dumps(done))
