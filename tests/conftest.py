"""Property tests search anew on a developer's machine and repeat themselves in CI."""

import os

from hypothesis import HealthCheck, settings

os.environ.pop("COLUMNS", None)  # xdist sets it; what a command prints into a pipe has no width

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large]
settings.register_profile("search", deadline=None, max_examples=150, suppress_health_check=SLOW)
settings.register_profile("ci", deadline=None, max_examples=150, suppress_health_check=SLOW, derandomize=True)
settings.register_profile("deep", deadline=None, max_examples=1500, suppress_health_check=SLOW)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE") or ("ci" if os.environ.get("CI") else "search"))
