"""Property tests search anew on a developer's machine and repeat themselves in CI."""

import os
import signal

from hypothesis import HealthCheck, settings

OF_THE_USER = ("COLUMNS", "NO_COLOR", "FORCE_COLOR", "LESS", "LESSCHARSET", "LV", "PAGER")
"""Variables by which whoever runs the tests, or xdist, would say how a command is to show things."""

for name in list(os.environ):
    if name in OF_THE_USER or name.startswith("JMCLEAN_"):
        del os.environ[name]

if signal.getsignal(signal.SIGINT) is signal.SIG_IGN:  # so shells start what runs in the background, and what it starts
    signal.signal(signal.SIGINT, signal.default_int_handler)

SLOW = [HealthCheck.too_slow, HealthCheck.data_too_large]
settings.register_profile("search", deadline=None, max_examples=40, suppress_health_check=SLOW)
settings.register_profile("ci", deadline=None, max_examples=40, suppress_health_check=SLOW, derandomize=True)
settings.register_profile("deep", deadline=None, max_examples=1000, suppress_health_check=SLOW)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE") or ("ci" if os.environ.get("CI") else "search"))
