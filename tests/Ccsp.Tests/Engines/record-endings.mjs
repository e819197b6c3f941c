#!/usr/bin/env node
// Records how the real Claude Code CLI ends, into Endings/*.jsonl, against Ccsp.ApiStub. No login, no tokens.
//
//   dotnet build tests/Ccsp.ApiStub
//   tests/Ccsp.Tests/Engines/record-endings.mjs --claude PATH [--claude PATH …] [--only SUBSTRING]
//
// Each case becomes <case>.<version>.jsonl (stdout as it came) and <case>.<version>.expect.json (exit, stderr, expected class).
// Identifiers, paths and ports are replaced; nothing a classifier reads is.
import { spawn } from 'node:child_process';
import { mkdtempSync, mkdirSync, writeFileSync, rmSync, readdirSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cases } from './endings.cases.mjs';

const here = dirname(fileURLToPath(import.meta.url));
const folder = join(here, 'Endings');
const stubPath = join(here, '../../../artifacts/bin/Ccsp.ApiStub/debug/Ccsp.ApiStub');
const claudes = [], only = [];
for (let i = 2; i < process.argv.length; i += 2) {
  if (process.argv[i] === '--claude') claudes.push(process.argv[i + 1]);
  else if (process.argv[i] === '--only') only.push(process.argv[i + 1]);
  else { console.error(`do not understand ${process.argv[i]}`); process.exit(2); }
}
if (claudes.length === 0) { console.error('usage: record-endings.mjs --claude PATH [--claude PATH …] [--only SUBSTRING]'); process.exit(2); }

const lines = (stream) => new Promise((resolve) => { const all = []; stream.on('data', (d) => all.push(d)); stream.on('end', () => resolve(Buffer.concat(all))); });

async function startStub() {
  const child = spawn(stubPath, ['--port', '0'], { stdio: ['ignore', 'pipe', 'inherit'] });
  const url = await new Promise((resolve, reject) => {
    child.once('error', reject);
    child.stdout.once('data', (d) => resolve(/listening on (\S+)/.exec(d.toString())[1]));
  });
  return { child, url };
}

async function run(claude, args, env, cwd, stdin, signal) {
  const child = spawn(claude, args, { env, cwd, stdio: ['pipe', 'pipe', 'pipe'] });
  const out = lines(child.stdout), err = lines(child.stderr);
  child.stdin.on('error', () => {});
  child.stdin.end(stdin);
  // The signal goes out once the CLI has said that it began, so that it hits a turn in progress.
  if (signal) child.stdout.once('data', () => setTimeout(() => child.kill(signal), 700));
  const [code, by] = await new Promise((resolve) => child.on('exit', (c, s) => resolve([c, s])));
  return { code, by, out: await out, err: await err };
}

function normaliser(home, cwd, url) {
  const ids = new Map();
  const numbered = (kind) => (id) => {
    if (!ids.has(id)) ids.set(id, `${ids.size + 1}`.padStart(12, '0'));
    return kind + ids.get(id);
  };
  const port = new URL(url).port;
  return (text) => text
    .replaceAll(cwd, '/work/project').replaceAll(home, '/home/user').replaceAll(cwd.replaceAll('/', '-'), '-work-project')
    .replaceAll(`127.0.0.1:${port}`, '127.0.0.1:8099')
    .replace(/\/tmp\/claude-\d+/g, '/tmp/claude')
    .replace(/cc-socks\/\d+/g, 'cc-socks/1')
    .replace(/msg_stub_[0-9a-f]{32}/g, numbered('msg_stub_'))
    .replace(/toolu_stub_[0-9a-f]{16}/g, numbered('toolu_stub_'))
    .replace(/[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/g, numbered('00000000-0000-4000-8000-'));
}

async function record(test, claude, version, stub) {
  const root = mkdtempSync(join(tmpdir(), 'ccsp-endings-'));
  const home = join(root, 'home'), cwd = join(root, 'project');
  mkdirSync(home); mkdirSync(cwd);
  const now = Math.floor(Date.now() / 1000);
  const c = test(now);
  const set = await fetch(`${stub.url}/stub/scenario`, { method: 'PUT', body: JSON.stringify({ rules: c.rules ?? [] }) });
  if (!set.ok) throw new Error(`${c.name}: ${await set.text()}`);
  const env = {
    PATH: '/usr/local/bin:/usr/bin:/bin', HOME: home, TZ: 'UTC', ANTHROPIC_BASE_URL: stub.url, ANTHROPIC_API_KEY: 'sk-ant-stub',
    CLAUDE_CODE_DISABLE_NONESSENTIAL_TRAFFIC: '1', DISABLE_AUTOUPDATER: '1', CLAUDE_CODE_MAX_RETRIES: '0', ...c.env,
  };
  for (const name of Object.keys(env)) if (env[name] === null) delete env[name];
  const format = c.format ?? 'stream-json';
  const args = ['-p', '--output-format', format, ...(format === 'stream-json' ? ['--verbose'] : []), ...(c.args ?? [])];
  if (c.before) await run(claude, ['-p', ...c.before], env, cwd, 'hello');
  const got = await run(claude, args, env, cwd, c.prompt ?? 'hello', c.signal);
  const clean = normaliser(home, cwd, stub.url);
  const base = join(folder, `${c.name}.${version}`);
  writeFileSync(`${base}.jsonl`, clean(got.out.toString('utf8')));
  const stderr = clean(got.err.toString('utf8'));
  writeFileSync(`${base}.expect.json`, JSON.stringify({
    engineVersion: version, format, arguments: args, exitCode: got.code, signal: got.by, stderr: stderr.slice(-4000), recordedAt: now,
    class: c.expectFor?.[version] ?? c.expect, ...(c.resetsAt ? { resetsAt: c.resetsAt } : {}), ...(c.source ? { source: c.source } : {}),
    ...(c.resumed ? { resumed: true } : {}), ...(c.notes ? { notes: c.notes } : {}),
  }, null, 2) + '\n');
  console.log(`${c.name}.${version}: exit ${got.code ?? got.by}, ${got.out.length} bytes, expected ${c.expectFor?.[version] ?? c.expect}`);
  rmSync(root, { recursive: true, force: true });
}

mkdirSync(folder, { recursive: true });
const stub = await startStub();
try {
  for (const claude of claudes) {
    const said = await run(claude, ['--version'], { PATH: process.env.PATH, HOME: tmpdir() }, tmpdir(), '');
    const version = said.out.toString().split(' ')[0].trim();
    for (const test of cases) {
      const name = test(0).name;
      if (only.length === 0 || only.some((part) => name.includes(part))) await record(test, claude, version, stub);
    }
  }
} finally {
  stub.child.kill('SIGTERM');
}
console.log(`${readdirSync(folder).filter((f) => f.endsWith('.jsonl')).length} recordings in ${folder}`);
