"""Asks the gateway for short answers on many connections at once, and counts what comes back.

usage: load.py URL KEY CONNECTIONS SECONDS [--ca FILE] [--model NAME]

Each request that got no answer, or a 5xx or 429, is asked once more after a moment, as Codex and Claude Code do. Prints
one line: requests, how many had to be asked again, how many were lost, rate, and how long an answer took.
"""

import http.client
import json
import ssl
import statistics
import sys
import threading
import time
import urllib.parse


def option(name, default=None):
    return sys.argv[sys.argv.index(name) + 1] if name in sys.argv else default


url = urllib.parse.urlsplit(sys.argv[1])
key, connections, seconds = sys.argv[2], int(sys.argv[3]), float(sys.argv[4])
body = json.dumps(
    {
        "model": option("--model", "gpt-5.5"),
        "messages": [{"role": "user", "content": "say hello to the stack" + (" slowly" if "--slowly" in sys.argv else "")}],
    }
)
headers = {"Authorization": f"Bearer {key}", "Content-Type": "application/json"}
context = ssl.create_default_context(cafile=option("--ca")) if url.scheme == "https" else None
lock = threading.Lock()
times, again, lost = [], [], []


def connect():
    if context:
        return http.client.HTTPSConnection(url.hostname, url.port, context=context, timeout=60)
    return http.client.HTTPConnection(url.hostname, url.port, timeout=60)


def ask(connection):
    """The connection to go on with, and what was wrong with the answer."""
    try:
        connection.request("POST", "/v1/chat/completions", body, headers)
        answer = connection.getresponse()
        text = answer.read()
    except (OSError, http.client.HTTPException) as error:
        connection.close()
        return connect(), type(error).__name__
    if answer.status == 200 and b"the provider says hello" in text:
        return connection, None
    return connection, f"{answer.status} {text[:120].decode(errors='replace')}"


def work(deadline):
    connection = connect()
    while time.monotonic() < deadline:
        start = time.monotonic()
        connection, problem = ask(connection)
        if problem:
            with lock:
                again.append(problem)
            time.sleep(0.5)
            connection, problem = ask(connection)
        with lock:
            (lost.append(problem) if problem else times.append(time.monotonic() - start))
    connection.close()


began = time.monotonic()
threads = [threading.Thread(target=work, args=(began + seconds,)) for _ in range(connections)]
for thread in threads:
    thread.start()
for thread in threads:
    thread.join()
elapsed = time.monotonic() - began
p50 = statistics.median(times) * 1000 if times else float("nan")
print(
    f"requests={len(times) + len(lost)} again={len(again)} lost={len(lost)} rate={len(times) / elapsed:.1f}/s p50={p50:.0f}ms"
)
for problem in sorted(set(again + lost)):
    print(f"  {(again + lost).count(problem)} times {problem}", file=sys.stderr)
