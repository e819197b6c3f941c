using Ccsp.Cli.Claude;
using Ccsp.Cli.Commands;
using Ccsp.Cli.Parsing;

namespace Ccsp.Cli;

/// <summary>
/// The entry point. <c>version</c> runs before anything else is loaded, and the arguments of <c>claude</c> bypass our parser.
/// </summary>
internal static class Program
{
    public static Task<int> Main(string[] args) => args switch
    {
        ["version"] or ["--version"] => VersionCommand.PrintAsync(),
        ["claude", .. var rest] => DropIn.RunAsync(rest),
        _ => CommandLine.RunAsync(args),
    };
}
