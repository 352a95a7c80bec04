"""`python tests/rows report` and `python tests/rows mutate`, from the root of the checkout."""

import runpy
import sys
from pathlib import Path

COMMANDS = ("report", "mutate")

if len(sys.argv) < 2 or sys.argv[1] not in COMMANDS:
    sys.exit(f"usage: python tests/rows {{{','.join(COMMANDS)}}} [--help]")
sys.path[0] = str(Path(__file__).resolve().parent.parent)  # `rows` itself, not its files, is what is imported
runpy.run_module(f"rows.{sys.argv.pop(1)}", run_name="__main__")
