"""Finds anew, with other programs, what the library found on random tables.

    python check.py CASES.json

Each case names a figure, what it was found from, and what the library found; null where there is no such figure. Prints how many
agree; where one does not, prints it and exits 1.
"""

import itertools
import json
import math
import sys

import numpy as np
import statsmodels.api as sm
from scipy import optimize, special, stats
from scipy.cluster import hierarchy
from scipy.stats.contingency import association
from sklearn.cluster import KMeans
from sklearn.decomposition import PCA
from sklearn.metrics import adjusted_rand_score, cohen_kappa_score, jaccard_score, silhouette_samples, silhouette_score
from sklearn.mixture import GaussianMixture
from statsmodels.stats.multitest import multipletests
from statsmodels.stats.proportion import proportion_confint

ORACLES = {}
# Figures that are small differences of large numbers are compared with 1, others with themselves.
DIFFERENCES = {"g2_four_cell", "g2_two_cell", "g2_williams", "bic", "ell", "association_g", "log_odds", "log_odds_z", "log_odds_tidylo", "dp_egbert"}


def oracle(function):
    ORACLES[function.__name__] = function
    return function


# Two counts.


def table(a, n1, b, n2):
    return np.array([[a, n1 - a], [b, n2 - b]])


def signed(value, a, n1, b, n2):
    return math.copysign(value, -1 if a * n2 < b * n1 else 1)


def chi2_contingency(counts, **options):
    return stats.chi2_contingency(table(*counts), **options).statistic


@oracle
def g2_four_cell(*counts):
    return signed(chi2_contingency(counts, correction=False, lambda_="log-likelihood"), *counts)


@oracle
def g2_two_cell(a, n1, b, n2):
    rate = (a + b) / (n1 + n2)
    return signed(2 * sum(x * np.log(x / (n * rate)) for x, n in [(a, n1), (b, n2)] if x), a, n1, b, n2)


@oracle
def williams(a, n1, b, n2):
    # Sokal & Rohlf (1995), box 17.6, from the margins of the table.
    n = n1 + n2
    rows, columns = table(a, n1, b, n2).sum(1), table(a, n1, b, n2).sum(0)
    return 1 + (n * (1 / rows).sum() - 1) * (n * (1 / columns).sum() - 1) / (6 * n)


@oracle
def g2_williams(*counts):
    return g2_four_cell(*counts) / williams(*counts)


@oracle
def chi2(*counts):
    return signed(chi2_contingency(counts, correction=False), *counts)


@oracle
def chi2_yates(*counts):
    return signed(chi2_contingency(counts, correction=True), *counts)


@oracle
def chi2_yates_small(*counts):
    small = stats.contingency.expected_freq(table(*counts)).min() < 5
    return chi2_yates(*counts) if small else chi2(*counts)


def log_ratio(a, n1, b, n2):
    return math.log2(a) - math.log2(n1) - math.log2(b) + math.log2(n2) if a > 0 and b > 0 else None


@oracle
def log_ratio_half(a, n1, b, n2):
    return log_ratio(a or 0.5, n1, b or 0.5, n2)


@oracle
def log_ratio_add_half(a, n1, b, n2):
    return log_ratio(a + 0.5, n1, b + 0.5, n2)


@oracle
def log_ratio_undefined(a, n1, b, n2):
    return log_ratio(a, n1, b, n2)


@oracle
def log_ratio_walter(a, n1, b, n2, d):
    return log_ratio(a + d, n1 + d, b + d, n2 + d)


@oracle
def log_ratio_low(a, n1, b, n2, alpha, candidates):
    if a == 0:
        return None
    # The odds of a beta variable follow a beta prime distribution, whose quantiles lose no digits near 1.
    return math.log2(stats.betaprime.ppf(alpha / candidates / 2, a, b + 1)) + math.log2(n2 / n1)


