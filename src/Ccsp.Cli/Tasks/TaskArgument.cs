using System.CommandLine;

namespace Ccsp.Cli.Tasks;

/// <summary>What names a task; <see cref="TaskReference"/> finds it.</summary>
internal static class TaskArgument
{
    public static Argument<string> One() =>
        new("ID") { Description = "The task: its id, the beginning or end of it, or last for the newest" };

    public static Argument<string[]> Many() => new("ID")
    {
        Description = "The tasks: their ids, beginnings or ends of them, or last for the newest",
        Arity = ArgumentArity.OneOrMore,
    };

    /// <summary>Where other words may name the tasks instead.</summary>
    public static Argument<string[]> Any() => new("ID")
    {
        Description = "The tasks: their ids, beginnings or ends of them, or last for the newest",
        Arity = ArgumentArity.ZeroOrMore,
    };
}
