-- Body and account of the measure "submit". The key comes from the environment, so that it stands on no command line.
wrk.method = "POST"
wrk.body = '{"prompt":"Say hello.","agent":"bench"}'
wrk.headers["Content-Type"] = "application/json"
wrk.headers["Authorization"] = "Bearer " .. (os.getenv("CCSP_API_KEY") or "")

function done(summary, latency)
  local e = summary.errors
  io.write(string.format('{"perSecond":%f,"p50Us":%d,"p99Us":%d,"errors":%d}\n',
    summary.requests / (summary.duration / 1e6), latency:percentile(50), latency:percentile(99),
    e.connect + e.read + e.write + e.status + e.timeout))
end