@oracle
def log_ratio_high(a, n1, b, n2, alpha, candidates):
    if b == 0:
        return None
    # The upper quantile is one over the lower one of the turned odds; betaprime.isf goes by 1 − p, which loses digits.
    return math.log2(n2 / n1) - math.log2(stats.betaprime.ppf(alpha / candidates / 2, b, a + 1))


@oracle
def lrc(a, n1, b, n2, alpha, candidates):
    shift = math.log2(n2 / n1)
    tail = alpha / candidates / 2
    odds = lambda p: math.log2(p / (1 - p)) + shift
    low = odds(stats.beta.ppf(tail, a, b + 1)) if a else -math.inf
    high = odds(stats.beta.isf(tail, a + 1, b)) if b else math.inf
    return low if low > 0 else min(high, 0)


@oracle
def percent_difference(a, n1, b, n2):
    return 100 * (a / n1 - b / n2) / (b / n2) if b else None


@oracle
def odds_ratio(a, n1, b, n2):
    if b == 0 or a == n1:
        return None
    return stats.contingency.odds_ratio(table(a, n1, b, n2), kind="sample").statistic


@oracle
def odds_ratio_conditional(a, n1, b, n2):
    """ψ with E[X | ψ] = a, over the whole support; scipy's search for it is too coarse for small ratios, so that it only checks this."""
    low, high = max(0, a + b - n2), min(n1, a + b)
    if a in (low, high):
        return None
    x = np.arange(low, high)
    steps = np.log((n1 - x) / (x + 1.0) * ((a + b - x) / (n2 - a - b + x + 1.0)))
    weights = np.concatenate([[0], np.cumsum(steps)])
    x = np.append(x, high)

    def beyond(log_psi):
        terms = weights + x * log_psi
        terms = np.exp(terms - terms.max())
        return ((x - a) * terms).sum() / terms.sum()

    near = math.log(odds_ratio(a, n1, b, n2))
    found = math.exp(optimize.brentq(beyond, near - 3, near + 3, xtol=1e-14, rtol=1e-15))
    if max(n1, n2) < 10**4 and found > 0.01:
        scipy = stats.contingency.odds_ratio(table(a, n1, b, n2), kind="conditional").statistic
        assert abs(found - scipy) < 1e-6 * scipy, (found, scipy)
    return found


@oracle
def simple_maths(a, n1, b, n2, k):
    return (1e6 * a / n1 + k) / (1e6 * b / n2 + k)


@oracle
def bic(a, n1, b, n2):
    return abs(g2_two_cell(a, n1, b, n2)) - math.log(n1 + n2)


@oracle
def ell(a, n1, b, n2):
    least = min(n1, n2) * (a + b) / (n1 + n2)
    return abs(g2_two_cell(a, n1, b, n2)) / ((n1 + n2) * math.log(least)) if least > 1 else None


@oracle
def log_odds(a, n1, b, n2, term, everything):
    y = np.array([a, b]) + term
    odds = y / (np.array([n1, n2]) + everything - y)
    return np.log(odds[0]) - np.log(odds[1])


@oracle
def log_odds_z(a, n1, b, n2, term, everything, terms):
    y = np.array([a, b]) + term
    rest = np.array([n1, n2]) + everything - y
    variance = (1 / y).sum() + ((1 / rest).sum() if terms == 4 else 0)
    return log_odds(a, n1, b, n2, term, everything) / math.sqrt(variance)


@oracle
def log_odds_tidylo(a, n1, b, n2):
    """The steps of bind_log_odds, unweighted by a prior of one's own: counts of a term in all sets as its prior."""
    n, totals = np.array([[a, n1 - a], [b, n2 - b]]), np.array([n1, n2])
    alpha = n.sum(0)
    if alpha.min() == 0:
        return None
    y = n + alpha
    sizes = totals + alpha.sum()
    omega = y / (sizes[:, None] - y)
    pooled = y.sum(0) / (sizes.sum() - y.sum(0))
    return (np.log(omega) - np.log(pooled))[0, 0] / np.sqrt(1 / y[0, 0] + 1 / y[:, 0].sum())


