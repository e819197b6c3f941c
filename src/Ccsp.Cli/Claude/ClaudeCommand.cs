using System.CommandLine;

namespace Ccsp.Cli.Claude;

/// <summary><c>ccsp claude</c> for help and completion only; <see cref="Program"/> runs it before parsing.</summary>
internal static class ClaudeCommand
{
    public static Command Create() =>
        new("claude", "Run claude's own command line through the gateway (with -p), or become claude (without)")
    {
        new Argument<string[]>("ARGS")
        {
            Description = "Any arguments of claude",
            CaptureRemainingTokens = true,
            Arity = ArgumentArity.ZeroOrMore,
        },
    };
}
