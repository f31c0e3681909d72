-- wrk script: work orders submitted through the API, each another person's and each with a key of its own.
--
--   wrk -s Benchmarks/submit.lua URL -- TOKENS      TOKENS: a file with "token division" on each line, taken in turn

local tokens, thread = {}, 0

function setup(thread_)
   thread_:set("number", thread)
   thread = thread + 1
end

function init(arguments)
   for line in io.lines(arguments[1]) do
      local token, division = line:match("(%S+) (%S+)")
      if token then tokens[#tokens + 1] = { token, division } end
   end
   count = 0
   run = tostring(os.time())
end

function request()
   count = count + 1
   local who = tokens[(count + number * 37) % #tokens + 1]
   local phone = string.format("138%08d", (count * 7919 + number * 104729) % 100000000)
   local body = string.format(
      '{"action":"submit","values":{"kind":"ZX","channel":"window","title":"公司两个月没发工资怎么办",' ..
      '"content":"公司拖欠两个月工资，希望能给出明确的答复，并告知需要准备哪些材料、到哪里办理。","service_line":"legal_aid",' ..
      '"nature":"legal","law_field":"wage","area_code":"%s","urgency":"normal",' ..
      '"parties":[{"role":"applicant","kind":"natural","name":"申请人甲","phone":"%s"}]}}', who[2], phone)
   return wrk.format("POST", nil, {
      ["Authorization"] = "Bearer " .. who[1], ["Content-Type"] = "application/json",
      ["Idempotency-Key"] = run .. "-" .. number .. "-" .. count,
   }, body)
end

local refused = 0
function response(status)
   if status ~= 201 then refused = refused + 1; wrk_refused = refused end
end

function done(summary)
   print(string.format("submitted over HTTP: %.0f/s, errors %d", summary.requests / summary.duration * 1e6, summary.errors.status))
end
