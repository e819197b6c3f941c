namespace Ccsp.Cli.Claude;

/// <summary>
/// The parts of claude's command line that matter here: whether it prints, and in which format. Parsed like claude does, so that a value
/// that looks like an option is not taken for one; never modified.
/// </summary>
/// <param name="Print">Whether <c>-p</c> or <c>--print</c> is among the options.</param>
/// <param name="StreamsJson">Whether it writes lines while it works, instead of one answer at the end.</param>
/// <param name="TakesStream">Whether it answers each line of its input while more may come.</param>
internal sealed record ClaudeArguments(bool Print, bool StreamsJson, bool TakesStream)
{
    // From the help of 2.1.197 and 2.1.329. An option with a value takes the next argument, whatever it looks like.
    private static readonly HashSet<string> WithValue = new(StringComparer.Ordinal)
    {
        "--add-dir", "--agent", "--agents", "--allowedTools", "--allowed-tools", "--append-system-prompt", "--append-system-prompt-file",
        "--autocompact", "--betas", "--debug-file", "--disallowedTools", "--disallowed-tools", "--effort", "--environment",
        "--fallback-model",
        "--file", "--input-format", "--json-schema", "--max-budget-usd", "--max-thinking-tokens", "--max-turns", "--mcp-config", "--model",
        "--name", "--output-format", "--permission-mode", "--permission-prompt-tool", "--permission-prompts", "--plugin-dir",
        "--plugin-url",
        "--remote-control-session-name-prefix", "--session-id", "--setting-sources", "--settings", "--system-prompt",
        "--system-prompt-file",
        "--system-prompt-snapshot", "--tools",
    };

    // Short options: with a value, with an optional value, and without.
    private const string ShortWithValue = "n";
    private const string ShortMaybeValue = "drw";

    public static ClaudeArguments Read(IReadOnlyList<string> args)
    {
        var print = false;
        var values = new Dictionary<string, string>(StringComparer.Ordinal);
        for (var i = 0; i < args.Count && args[i] != "--"; i++)
        {
            var arg = args[i];
            if (arg.StartsWith("--", StringComparison.Ordinal))
            {
                print |= arg == "--print";
                var equals = arg.IndexOf('=', StringComparison.Ordinal);
                if (equals > 0)
                    values[arg[..equals]] = arg[(equals + 1)..];
                else if (WithValue.Contains(arg) && ++i < args.Count)
                    values[arg] = args[i];
            }
            else if (arg is ['-', _, ..])
            {
                print |= HasPrint(arg.AsSpan(1), out var takesNext);
                i += takesNext ? 1 : 0;
            }
        }

        return new ClaudeArguments(print, IsStream("--output-format"), IsStream("--input-format"));

        bool IsStream(string option) => values.GetValueOrDefault(option) == "stream-json";
    }

    /// <summary>Reads bundled letters such as <c>-cp</c> up to one that takes the rest as its value.</summary>
    private static bool HasPrint(ReadOnlySpan<char> letters, out bool takesNext)
    {
        takesNext = false;
        for (var i = 0; i < letters.Length; i++)
        {
            if (letters[i] == 'p')
                return true;
            takesNext = ShortWithValue.Contains(letters[i]) && i == letters.Length - 1;
            if (ShortWithValue.Contains(letters[i]) || ShortMaybeValue.Contains(letters[i]))
                return false;
        }

        return false;
    }
}
