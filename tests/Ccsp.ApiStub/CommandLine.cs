using System.Globalization;

namespace Ccsp.ApiStub;

/// <summary>What the stub was asked to do; <see cref="Message"/> set means: print it and leave with <see cref="ExitCode"/>.</summary>
internal sealed record CommandLine(int Port, string? ScenarioFile, string? Message = null, int ExitCode = 0)
{
    private const string Usage = """
        Ccsp.ApiStub [--port N] [--scenario FILE]

        A local stand-in for the Anthropic Messages API on 127.0.0.1, so that the real Claude Code CLI
        runs without a login and without spending tokens.

          --port N         port to listen on; 0 (the default) picks a free one
          --scenario FILE  JSON rules that say how to answer; without it every prompt is echoed
          --help           this text

        Prints one line "listening on http://127.0.0.1:PORT" when it takes requests.
        PUT /stub/scenario replaces the rules, GET /stub/requests shows what was asked. See README.md.
        """;

    public static CommandLine Parse(string[] args)
    {
        var port = 0;
        string? scenario = null;
        for (var i = 0; i < args.Length; i++)
        {
            switch (args[i])
            {
                case "--help" or "-h":
                    return new CommandLine(0, null, Usage);
                case "--port" when i + 1 < args.Length
                    && ushort.TryParse(args[i + 1], NumberStyles.None, CultureInfo.InvariantCulture, out var number):
                    port = number;
                    i++;
                    break;
                case "--scenario" when i + 1 < args.Length:
                    scenario = args[++i];
                    break;
                default:
                    return new CommandLine(0, null, $"ccsp-apistub: do not understand \"{args[i]}\"\n\n{Usage}", 2);
            }
        }

        return new CommandLine(port, scenario);
    }
}
