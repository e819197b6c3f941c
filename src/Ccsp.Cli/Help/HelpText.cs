using System.CommandLine;
using System.CommandLine.Help;
using System.CommandLine.Invocation;

namespace Ccsp.Cli.Help;

/// <summary><c>--help</c>: the parser's help, followed by examples and, for the program itself, by variables and exit codes.</summary>
internal sealed class HelpText(HelpAction parserHelp) : SynchronousCommandLineAction
{
    public static void AddTo(RootCommand root)
    {
        foreach (var option in root.Options.OfType<HelpOption>())
            option.Action = new HelpText((HelpAction)option.Action!);
    }

    public override bool ClearsParseErrors => true;

    public override int Invoke(ParseResult parseResult)
    {
        var exit = parserHelp.Invoke(parseResult);
        var output = parseResult.InvocationConfiguration.Output;
        var command = parseResult.CommandResult.Command;
        WriteNote(CommandPath.Of(parseResult.CommandResult), output);
        WriteExamples(CommandPath.Of(parseResult.CommandResult), output);
        if (command is not RootCommand)
            return exit;
        WriteRows("Environment:", Facts.Variables, output);
        WriteRows("Exit codes:", Facts.ExitCodes, output);
        output.WriteLine("'ccsp help COMMAND' says more about a command; a task is named by its id, a beginning or end of it, or as last.");
        return exit;
    }

    private static void WriteNote(string command, TextWriter output)
    {
        if (Notes.Of(command) is not { } note)
            return;
        output.WriteLine(note);
        output.WriteLine();
    }

    private static void WriteExamples(string command, TextWriter output)
    {
        if (Examples.Of(command) is not { Count: > 0 } examples)
            return;
        output.WriteLine("Examples:");
        foreach (var example in examples)
            output.WriteLine("  " + example);
        output.WriteLine();
    }

    private static void WriteRows(string head, IReadOnlyList<(string Name, string Meaning)> rows, TextWriter output)
    {
        output.WriteLine(head);
        foreach (var (name, meaning) in rows)
            output.WriteLine($"  {name,-13}  {meaning}");
        output.WriteLine();
    }
}
