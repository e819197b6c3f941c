using System.CommandLine;

namespace Ccsp.Cli.Claude;

/// <summary><c>ccsp claude</c> as help and completion see it. Running it never gets here: see <see cref="Program"/>.</summary>
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
