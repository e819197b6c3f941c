// The cases record-endings.mjs provokes. Each is a function of the time of recording (epoch seconds), because windows reset relative to it.
const oauth = { ANTHROPIC_API_KEY: null, CLAUDE_CODE_OAUTH_TOKEN: 'sk-ant-oat01-stub' };
const always = (...answers) => [{ answers }];
const fail = (status, errorType, message, headers = {}) => always({ status, errorType, message, headers });
const minute = (epoch) => `${epoch - (epoch % 60)}`;

/** Headers of an exhausted or nearly exhausted window. */
function unified(status, claim, reset, more = {}) {
  return {
    'anthropic-ratelimit-unified-status': status,
    'anthropic-ratelimit-unified-reset': reset,
    'anthropic-ratelimit-unified-representative-claim': claim,
    'anthropic-ratelimit-unified-5h-status': claim === 'five_hour' ? status : 'allowed',
    'anthropic-ratelimit-unified-5h-utilization': claim === 'five_hour' ? (status === 'rejected' ? '1' : '0.93') : '0.3',
    'anthropic-ratelimit-unified-5h-reset': claim === 'five_hour' ? reset : `${Number(reset) + 900}`,
    'anthropic-ratelimit-unified-7d-status': claim === 'seven_day' ? status : 'allowed',
    'anthropic-ratelimit-unified-7d-utilization': claim === 'seven_day' ? '1' : '0.4',
    'anthropic-ratelimit-unified-7d-reset': `${Number(reset) + (claim === 'seven_day' ? 0 : 200000)}`,
    'anthropic-ratelimit-unified-overage-status': 'rejected',
    'anthropic-ratelimit-unified-overage-disabled-reason': 'org_level_disabled',
    ...more,
  };
}

const limited = (name, claim, seconds, more = {}) => (now) => {
  const reset = minute(now + seconds);
  return {
    name, env: { ...oauth, ...more.env }, expect: 'limit', resetsAt: Number(reset), source: more.source ?? 'event', ...more.extra,
    format: more.format,
    rules: fail(429, 'rate_limit_error', 'This request would exceed your account\'s rate limit. Please try again later.', unified('rejected', claim, reset, more.headers)),
  };
};
const plain = (name, expect, rest) => () => ({ name, expect, ...rest });

const quotes = 'Done. For the manual: "Claude AI usage limit reached|1735689600", "You\'ve hit your session limit · resets 3pm (UTC)", '
  + '"Invalid API key · Fix external API key", "Please run /login", "API Login Failure", "API Error: 529 Overloaded", "Credit balance is too low".';
const bash = { text: 'Working.', tool: { name: 'Bash', input: { command: 'echo one', description: 'Print one word' } } };
const unreachable = { ANTHROPIC_BASE_URL: 'http://127.0.0.1:1' };

