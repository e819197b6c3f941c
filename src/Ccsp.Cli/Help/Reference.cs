using System.CommandLine;
using System.CommandLine.Help;

namespace Ccsp.Cli.Help;

/// <summary>The reference of all commands as Markdown, generated from the parser's command tree.</summary>
internal static class Reference
{
    public static void Write(RootCommand root, TextWriter output)
    {
        output.Write("""
            # Reference of `ccsp`

            Made by `ccsp help --markdown`; a test compares it with the program.

            Results go to standard output, everything else to standard error. A task is named by its id, a beginning or end of it, or as
            `last`. Times are read and shown in the time zone of the caller; JSON has them in UTC.

            Every command that talks to a gateway finds it by `--url`, `CCSP_URL`, else where the gateway of the data folder listens, else
            `http://127.0.0.1:3001`, and its key by `--key`, `CCSP_API_KEY` (or `CCSP_API_KEY_FILE`), else the file `local.key` of the data
            folder. The data folder is `--data-dir`, `CCSP_DATA_DIR`, the configuration's `dataDir`, else `./data` where it exists, else
            `$XDG_DATA_HOME/ccsp` (`~/.local/share/ccsp`): the same for every command, from every directory.

            """);
        WriteFacts("Variable", Facts.Variables, output);
        WriteFacts("Exit code", Facts.ExitCodes, output);
        output.WriteLine("`ccsp claude` ends with the exit code of `claude`.");
        foreach (var command in root.Subcommands)
            WriteCommand(command, "ccsp", output);
    }

    private static void WriteCommand(Command command, string parent, TextWriter output)
    {
        if (command.Hidden)
            return;
        var name = $"{parent} {command.Name}";
        if (command.Subcommands.Count == 0)
        {
            output.WriteLine();
            output.WriteLine($"## `{name}{string.Concat(command.Arguments.Select(a => " " + Usage(a)))}`");
            output.WriteLine();
            output.WriteLine(command.Description + ".");
            WriteRows(
                [
                    .. command.Arguments.Select(a => (Usage(a), a.Description)),
                    .. command.Options.Where(o => o is not HelpOption && !o.Hidden).Select(Row),
                ],
                output);
            if (Notes.Of(name) is { } note)
                output.WriteLine("\n" + note);
            WriteExamples(name, output);
        }

        foreach (var child in command.Subcommands)
            WriteCommand(child, name, output);
    }

    private static void WriteExamples(string command, TextWriter output)
    {
        if (Examples.Of(command) is not { Count: > 0 } examples)
            return;
        output.WriteLine();
        output.WriteLine("```");
        foreach (var example in examples)
            output.WriteLine(example);
        output.WriteLine("```");
    }

    private static void WriteFacts(string head, IReadOnlyList<(string Name, string Meaning)> facts, TextWriter output)
    {
        output.WriteLine($"| {head} | |");
        output.WriteLine("|---|---|");
        foreach (var (name, meaning) in facts)
            output.WriteLine($"| `{name}` | {meaning} |");
        output.WriteLine();
    }

    private static (string Name, string? Description) Row(Option option)
    {
        var names = string.Join(", ", option.Aliases.Append(option.Name).OrderBy(n => n.Length));
        return (option.ValueType == typeof(bool) ? names : $"{names} {option.HelpName ?? "VALUE"}", option.Description);
    }

    private static string Usage(Argument argument)
    {
        var name = argument.HelpName ?? argument.Name;
        if (argument.Arity.MaximumNumberOfValues > 1)
            name += "…";
        return argument.Arity.MinimumNumberOfValues == 0 ? $"[{name}]" : name;
    }

    private static void WriteRows(IReadOnlyList<(string Name, string? Description)> rows, TextWriter output)
    {
        if (rows.Count == 0)
            return;
        output.WriteLine();
        output.WriteLine("| | |");
        output.WriteLine("|---|---|");
        foreach (var (name, description) in rows)
            output.WriteLine($"| `{name.Replace("|", "\\|", StringComparison.Ordinal)}` | {description} |");
    }
}
