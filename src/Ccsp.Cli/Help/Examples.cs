namespace Ccsp.Cli.Help;

/// <summary>Example command lines by command. A test parses all of them.</summary>
internal static class Examples
{
    private static readonly Dictionary<string, string[]> All = new(StringComparer.Ordinal)
    {
        ["ccsp"] =
        [
            "ccsp serve",
            "ccsp run \"What is in this folder?\" --cwd .",
            "ccsp tasks list",
            "ccsp help submit",
        ],
        ["ccsp serve"] = ["ccsp serve", "ccsp serve --config /etc/ccsp/ccsp.json --listen 127.0.0.1:3001"],
        ["ccsp run"] =
        [
            "ccsp run \"Summarise README.md\" --cwd .",
            "git diff | ccsp run \"Review this\"",
            "ccsp run - < prompt.txt",
            "ccsp run --json --max-turns 5 --timeout 10m \"Fix the tests\" --cwd .",
        ],
        ["ccsp submit"] =
        [
            "ccsp submit \"Fix the tests\" --cwd . --priority high",
            "ccsp submit \"Nightly report\" --run-at 02:00 --start-before 'tomorrow 23:59'",
            "ccsp submit \"Deploy it\" --after last --hold",
            "ccsp submit \"Try it\" --env CI=1 --metadata ticket=123 --allowed-tools Read,Edit",
        ],
        ["ccsp tasks list"] =
        [
            "ccsp tasks list --state running", "ccsp tasks list --since 1h --agent ci", "ccsp tasks list --json --limit 100",
        ],
        ["ccsp tasks show"] = ["ccsp tasks show last", "ccsp tasks show 019a3f5e"],
        ["ccsp tasks output"] = ["ccsp tasks output last --follow", "ccsp tasks output 019a3f5e --run 2 --stderr"],
        ["ccsp tasks events"] = ["ccsp tasks events last --follow"],
        ["ccsp tasks explain"] = ["ccsp tasks explain last"],
        ["ccsp tasks cancel"] = ["ccsp tasks cancel last"],
        ["ccsp tasks retry"] = ["ccsp tasks retry last", "ccsp tasks retry --failed --since 1h --dry-run"],
        ["ccsp tasks approve"] = ["ccsp tasks approve last"],
        ["ccsp tasks wait"] = ["ccsp tasks wait last"],
        ["ccsp tasks priority"] = ["ccsp tasks priority last urgent"],
        ["ccsp queue pause"] = ["ccsp queue pause \"maintenance\" --until 14:00", "ccsp queue pause --group ci"],
        ["ccsp queue resume"] = ["ccsp queue resume"],
        ["ccsp queue clear"] = ["ccsp queue clear --agent ci --state ready"],
        ["ccsp gates close"] = ["ccsp gates close profile:default \"login is being renewed\" --until +30m"],
        ["ccsp gates open"] = ["ccsp gates open profile:default"],
        ["ccsp gates limit"] = ["ccsp gates limit group:ci 2", "ccsp gates limit profile:default none --rate 10"],
        ["ccsp sessions"] = ["ccsp sessions", "ccsp sessions check", "ccsp sessions recovered"],
        ["ccsp sessions recovered"] = ["ccsp sessions recovered", "ccsp sessions recovered default"],
        ["ccsp stop"] = ["ccsp stop \"disk is filling up\"", "ccsp stop --status", "ccsp stop --clear"],
        ["ccsp config check"] = ["ccsp config check --config ccsp.json"],
        ["ccsp claude"] = ["ccsp claude -p \"What is in this folder?\"", "echo \"Explain this\" | ccsp claude -p --output-format json"],
        ["ccsp completion"] = ["ccsp completion bash"],
        ["ccsp help"] = ["ccsp help", "ccsp help tasks list"],
    };

    /// <returns>Empty for a command that needs none.</returns>
    public static IReadOnlyList<string> Of(string command) => All.GetValueOrDefault(command, []);

    public static IEnumerable<string> Commands => All.Keys;
}
