using System.CommandLine;

namespace Ccsp.Cli.Tasks;

/// <summary>The id of a task.</summary>
internal static class TaskArgument
{
    public static Argument<string> One() => new("ID") { Description = "The task's id" };

    public static Argument<string[]> Many() => new("ID") { Description = "The tasks' ids", Arity = ArgumentArity.OneOrMore };

    /// <summary>Where other words may name the tasks instead.</summary>
    public static Argument<string[]> Any() => new("ID") { Description = "The tasks' ids", Arity = ArgumentArity.ZeroOrMore };
}
