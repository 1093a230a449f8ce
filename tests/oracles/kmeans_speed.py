"""Seconds and inertia of scikit-learn's k-means, 10 starts.

    python kmeans_speed.py ROWS.bin COLUMNS K
"""

import sys
import time

import numpy as np
from sklearn.cluster import KMeans

rows = np.fromfile(sys.argv[1]).reshape(-1, int(sys.argv[2]))
started = time.perf_counter()
model = KMeans(int(sys.argv[3]), n_init=10, random_state=0).fit(rows)
print(time.perf_counter() - started, model.inertia_)