@oracle
def wilson_low(successes, trials):
    return proportion_confint(successes, trials, alpha=0.05, method="wilson")[0]


@oracle
def wilson_high(successes, trials):
    return proportion_confint(successes, trials, alpha=0.05, method="wilson")[1]


# Documents, each with hits and tokens.


@oracle
def dp(*documents):
    x, n = np.array(documents).T
    return np.abs(x / x.sum() - n / n.sum()).sum() / 2 if x.sum() else None


@oracle
def dp_norm(*documents):
    n = np.array(documents)[:, 1]
    value = dp(*documents)
    return None if value is None else value / (1 - n.min() / n.sum())


@oracle
def dp_egbert(*documents):
    x, n = np.array(documents).T
    value = dp(*documents)
    return None if value is None else 1 - value / (1 - n[x > 0].min() / n.sum())


@oracle
def dp_expected(hits, tokens):
    """By summing over what each document can hold."""
    shares = np.array(tokens) / sum(tokens)
    if hits == 0:
        return None
    total = 0
    for p in shares:
        sd = math.sqrt(hits * p * (1 - p))
        # What lies farther off has no weight.
        x = np.arange(max(0, math.floor(hits * p - 12 * sd - 60)), min(hits, math.ceil(hits * p + 12 * sd + 60)) + 1)
        total += (np.abs(x - hits * p) * stats.binom.pmf(x, hits, p)).sum()
    return total / (2 * hits)


@oracle
def dp_norm_expected(hits, tokens):
    value = dp_expected(hits, tokens)
    return None if value is None else value / (1 - min(tokens) / sum(tokens))


@oracle
def juilland(*documents):
    x, n = np.array(documents).T
    rates = x / n
    return 1 - rates.std() / rates.mean() / math.sqrt(len(rates) - 1) if x.sum() else None


@oracle
def ratio(*documents):
    x, n = np.array(documents).T
    return x.sum() / n.sum()


@oracle
def ratio_variance(*documents):
    x, n = np.array(documents).T
    residuals = x - ratio(*documents) * n
    return len(x) / (len(x) - 1) * (residuals**2).sum() / n.sum() ** 2


def rate_end(documents, level, side):
    r, variance = ratio(*documents), ratio_variance(*documents)
    if r == 0:
        return None
    relative = max(variance / r**2, 1 / sum(x for x, _ in documents))
    most = len(documents) - 1
    degrees = max(1 / (1 / most + relative), 3)
    return r * math.exp(side * stats.t.ppf((1 + level) / 2, degrees) * math.sqrt(relative))


@oracle
def rate_low(documents, level):
    return rate_end(documents, level, -1)


@oracle
def rate_high(documents, level):
    return rate_end(documents, level, 1)


def share_end(documents, level, low, high, side):
    r, variance = ratio(*documents), ratio_variance(*documents)
    n = np.array(documents)[:, 1]
    p = (r - low) / (high - low)
    if not 0 < p < 1 or variance == 0:
        return None
    quantile = stats.t.ppf((1 + level) / 2, max(1, n.sum() ** 2 / (n**2).sum() - 1))
    logit = stats.logistic.ppf(p) + side * quantile * math.sqrt(variance) / (high - low) / (p * (1 - p))
    return low + (high - low) * stats.logistic.cdf(logit)


@oracle
def share_low(documents, level, low, high):
    return share_end(documents, level, low, high, -1)


@oracle
def share_high(documents, level, low, high):
    return share_end(documents, level, low, high, 1)


@oracle
def t_quantile(p, degrees):
    return stats.t.ppf(p, degrees)