export const cases = [
  plain('ok', 'succeeded', {}),
  plain('ok-tool', 'succeeded', { args: ['--allowedTools=Bash'], rules: always(bash, { text: 'one' }) }),
  plain('ok-slow', 'succeeded', { rules: always({ deltas: ['slow ', 'but ', 'sure'], delayMs: 1500, deltaDelayMs: 300 }) }),
  (now) => ({
    name: 'ok-warning', env: oauth, expect: 'succeeded',
    rules: always({ text: 'fine', headers: unified('allowed_warning', 'five_hour', minute(now + 7200), { 'anthropic-ratelimit-unified-5h-surpassed-threshold': '0.9' }) }),
  }),
  plain('ok-after-retry', 'succeeded', {
    env: { CLAUDE_CODE_MAX_RETRIES: '2' },
    rules: [{ times: 1, answers: [{ status: 529, errorType: 'overloaded_error', message: 'Overloaded', headers: { 'retry-after': '1' } }] }],
  }),
  plain('ok-denied-tool', 'succeeded', { rules: always({ ...bash, tool: { name: 'Bash', input: { command: 'touch /etc/x', description: 'Write' } } }, { text: 'not allowed' }) }),
  plain('ok-quoting', 'succeeded', { rules: always({ text: quotes }) }),
  plain('ok-quoting-text', 'succeeded', { format: 'text', rules: always({ text: quotes }) }),
  plain('ok-quoting-json', 'succeeded', { format: 'json', rules: always({ text: quotes }) }),
  plain('ok-quoting-tool', 'succeeded', {
    args: ['--allowedTools=Bash'],
    rules: always({ text: 'Looking.', tool: { name: 'Bash', input: { command: 'echo "Claude AI usage limit reached|1735689600"; echo "Not logged in · Please run /login"', description: 'Print' } } }, { text: quotes }),
  }),
  plain('ok-text', 'succeeded', { format: 'text' }),
  plain('ok-json', 'succeeded', { format: 'json' }),

  limited('limit-session', 'five_hour', 7200),
  limited('limit-session-retried', 'five_hour', 7200, { env: { CLAUDE_CODE_MAX_RETRIES: '2' } }),
  limited('limit-session-tokyo', 'five_hour', 7200, { env: { TZ: 'Asia/Tokyo' } }),
  limited('limit-weekly', 'seven_day', 260000),
  limited('limit-opus', 'seven_day_opus', 260000),
  limited('limit-sonnet', 'seven_day_sonnet', 260000),
  limited('limit-session-text', 'five_hour', 7200, { format: 'text', source: 'text' }),
  limited('limit-session-text-newyork', 'five_hour', 7200, { format: 'text', source: 'text', env: { TZ: 'America/New_York' } }),
  limited('limit-session-json', 'five_hour', 7200, { format: 'json', source: 'text' }),
  limited('limit-weekly-text', 'seven_day', 260000, { format: 'text', source: 'text' }),
  limited('limit-overage', 'five_hour', 7200, { headers: { 'anthropic-ratelimit-unified-overage-disabled-reason': 'out_of_credits' } }),

  plain('throttle-key', 'throttled', { rules: fail(429, 'rate_limit_error', 'Number of requests has exceeded your per-minute rate limit') }),
  plain('throttle-retried', 'throttled', { env: { CLAUDE_CODE_MAX_RETRIES: '2' }, rules: fail(429, 'rate_limit_error', 'Too many requests', { 'retry-after': '1' }) }),
  (now) => ({
    name: 'throttle-oauth', env: oauth, expect: 'throttled',
    notes: 'the CLI itself calls it a limit; the window it names is neither rejected nor full',
    rules: fail(429, 'rate_limit_error', 'Server is temporarily limiting requests', unified('allowed', 'five_hour', minute(now + 7200))),
  }),
  plain('throttle-oauth-bare', 'throttled', { env: oauth, rules: fail(429, 'rate_limit_error', 'Error') }),
  plain('throttle-text', 'throttled', { format: 'text', rules: fail(429, 'rate_limit_error', 'Number of requests has exceeded your per-minute rate limit') }),
  plain('overloaded', 'throttled', { rules: fail(529, 'overloaded_error', 'Overloaded') }),
  plain('overloaded-retried', 'throttled', { env: { CLAUDE_CODE_MAX_RETRIES: '2' }, rules: fail(529, 'overloaded_error', 'Overloaded', { 'retry-after': '1' }) }),
  plain('overloaded-stream', 'throttled', { rules: always({ text: 'begun', break: 'error', breakAfter: 1, errorType: 'overloaded_error', message: 'Overloaded' }) }),
  plain('overloaded-text', 'throttled', { format: 'text', rules: fail(529, 'overloaded_error', 'Overloaded') }),

  plain('login-invalid-key', 'login', { rules: fail(401, 'authentication_error', 'invalid x-api-key') }),
  plain('login-invalid-key-retried', 'login', { env: { CLAUDE_CODE_MAX_RETRIES: '2' }, rules: fail(401, 'authentication_error', 'invalid x-api-key') }),
  plain('login-oauth-401', 'login', { env: oauth, rules: fail(401, 'authentication_error', 'OAuth token has expired. Please obtain a new token or refresh your existing token.') }),
  plain('login-oauth-revoked', 'login', { env: oauth, rules: fail(403, 'permission_error', 'OAuth token has been revoked. Please obtain a new token.') }),
  plain('login-org-not-allowed', 'login', { env: oauth, rules: fail(403, 'permission_error', 'OAuth authentication is currently not allowed for this organization.') }),
  plain('login-org-disabled', 'login', { rules: fail(400, 'invalid_request_error', 'This organization has been disabled.') }),
  plain('login-403', 'login', { rules: fail(403, 'permission_error', 'Your API key does not have permission to use the specified resource.') }),
  plain('login-none', 'login', { env: { ANTHROPIC_API_KEY: null } }),
  plain('login-none-text', 'login', { env: { ANTHROPIC_API_KEY: null }, format: 'text' }),
  plain('login-none-json', 'login', { env: { ANTHROPIC_API_KEY: null }, format: 'json' }),
  plain('login-invalid-key-text', 'login', { format: 'text', rules: fail(401, 'authentication_error', 'invalid x-api-key') }),
  plain('login-invalid-key-json', 'login', { format: 'json', rules: fail(401, 'authentication_error', 'invalid x-api-key') }),

  plain('billing-400', 'billing', { rules: fail(400, 'invalid_request_error', 'Your credit balance is too low to access the Anthropic API. Please go to Plans & Billing to upgrade or purchase credits.') }),
  plain('billing-402', 'billing', { rules: fail(402, 'billing_error', 'Your account has a billing problem. Please check your payment details.') }),
  plain('billing-text', 'billing', { format: 'text', rules: fail(400, 'invalid_request_error', 'Your credit balance is too low to access the Anthropic API. Please go to Plans & Billing to upgrade or purchase credits.') }),
  plain('billing-spend-limit', 'billing', { resetsAt: Date.UTC(2026, 11, 1) / 1000, rules: fail(400, 'invalid_request_error', 'You have reached your specified API usage limits. You will regain access on 2026-12-01 at 00:00 UTC.') }),

  plain('server-500', 'server', { rules: fail(500, 'api_error', 'Internal server error') }),
  plain('server-503', 'server', { rules: fail(503, 'api_error', 'Service unavailable') }),
  plain('server-500-text', 'server', { format: 'text', rules: fail(500, 'api_error', 'Internal server error') }),
  plain('server-stream', 'server', { rules: always({ text: 'begun', break: 'error', breakAfter: 1, errorType: 'api_error', message: 'Internal server error' }) }),

  plain('network-refused', 'network', { env: unreachable }),
  plain('network-refused-retried', 'network', { env: { ...unreachable, CLAUDE_CODE_MAX_RETRIES: '1' } }),
  plain('network-refused-text', 'network', { env: unreachable, format: 'text' }),
  plain('network-dns', 'network', { env: { ANTHROPIC_BASE_URL: 'http://no-such-host.invalid' } }),
  plain('network-cut-early', 'network', { rules: always({ break: 'cut', breakAfter: -1 }) }),
  plain('network-cut-stream', 'network', { rules: always({ deltas: ['half an ', 'answer'], break: 'cut', breakAfter: 1 }) }),
  plain('network-cut-late', 'network', { rules: always({ text: 'a whole answer', break: 'cut', breakAfter: 9 }) }),
  plain('network-timeout', 'network', { env: { API_TIMEOUT_MS: '1500' }, rules: always({ break: 'hang', breakAfter: -1 }) }),

  plain('invalid-prompt-too-long', 'invalid', { rules: fail(400, 'invalid_request_error', 'prompt is too long: 214000 tokens > 200000 maximum') }),
  plain('invalid-prompt-too-long-text', 'invalid', { format: 'text', rules: fail(400, 'invalid_request_error', 'prompt is too long: 214000 tokens > 200000 maximum') }),
  plain('invalid-too-large', 'invalid', { rules: fail(413, 'request_too_large', 'Request exceeds the maximum size') }),
  plain('invalid-model', 'invalid', { args: ['--model=claude-nope-1'], rules: fail(404, 'not_found_error', 'model: claude-nope-1') }),
  plain('invalid-model-text', 'invalid', { args: ['--model=claude-nope-1'], format: 'text', rules: fail(404, 'not_found_error', 'model: claude-nope-1') }),
  plain('invalid-request', 'invalid', { rules: fail(400, 'invalid_request_error', 'max_tokens: must be greater than or equal to 1') }),
  plain('invalid-flag', 'invalid', { args: ['--no-such-flag'] }),
  plain('invalid-permission-mode', 'invalid', { args: ['--permission-mode=nonsense'] }),
  plain('invalid-session-id', 'invalid', { args: ['--session-id=not-a-uuid'] }),
  plain('invalid-empty-prompt', 'invalid', { prompt: '' }),
  plain('whitespace-prompt', 'invalid', { prompt: '\n', expectFor: { '2.1.197': 'crashed' }, notes: '2.1.197 says nothing and exits 0' }),
  plain('invalid-mcp-config', 'invalid', { args: ['--mcp-config={"broken"'] }),
  plain('invalid-root-bypass', 'invalid', { args: ['--dangerously-skip-permissions'], notes: 'recorded as root, where the CLI refuses the flag' }),

  plain('context-full-after-tool', 'context', {
    args: ['--allowedTools=Bash'], rules: always(bash, { status: 400, errorType: 'invalid_request_error', message: 'prompt is too long: 214000 tokens > 200000 maximum' }),
  }),
  plain('context-poisoned', 'context', {
    rules: fail(400, 'invalid_request_error', 'messages.2: `tool_use` ids were found without `tool_result` blocks immediately after: toolu_01. Each `tool_use` block must have a corresponding `tool_result` block in the next message.'),
  }),
  plain('context-conversation-in-use', 'context', {
    before: ['--session-id=11111111-2222-4333-8444-555555555555'], args: ['--session-id=11111111-2222-4333-8444-555555555555'],
  }),
  plain('ok-resumed', 'succeeded', {
    before: ['--session-id=11111111-2222-4333-8444-555555555555'], args: ['--resume=11111111-2222-4333-8444-555555555555'], resumed: true,
    notes: '2.1.329 adds the cost of the earlier run to total_cost_usd and modelUsage; model_usage_since_last_result has this run alone',
  }),
  plain('context-conversation-unknown', 'context', { args: ['--resume=11111111-2222-4333-8444-555555555555'], resumed: true }),

  plain('turns', 'turns', { args: ['--allowedTools=Bash', '--max-turns=2'], rules: [{ loop: true, answers: [bash] }] }),
  plain('turns-text', 'turns', { args: ['--allowedTools=Bash', '--max-turns=2'], format: 'text', rules: [{ loop: true, answers: [bash] }] }),
  plain('budget', 'budget', { args: ['--allowedTools=Bash', '--max-budget-usd=0.02'], rules: [{ loop: true, answers: [{ ...bash, usage: { input: 2000, output: 2000 } }] }] }),
  plain('budget-text', 'budget', { args: ['--allowedTools=Bash', '--max-budget-usd=0.02'], format: 'text', rules: [{ loop: true, answers: [{ ...bash, usage: { input: 2000, output: 2000 } }] }] }),
  plain('schema-never-met', 'invalid', { notes: 'the CLI calls it a success and gives no structured_output',  args: ['--json-schema={"type":"object","properties":{"n":{"type":"number"}},"required":["n"]}'], rules: always({ text: 'no' }) }),

  plain('sigint', 'crashed', { signal: 'SIGINT', rules: always({ text: 'begun', break: 'hang', breakAfter: 1 }), notes: 'nobody of ours asked for the stop' }),
  plain('sigterm', 'crashed', { signal: 'SIGTERM', rules: always({ text: 'begun', break: 'hang', breakAfter: 1 }), notes: 'nobody of ours asked for the stop' }),
  plain('sigkill', 'crashed', { signal: 'SIGKILL', rules: always({ text: 'begun', break: 'hang', breakAfter: 1 }) }),
  plain('sigterm-tool', 'crashed', {
    signal: 'SIGTERM', args: ['--allowedTools=Bash'], rules: always({ text: 'Working.', tool: { name: 'Bash', input: { command: 'sleep 20', description: 'Wait' } } }),
  }),
  plain('invalid-max-output-tokens', 'invalid', { rules: always({ text: 'cut by the token cap', stopReason: 'max_tokens' }) }),
  plain('invalid-refusal', 'invalid', { rules: always({ text: 'I cannot help with that.', stopReason: 'refusal' }) }),
];
