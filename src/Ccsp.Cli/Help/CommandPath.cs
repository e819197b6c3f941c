using System.CommandLine;
using System.CommandLine.Parsing;

namespace Ccsp.Cli.Help;

/// <summary>The full name of a command, for example <c>ccsp tasks list</c>.</summary>
internal static class CommandPath
{
    public static string Of(CommandResult result)
    {
        var names = new List<string>();
        for (var at = result; at is not null; at = at.Parent as CommandResult)
            names.Insert(0, at.Command is RootCommand ? "ccsp" : at.Command.Name);
        return string.Join(' ', names);
    }
}
