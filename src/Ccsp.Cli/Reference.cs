using System.CommandLine;
using System.CommandLine.Help;

namespace Ccsp.Cli;

/// <summary>The reference of all commands as Markdown, from the very tree that parses them.</summary>
internal static class Reference
{
    public static void Write(RootCommand root, TextWriter output)
    {
        output.Write("""
            # Reference of `ccsp`

            Made by `ccsp help --markdown`; a test compares it with the program.

            Results go to standard output, everything else to standard error. Exit codes: 0 done, 1 failed, 2 usage, 3 gateway unreachable,
            4 refused (key, limit, capacity), 5 findings, 130 interrupted. `ccsp claude` ends with the exit code of `claude`.

            Every command that talks to a gateway finds it by `--url`, `CCSP_URL`, else where the gateway of the data folder listens, else
            `http://127.0.0.1:3001`, and its key by `--key`, `CCSP_API_KEY` (or `CCSP_API_KEY_FILE`), else the file `local.key` of the data folder.
            The data folder is `--data-dir`, `CCSP_DATA_DIR`, the configuration's `dataDir`, else `./data` where it exists, else
            `$XDG_DATA_HOME/ccsp` (`~/.local/share/ccsp`): the same for every command, from every directory.

            """);
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
            WriteRows([.. command.Arguments.Select(a => (Usage(a), a.Description)), .. command.Options.Where(o => o is not HelpOption && !o.Hidden).Select(Row)], output);
        }

        foreach (var child in command.Subcommands)
            WriteCommand(child, name, output);
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
            output.WriteLine($"| `{name}` | {description} |");
    }
}
