"""Executes a notebook against a report, in a fresh kernel of this same Python.

    python run_notebook.py NOTEBOOK OUT_DIR

Prints the failing cell and its error, and exits 1, if a cell fails. Writes nothing: the notebook
is run in memory, and what the kernel keeps (history, connection file) goes to a temporary folder.
"""

import os
import re
import sys
import tempfile
import time
from pathlib import Path

import nbformat
from jupyter_client.kernelspec import KernelSpec, KernelSpecManager
from jupyter_client.manager import AsyncKernelManager
from nbclient import NotebookClient
from nbclient.exceptions import CellExecutionError, CellTimeoutError, DeadKernelError

SECONDS = 300
TERMINAL_COLOURS = re.compile(r"\x1b\[[0-9;]*m")


class ThisPython(KernelSpecManager):
    """Answers every kernel name with the interpreter that runs this file.

    Jupyter would look in the user's home first, where `python3` may name another Python.
    """

    def get_kernel_spec(self, kernel_name):
        argv = [sys.executable, "-m", "ipykernel_launcher", "-f", "{connection_file}"]
        return KernelSpec(argv=argv, display_name="Python 3", language="python")


def execute(path, report):
    """The number of code cells that ran, and what went wrong or None."""
    notebook = nbformat.read(path, as_version=4)
    nbformat.validate(notebook)
    started = {}
    end = time.monotonic() + SECONDS

    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as scratch:
        os.environ["FRAMESCOPE_OUT"] = str(report.resolve())
        os.environ["IPYTHONDIR"] = os.environ["JUPYTER_RUNTIME_DIR"] = scratch
        client = NotebookClient(
            notebook,
            kernel_name="python3",
            kernel_manager_class=AsyncKernelManager,
            timeout_func=lambda _: max(1, int(end - time.monotonic())),
            resources={"metadata": {"path": str(path.resolve().parent)}},
            on_cell_start=lambda cell, cell_index: started.update(cell=cell),
        )
        kernel = client.create_kernel_manager()
        kernel.kernel_spec_manager = ThisPython()
        if os.name == "posix":
            # Sockets in a folder of our own rather than ports that anyone on the machine may open.
            kernel.transport, kernel.ip = "ipc", str(Path(scratch, "kernel"))
        try:
            client.execute()
        except CellExecutionError as failure:
            return 0, failed(started, f"{failure.ename}: {failure.evalue}")
        except CellTimeoutError:
            return 0, failed(started, f"the notebook did not end within {SECONDS} seconds")
        except DeadKernelError:
            return 0, failed(started, "the kernel died")

    code = [cell for cell in notebook.cells if cell.cell_type == "code" and cell.source.strip()]
    # A warning is a later version's error: it is shown, and does not fail the run.
    for cell in code:
        for output in cell.outputs:
            if output.output_type == "stream" and output.name == "stderr":
                print(f"cell {cell.id}: {output.text.strip()}", file=sys.stderr)
    return len(code), None


def failed(started, error):
    """The cell that was running, then its error, then where in the cell it came from."""
    cell = started.get("cell")
    if cell is None:
        return f"failed before the first cell: {error}"
    parts = [f"failed in cell {cell.id}:\n", cell.source, f"\n{error}"]
    for output in cell.outputs:
        if output.output_type == "error":
            parts += ["", *output.traceback]
    return TERMINAL_COLOURS.sub("", "\n".join(parts))


def main(arguments):
    if len(arguments) != 2:
        print("usage: run_notebook.py NOTEBOOK OUT_DIR", file=sys.stderr)
        return 2
    path, report = Path(arguments[0]), Path(arguments[1])
    if not path.is_file():
        print(f"{path}: no such notebook", file=sys.stderr)
        return 2
    cells, error = execute(path, report)
    if error:
        print(error)
        return 1
    print(f"executed: {cells} cells")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
