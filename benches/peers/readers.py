"""Statistics of readers by the peers, by our names: what reads the inputs, and what is timed.

What the same numbers stand in is made before: frames of pandas where a peer takes those. Each computes a few
cases first, so that what is loaded on first use is not timed.
"""

from measures import Work

N_CATEGORIES = 5
DOMAIN = list(range(1, N_CATEGORIES + 1))
FEW = 20


def array(folder, name):
    """An array of cases by readers, in double."""
    import numpy as np

    return np.load(f"{folder}/{name}.npy").astype("float64")


def alpha(folder):
    import krippendorff
    import numpy as np

    ratings = array(folder, "ratings")
    drawn = array(folder, "drawn").astype(int)

    def both(ratings, drawn):
        # Counted once: drawing the columns of readers by cases takes more than three times as long.
        counts = np.stack([(ratings == category).sum(axis=1) for category in DOMAIN], axis=1)
        found = {}
        for level in ("ordinal", "nominal"):
            one = lambda rows: krippendorff.alpha(
                value_counts=rows, value_domain=DOMAIN, level_of_measurement=level)
            resampled = [one(counts[cases]) for cases in drawn]
            low, high = np.quantile(resampled, [0.025, 0.975])
            found |= {level: one(counts), f"{level}, low": low, f"{level}, high": high}
        return found

    both(ratings[:FEW], drawn[:FEW] % FEW)
    return Work(lambda: both(ratings, drawn), 2 * len(drawn), numbers)


def agreement(folder):
    import pandas as pd
    from irrCAC.raw import CAC

    ratings = pd.DataFrame(array(folder, "ratings"))

    def four(ratings):
        found = {}
        for weights, gwet, fleiss in (("identity", "AC1", "Fleiss"), ("quadratic", "AC2", "Fleiss, squares")):
            # It rounds what it found; here to as many digits as there are.
            all = CAC(ratings, weights=weights, categories=DOMAIN, digits=16)
            for name, one in ((gwet, all.gwet()), (fleiss, all.fleiss())):
                found[name] = one["est"]["coefficient_value"]
                found[f"{name}, SE"] = one["est"]["se"]
        return found

    four(ratings.head(FEW))
    return Work(lambda: four(ratings), len(ratings), numbers)


def fleiss(folder):
    from statsmodels.stats.inter_rater import aggregate_raters, fleiss_kappa

    answers = array(folder, "answers").astype(int)
    def kappa(answers):
        return {"Fleiss": fleiss_kappa(aggregate_raters(answers)[0])}

    kappa(answers[:FEW])
    return Work(lambda: kappa(answers), len(answers), numbers)


def icc(folder):
    import numpy as np
    import pandas as pd
    import pingouin

    answers = array(folder, "answers")
    cases, readers = np.indices(answers.shape)
    long = pd.DataFrame({"case": cases.ravel(), "reader": readers.ravel(), "answer": answers.ravel()})
    pingouin.options["round.column.CI95"] = None

    def six(long):
        return pingouin.intraclass_corr(long, targets="case", raters="reader", ratings="answer")

    def named(found):
        own = {}
        # It names them after McGraw and Wong.
        for kind, number in (("1", "1"), ("A", "2"), ("C", "3")):
            for of in ("1", "k"):
                row = found[found["Type"] == f"ICC({kind},{of})"].iloc[0]
                name = f"ICC({number},{of})"
                own |= {name: row["ICC"], f"{name}, low": row["CI95"][0], f"{name}, high": row["CI95"][1]}
        return numbers(own)

    six(long[long["case"] < FEW])
    return Work(lambda: six(long), len(answers), named)


def ordinal_fixed(folder):
    import numpy as np
    from statsmodels.miscmodels.ordinal_model import OrderedModel

    answers = array(folder, "answers")
    synthetic = np.repeat(array(folder, "synthetic"), answers.shape[1], axis=0)
    categories = answers.ravel().astype(int)

    def fit(categories, synthetic):
        found = OrderedModel(categories, synthetic, distr="logit").fit(method="bfgs", disp=False)
        return found, found.bse

    def named(both):
        found, errors = both
        ends = found.model.transform_threshold_params(found.params)[1:-1]
        return numbers({
            "log likelihood": found.llf, "shift": found.params[0], "shift, SE": errors[0],
            **{f"threshold {at}": end for at, end in enumerate(ends, 1)},
        })

    few = FEW * answers.shape[1]
    fit(categories[:few], synthetic[:few])
    return Work(lambda: fit(categories, synthetic), len(categories), named)


def numbers(found):
    return {name: float(number) for name, number in found.items()}


WORKS = {
    "agreement": agreement,
    "alpha": alpha,
    "fleiss": fleiss,
    "icc": icc,
    "ordinal-fixed": ordinal_fixed,
}