def poisson_regression(one, other):
    """Hits on the outlet, tokens as exposure, each document a cluster of its own."""
    x, n = np.array(one + other).T
    first = np.repeat([1.0, 0.0], [len(one), len(other)])
    model = sm.GLM(x, sm.add_constant(first), family=sm.families.Poisson(), offset=np.log(n))
    groups = {"groups": np.arange(len(x))}
    return model.fit(tol=1e-14, maxiter=200, cov_type="cluster", cov_kwds=groups), len(x)


@oracle
def log_rate_ratio(one, other):
    return poisson_regression(one, other)[0].params[1]


@oracle
def log_rate_ratio_robust_variance(one, other):
    fit, count = poisson_regression(one, other)
    # statsmodels multiplies by n/(n − 1) · (n − 1)/(n − k).
    return fit.cov_params()[1, 1] * (count - 2) / count


# Tables of several rows and columns.


def held(counts):
    """The rows and columns that hold anything; None where there are fewer than two of either."""
    counts = np.array(counts)
    counts = counts[counts.sum(1) > 0][:, counts.sum(0) > 0]
    return counts if min(counts.shape) > 1 else None


@oracle
def association_g(*counts):
    counts = held(counts)
    return None if counts is None else stats.chi2_contingency(counts, correction=False, lambda_="log-likelihood").statistic


@oracle
def association_df(*counts):
    counts = held(counts)
    return None if counts is None else stats.chi2_contingency(counts).dof


@oracle
def cramers_v(*counts):
    counts = held(counts)
    return None if counts is None else association(counts, method="cramer")


def margins(counts, i, j):
    counts = np.array(counts)
    return counts[i, j], counts[i].sum(), counts[:, j].sum(), counts.sum()


@oracle
def expected(counts, i, j):
    _, row, column, total = margins(counts, i, j)
    return row * column / total if 0 < row < total and 0 < column < total else None


@oracle
def adjusted_residual(counts, i, j):
    if expected(counts, i, j) is None:
        return None
    table = sm.stats.Table(held(counts), shift_zeros=False)
    # Rows and columns without anything are not in it.
    row = sum(any(other) for other in counts[:i])
    column = sum(any(row[other] for row in counts) for other in range(j))
    return table.standardized_resids[row, column]


@oracle
def benjamini_hochberg(p_values, at):
    if p_values[at] is None:
        return None
    known = [p for p in p_values if p is not None]
    place = sum(p is not None for p in p_values[:at])
    return multipletests(known, method="fdr_bh")[1][place]


@oracle
def benjamini_yekutieli(p_values, at):
    if p_values[at] is None:
        return None
    known = [p for p in p_values if p is not None]
    place = sum(p is not None for p in p_values[:at])
    return multipletests(known, method="fdr_by")[1][place]


# Permutation tests: every labelling, tried one by one.


def labellings(outlets, events):
    """Every way to deal the outlets' labels to the documents of each event, the ways that look alike too."""
    strata = [[at for at, other in enumerate(events) if other == event] for event in dict.fromkeys(events)]
    for dealt in itertools.product(*({tuple(p) for p in itertools.permutations([outlets[at] for at in s])} for s in strata)):
        labels = list(outlets)
        for stratum, names in zip(strata, dealt):
            for at, name in zip(stratum, names):
                labels[at] = name
        yield np.array(labels)


def permutation_p(statistic, outlets, events):
    """The share of labellings with a statistic at least as large as the observed; None where it cannot vary."""
    values = np.array([statistic(labels) for labels in labellings(outlets, events)])
    observed = statistic(np.array(outlets))
    slack = 1e-9 * max(abs(observed), 1)
    return None if np.ptp(values) < slack else (values >= observed - slack).mean()


