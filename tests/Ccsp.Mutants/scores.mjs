// Prints what Stryker's JSON report says of each folder: first the mutants that no test noticed, then the scores.
//   node scores.mjs REPORT.json FOLDER...
import { readFileSync } from 'node:fs';

const [report, ...rooms] = process.argv.slice(2);
const { files } = JSON.parse(readFileSync(report, 'utf8'));
const noticed = new Set(['Killed', 'Timeout']);
const missed = new Set(['Survived', 'NoCoverage']);
const scores = [];
for (const room of rooms) {
    let seen = 0;
    let unseen = 0;
    for (const [path, { source, mutants }] of Object.entries(files)) {
        if (!`/${path}`.includes(`/${room}/`)) continue;
        const lines = source.split('\n');
        for (const { status, location: { start, end }, replacement, mutatorName } of mutants) {
            if (noticed.has(status)) seen++;
            if (!missed.has(status)) continue;
            unseen++;
            const from = lines.slice(start.line - 1, end.line).join('\n')
                .slice(start.column - 1, end.line === start.line ? end.column - 1 : undefined);
            console.log(`${path}:${start.line} ${mutatorName}${status === 'NoCoverage' ? ', not run' : ''}\n  - ${brief(from)}\n  + ${brief(replacement)}`);
        }
    }
    const score = seen + unseen === 0 ? 'no mutants' : `${(100 * seen / (seen + unseen)).toFixed(1)} %, ${unseen} of ${seen + unseen} not noticed`;
    scores.push(`${room}: ${score}`);
}
console.log(scores.join('\n'));

/** One line of at most 200 characters. */
function brief(text) {
    const line = text.replace(/\s+/g, ' ').trim();
    return line.length > 200 ? `${line.slice(0, 199)}…` : line;
}
