// The peer of the measure "cycles": add, claim and finish COUNT jobs with BullMQ, 64 callers and a worker of concurrency 64.
// Prints one line of JSON. CCSP_BULLMQ names the folder BullMQ is installed in; REDIS_PORT the server.
import { createRequire } from "node:module";

const { Queue, Worker } = createRequire(`${process.env.CCSP_BULLMQ}/`)("bullmq");
const count = Number(process.env.COUNT);
const callers = Number(process.env.CALLERS);
const connection = { host: "127.0.0.1", port: Number(process.env.REDIS_PORT) };
const name = `bench-${process.pid}`;

const queue = new Queue(name, { connection });
let finished = 0;
let allFinished;
const end = new Promise((resolve) => (allFinished = resolve));
const worker = new Worker(name, async () => "done", { connection, concurrency: callers });
worker.on("completed", () => {
  if (++finished === count) allFinished();
});
await queue.waitUntilReady();
await worker.waitUntilReady();

const start = process.hrtime.bigint();
let sent = 0;
const caller = async () => {
  while (sent < count) {
    sent++;
    await queue.add("task", { prompt: "Say hello.", agent: "bench" });
  }
};
await Promise.all([end, ...Array.from({ length: callers }, caller)]);
const seconds = Number(process.hrtime.bigint() - start) / 1e9;
console.log(JSON.stringify({ perSecond: count / seconds }));

await worker.close();
await queue.obliterate({ force: true });
await queue.close();