def log_probabilities(outlets, tokens):
    """ln P(outlet | length) for each document, by the model with the least AICc: the outlets' shares, or a multinomial
    logistic regression on log n, or on log n and n, standardized, with ridge 1e-3."""
    names, label = np.unique(outlets, return_inverse=True)
    n = np.array(tokens, float)
    standard = lambda x: (x - x.mean()) / x.std() if x.std() > 0 else 0 * x
    columns = [np.ones_like(n), standard(np.log(n)), standard(n)]
    y = np.eye(len(names))[label]

    def aicc(log_p, terms):
        free = terms * (len(names) - 1)
        left = len(n) - free - 1
        return -2 * (y * log_p).sum() + 2 * free * len(n) / left if left > 0 else np.inf

    models = [np.tile(np.log(y.mean(0)), (len(n), 1))] + [by_lengths(np.stack(columns[:terms], axis=1), y) for terms in (2, 3)]
    return names, min(enumerate(models, 1), key=lambda model: aicc(model[1], model[0]))[1]


def by_lengths(x, y):
    """ln P of each column of y by a logistic regression on x with ridge 1e-3."""
    def log_p(theta):
        return special.log_softmax(x @ theta.reshape(x.shape[1], -1), axis=1)

    def loss(theta):
        return -(y * log_p(theta)).sum() + 5e-4 * theta @ theta

    def gradient(theta):
        return (x.T @ (np.exp(log_p(theta)) - y)).ravel() + 1e-3 * theta

    def hessian(theta):
        p = np.exp(log_p(theta))
        blocks = np.einsum("da,ab->dab", p, np.eye(y.shape[1])) - np.einsum("da,db->dab", p, p)
        return np.einsum("di,dj,dab->iajb", x, x, blocks).reshape(theta.size, theta.size) + 1e-3 * np.eye(theta.size)

    start = np.zeros(x.shape[1] * y.shape[1])
    theta = optimize.minimize(loss, start, jac=gradient, hess=hessian, method="trust-exact", options={"gtol": 1e-9}).x
    for _ in range(5):
        theta = theta - np.linalg.solve(hessian(theta), gradient(theta))
    return log_p(theta)


def conditional_p(statistic, outlets, events, probabilities):
    """The probability of such labellings given the lengths of documents; None where p could not be below .05, and where
    the true labelling is that likely though there are more than twenty."""
    names, log_p = probabilities
    values, weights = [], []
    for labels in labellings(outlets, events):
        values.append(statistic(labels))
        weights.append(log_p[np.arange(len(labels)), np.searchsorted(names, labels)].sum())
    values, weights = np.array(values), np.exp(np.array(weights) - max(weights))
    weights /= weights.sum()
    observed = statistic(np.array(outlets))
    slack = 1e-9 * max(abs(observed), 1)
    true = weights[[(labels == np.array(outlets)).all() for labels in labellings(outlets, events)]].sum()
    if len(values) > 20 and true >= 0.05:
        return None
    if np.ptp(values) < slack or weights[values >= values.max() - slack].sum() >= 0.05:
        return None
    return weights[values >= observed - slack].sum()


def is_too_few(hits):
    """Fewer than three matches, or in fewer than three documents."""
    return sum(hits) < 3 or sum(x > 0 for x in hits) < 3


@oracle
def side_by_side_p(outlets, events, tokens, hits):
    x, e = np.array(hits), by_event(events, hits, tokens)

    def spread(labels):
        sides = [labels == outlet for outlet in sorted(set(outlets))]
        return sum((x[s].sum() - e[s].sum()) ** 2 / e[s].sum() for s in sides if e[s].sum() > 0)

    return None if is_too_few(hits) else conditional_p(spread, outlets, events, log_probabilities(outlets, tokens))


def by_event(events, hits, tokens):
    """The hits to be expected of each document at the rate of its event."""
    events, x, n = np.array([str(event) for event in events]), np.array(hits), np.array(tokens)
    totals = {event: x[events == event].sum() / n[events == event].sum() for event in set(events)}
    return n * np.array([totals[event] for event in events])


@oracle
def targets_p(case, outlet):
    residuals = np.array(case["hits"]) - by_event(case["events"], case["hits"], case["tokens"])
    excess = lambda labels: abs(residuals[labels == outlet].sum())
    probabilities = log_probabilities(case["outlets"], case["tokens"])
    return conditional_p(excess, case["outlets"], case["events"], probabilities)


