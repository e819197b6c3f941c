// A program as a user of the API would write it: every call is checked against the types generated from the gateway's own document.
import createClient from "openapi-fetch";
import type { components, paths } from "./api.js";

const [url = "", key = ""] = process.argv.slice(2);
const api = createClient<paths>({
    baseUrl: url,
    headers: { Authorization: `Bearer ${key}` },
    // Several values of one field are separated by commas, as the document says with explode: false.
    querySerializer: { array: { style: "form", explode: false } },
});

function given<T>(answer: { data?: T; error?: unknown; response: Response }): T {
    if (answer.data === undefined) throw new Error(`${answer.response.status}: ${JSON.stringify(answer.error)}`);
    return answer.data;
}

const task: components["schemas"]["TaskView"] = given(await api.POST("/api/v1/tasks", {
    params: { query: { wait: 60 }, header: { "Idempotency-Key": "from-typescript" } },
    body: { prompt: "Say hello.", priority: "high", metadata: { from: "typescript" } },
}));

// Required members need no question mark; optional ones do.
const created: string = task.createdAt;
const result: string | undefined = task.result;

const page = given(await api.GET("/api/v1/tasks", {
    params: { query: { state: ["succeeded", "failed"], fields: ["result", "priority"], q: "hello", limit: 10, since: created } },
}));
const next: string | undefined = page.next;
const queue = given(await api.GET("/api/v1/queue"));
const depth: number = queue.depth + queue.classes.high!.ready;
const explained: components["schemas"]["ExplanationView"] = given(await api.GET("/api/v1/tasks/{id}/explain", { params: { path: { id: task.id } } }));
const refused = await api.POST("/api/v1/tasks", { body: { prompt: "" } });
const code: string | undefined = refused.error?.code;

console.log(JSON.stringify({ id: task.id, state: task.state, result, listed: page.items.map(row => row.id), last: next === undefined, depth, gates: explained.gates.length, code }));
