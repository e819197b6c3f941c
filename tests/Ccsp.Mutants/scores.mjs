// Prints what Stryker's JSON report says of each folder: first the mutants that no test noticed, then the scores.
//   node scores.mjs REPORT.json FOLDER...
import { readFileSync } from 'node:fs';

const [report, ...rooms] = process.argv.slice(2);
const { files } = JSON.parse(readFileSync(report, 'utf8'));
const noticed = new Set(['Killed', 'Timeout']);
const missed = new Set(['Survived', 'NoCoverage']);
const scores = [];
let unjudged = 0;
for (const room of rooms) {
    let seen = 0;
    let unseen = 0;
    let broken = 0;
    for (const [path, { source, mutants }] of Object.entries(files)) {
        if (!`/${path}`.includes(`/${room}/`)) continue;
        const lines = source.split('\n');
        for (const { status, location: { start, end }, replacement, mutatorName } of mutants) {
            if (noticed.has(status)) seen++;
            if (status === 'RuntimeError') broken++;
            if (!missed.has(status)) continue;
            unseen++;
            const from = lines.slice(start.line - 1, end.line).join('\n')
                .slice(start.column - 1, end.line === start.line ? end.column - 1 : undefined);
            console.log(`${path}:${start.line} ${mutatorName}${status === 'NoCoverage' ? ', not run' : ''}\n  - ${brief(from)}\n  + ${brief(replacement)}`);
        }
    }
    const all = seen + unseen;
    const score = all === 0 ? 'no mutants' : `${(100 * seen / all).toFixed(1)} %, ${unseen} of ${all} not noticed`;
    // A test host that could not be started again tells nothing of the mutants that were left.
    scores.push(`${room}: ${score}${broken > 0 ? `; ${broken} not run, because the test host broke: measure again` : ''}`);
    unjudged += broken;
}
console.log(scores.join('\n'));
process.exitCode = unjudged > 0 ? 1 : 0;

/** One line of at most 200 characters. */
function brief(text) {
    const line = text.replace(/\s+/g, ' ').trim();
    return line.length > 200 ? `${line.slice(0, 199)}…` : line;
}