@oracle
def targets_expected(case, outlet):
    return by_event(case["events"], case["hits"], case["tokens"])[np.array(case["outlets"]) == outlet].sum()


@oracle
def keyness_p(case, outlet, reference):
    kept = [at for at, other in enumerate(case["outlets"]) if reference is None or other in (outlet, reference)]
    outlets, events, tokens, hits = ([case[key][at] for at in kept] for key in ("outlets", "events", "tokens", "hits"))
    names, log_p = log_probabilities(case["outlets"], case["tokens"])
    p = np.exp(log_p[kept])
    first = p[:, list(names).index(outlet)]
    second = p.sum(1) - first if reference is None else p[:, list(names).index(reference)]
    outlets = [outlet if other == outlet else "" for other in outlets]
    residuals = np.array(hits) - by_event(events, hits, tokens)
    excess = lambda labels: abs(residuals[labels == outlet].sum())
    sides = ["", outlet], np.log(np.stack([second, first], axis=1))
    return None if is_too_few(hits) else conditional_p(excess, outlets, events, sides)


@oracle
def naming_p(outlets, events, tokens, names):
    naming = [at for at, counts in enumerate(names) if sum(counts)]
    outlets, events, tokens, counts = ([of[at] for at in naming] for of in (outlets, events, tokens, names))
    counts = np.array(counts)
    if len(set(outlets)) < 2 or (counts.sum(0) == 0).any() or is_too_few(counts.sum(1)):
        return None

    def g(labels):
        rows = np.array([counts[labels == outlet].sum(0) for outlet in sorted(set(outlets))])
        return stats.chi2_contingency(rows, correction=False, lambda_="log-likelihood").statistic

    return conditional_p(g, outlets, events, log_probabilities(outlets, tokens))


# Agreement and consistency.


@oracle
def alpha(units, metric):
    """Krippendorff (2011): 1 − D_o/D_e, over pairs of codes rather than a matrix of coincidences."""
    units = [[code for code in unit if code is not None] for unit in units]
    units = [unit for unit in units if len(unit) > 1]
    codes = np.array([code for unit in units for code in unit])
    if len(set(codes)) < 2:
        return None

    def apart(one, other):
        if metric == "ordinal":
            low, high = min(one, other), max(one, other)
            between = ((codes >= low) & (codes <= high)).sum()
            return (between - ((codes == low).sum() + (codes == high).sum()) / 2) ** 2 if one != other else 0
        return {"nominal": float(one != other), "interval": (one - other) ** 2, "ratio": ((one - other) / (one + other)) ** 2}[metric]

    observed = sum(apart(a, b) / (len(unit) - 1) for unit in units for a, b in itertools.permutations(unit, 2)) / len(codes)
    chance = sum(apart(a, b) for a, b in itertools.permutations(codes, 2)) / (len(codes) * (len(codes) - 1))
    return 1 - observed / chance


@oracle
def percent_agreement(*units):
    units = [[code for code in unit if code is not None] for unit in units]
    units = [unit for unit in units if len(unit) > 1]
    if not units:
        return None
    shares = [np.mean([a == b for a, b in itertools.permutations(unit, 2)]) for unit in units]
    return np.average(shares, weights=[len(unit) for unit in units])


@oracle
def kappa(units, one, other):
    both = [(unit[one], unit[other]) for unit in units if unit[one] is not None and unit[other] is not None]
    if len({code for pair in both for code in pair}) < 2:
        return None
    return cohen_kappa_score(*zip(*both))


@oracle
def cronbach(*items):
    covariance = np.cov(np.array(items))
    k = len(items)
    return k / (k - 1) * (1 - np.trace(covariance) / covariance.sum())


# Clusters.


