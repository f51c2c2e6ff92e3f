-- The load: one chat completion of about 1 KiB, over and over; with TRANSLATED=yes the same as a request of Messages,
-- for a model whose provider speaks chat completions. The figures go out on one line for script/bench.

wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
wrk.headers["Authorization"] = "Bearer " .. os.getenv("MASTER_KEY")
local start = os.getenv("TRANSLATED") == "yes" and '"model":"chat-only","max_tokens":1000' or '"model":"gpt-5.5"'
wrk.body = '{' .. start .. ',"messages":[{"role":"user","content":"' .. string.rep("lorem ipsum ", 80) .. '"}]}'

function done(summary, latency, requests)
  local e = summary.errors
  io.write(string.format("figures %d %d %.3f %.3f %d\n",
    summary.requests, summary.duration, latency:percentile(50) / 1000, latency:percentile(99) / 1000,
    e.connect + e.read + e.write + e.status + e.timeout))
end
