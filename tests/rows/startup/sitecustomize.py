"""Read by Python at start-up: what a test disables is disabled in the commands it starts, too."""

import importlib.util
import os
from pathlib import Path

_spec = importlib.util.spec_from_file_location("_rows_disable", Path(__file__).parent.parent / "disable.py")
_disable = importlib.util.module_from_spec(_spec)
_spec.loader.exec_module(_disable)
_disable.disable_on_import([line for line in os.environ.get(_disable.ENV, "").splitlines() if line])