@oracle
def silhouette(points, labels, at):
    return silhouette_samples(np.array(points), labels)[at]


@oracle
def adjusted_rand_index(one, other):
    return adjusted_rand_score(one, other)


@oracle
def mean_silhouette(points, labels):
    return silhouette_score(np.array(points), labels)


@oracle
def group_similarity(labels, others, cluster):
    own = np.array(labels) == cluster
    return max(jaccard_score(own, np.array(others) == other) for other in set(others))


@oracle
def gap(within, reference):
    return np.mean(np.log(reference)) - np.log(within)


@oracle
def gap_error(within, reference):
    return np.std(np.log(reference)) * np.sqrt(1 + 1 / len(reference))


@oracle
def pca(points, component, what):
    model = PCA().fit(np.array(points))
    axis = model.components_[component]
    sign = np.sign(axis[np.argmax(np.abs(axis))])
    if what == "explained":
        return model.explained_variance_ratio_[component]
    if what == "loading":
        return sign * axis[1]
    return sign * model.transform(np.array(points))[0, component]


@oracle
def confidence_ellipse(points, axis):
    scores = PCA(n_components=2).fit_transform(np.array(points))
    n = len(scores)
    values = np.linalg.eigvalsh(np.cov(scores.T))
    scale = 2 * (n - 1) / (n * (n - 2)) * stats.f.ppf(0.95, 2, n - 2)
    return math.sqrt((values[-1] if axis == "major" else values[0]) * scale)


@oracle
def linkage(points, method, at):
    return hierarchy.linkage(np.array(points), method)[at, 2]


@oracle
def linkage_cut(points, method, k, groups):
    tree = hierarchy.linkage(np.array(points), method)
    return adjusted_rand_score(hierarchy.fcluster(tree, k, "maxclust"), groups)


@oracle
def rank_sum(values, labels):
    inside = [value for value, label in zip(values, labels) if label == 0]
    outside = [value for value, label in zip(values, labels) if label != 0]
    if min(len(inside), len(outside)) < 3 or len(set(values)) < 2:
        return None
    return stats.mannwhitneyu(inside, outside, method="asymptotic").pvalue


@oracle
def kmeans_is_no_worse(points, k, inertia):
    model = KMeans(k, n_init=20, random_state=0).fit(np.array(points))
    return 1.0 if inertia <= model.inertia_ * (1 + 1e-9) else 0.0


@oracle
def mixture_agrees(points, labels, sure):
    model = GaussianMixture(2, n_init=5, tol=1e-6, reg_covar=1e-3, random_state=0).fit(np.array(points))
    same = adjusted_rand_score(model.predict(np.array(points)), labels) == 1
    near = np.abs(model.predict_proba(np.array(points)).max(axis=1) - np.array(sure)).max() < 0.01
    return 1.0 if same and near else 0.0


def agree(figure, found, expected):
    if found is None or expected is None:
        return found is expected
    scale = max(1, abs(expected)) if figure in DIFFERENCES else abs(expected)
    # What is 0 but for rounding.
    return abs(found - expected) <= 1e-9 * scale + 1e-13


def main(file):
    with open(file, encoding="utf-8") as lines:
        cases = json.load(lines)
    wrong = []
    for case in cases:
        figure, source, found = case["figure"], case["from"], case["found"]
        value = ORACLES[figure](**source) if isinstance(source, dict) else ORACLES[figure](*source)
        value = None if value is None or not math.isfinite(value) else float(value)
        if not agree(figure, found, value):
            wrong.append(f"{figure} of {source}: found {found!r}, expected {value!r}")
    unused = set(ORACLES) - {case["figure"] for case in cases}
    wrong += [f"{figure}: no case" for figure in sorted(unused)]
    if wrong:
        print(f"{len(wrong)} of {len(cases)} figures differ:", *wrong[:40], sep="\n")
        return 1
    print(f"{len(cases)} figures agree, of {len(ORACLES)} kinds")
    return 0


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
