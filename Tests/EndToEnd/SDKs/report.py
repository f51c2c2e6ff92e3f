"""What both scripts share: running checks and printing what came of them as one JSON object."""

import json
import sys


class Report:
    """Runs checks; one that raises is reported with what it raised."""

    def __init__(self):
        self.results = {}

    def check(self, name):
        """Runs the decorated function at once, and keeps what it returns under `name`."""

        def run(function):
            try:
                self.results[name] = function()
            except Exception as error:
                self.results[name] = self.raised(error)
            return function

        return run

    def raised(self, error):
        """An exception as a value."""
        told = {"raised": type(error).__name__}
        response = getattr(error, "response", None)
        if response is not None:
            told["status"] = response.status_code
            if "retry-after" in response.headers:
                told["retry_after"] = response.headers["retry-after"]
        body = getattr(error, "body", None)
        if isinstance(body, dict):
            # Anthropic's body is the whole answer, OpenAI's what it has under "error".
            inside = body.get("error", body)
            told |= {name: inside[name] for name in ("type", "code", "message") if inside.get(name)}
        else:
            told["message"] = str(error)
        return told

    def print(self):
        """Prints everything."""
        json.dump(self.results, sys.stdout, sort_keys=True, indent=1)
