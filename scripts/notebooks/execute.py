"""Runs the code cells of notebooks in Deno's kernel and prints their outputs as JSON.

    execute.py DENO NOTEBOOK...

Why not nbconvert: the kernel sometimes reports that it is idle before it sends the result of a cell, and nbclient then
drops the result. This reads on for a moment after the kernel is idle.
"""

import json
import pathlib
import queue
import sys

from jupyter_client.kernelspec import KernelSpec
from jupyter_client.manager import KernelManager

SECONDS_PER_CELL = 120
SECONDS_AFTER_IDLE = 0.25


def execute(client, code):
    """The outputs of one cell, in the form in which a notebook stores them."""
    request = client.execute(code, stop_on_error=False)
    outputs, idle = [], False
    while True:
        try:
            message = client.get_iopub_msg(timeout=SECONDS_AFTER_IDLE if idle else SECONDS_PER_CELL)
        except queue.Empty:
            if idle:
                return outputs
            raise TimeoutError(f"no answer within {SECONDS_PER_CELL} s:\n{code}") from None
        if message["parent_header"].get("msg_id") != request:
            continue
        kind, content = message["msg_type"], message["content"]
        if kind == "status":
            idle = idle or content["execution_state"] == "idle"
        elif kind == "stream":
            if outputs and outputs[-1].get("name") == content["name"]:
                outputs[-1]["text"] += content["text"]
            else:
                outputs.append({"output_type": kind, "name": content["name"], "text": content["text"]})
        elif kind in ("execute_result", "display_data"):
            outputs.append({"output_type": "display_data", "data": content["data"], "metadata": {}})
        elif kind == "error":
            outputs.append({"output_type": kind, **{k: content[k] for k in ("ename", "evalue", "traceback")}})


def run(deno, notebook):
    manager = KernelManager(kernel_name="deno")
    manager._kernel_spec = KernelSpec(
        argv=[deno, "jupyter", "--kernel", "--conn", "{connection_file}"],
        display_name="Deno",
        language="typescript",
    )
    manager.start_kernel(cwd=str(notebook.parent))
    client = manager.client()
    client.start_channels()
    try:
        client.wait_for_ready(timeout=60)
        cells = json.loads(notebook.read_text())["cells"]
        return [
            execute(client, "".join(cell["source"])) if cell["cell_type"] == "code" else [] for cell in cells
        ]
    finally:
        client.stop_channels()
        manager.shutdown_kernel(now=True)


deno, *notebooks = sys.argv[1:]
json.dump({name: run(deno, pathlib.Path(name).resolve()) for name in notebooks}, sys.stdout)
