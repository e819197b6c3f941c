using System.CommandLine;

namespace Ccsp.Cli.Tasks;

/// <summary>The argument that identifies a task; <see cref="TaskReference"/> resolves it.</summary>
internal static class TaskArgument
{
    public static Argument<string> One() =>
        new("ID") { Description = "The task: its id, the beginning or end of it, or last for the newest" };

    public static Argument<string[]> Many() => new("ID")
    {
        Description = "The tasks: their ids, beginnings or ends of them, or last for the newest",
        Arity = ArgumentArity.OneOrMore,
    };

    /// <summary>For commands with another way to select tasks.</summary>
    public static Argument<string[]> Any() => new("ID")
    {
        Description = "The tasks: their ids, beginnings or ends of them, or last for the newest",
        Arity = ArgumentArity.ZeroOrMore,
    };
}
