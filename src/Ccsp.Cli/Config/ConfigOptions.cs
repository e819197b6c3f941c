using System.CommandLine;
using Ccsp.Cli.Connecting;
using Ccsp.Cli.Terminal;
using Ccsp.Gateway.Configuration;

namespace Ccsp.Cli.Config;

/// <summary>
/// The flags that configure a gateway: for <c>serve</c>, for showing and checking a configuration, and for commands that work on stores.
/// </summary>
internal sealed class ConfigOptions
{
    private const int LongestLine = 2000;

    private readonly Option<string?> _config = new("--config") { Description = "Configuration file", HelpName = "FILE" };

    private readonly Option<string?> _environment =
        new("--env-file") { Description = "File of variables; else .env in the working directory", HelpName = "FILE" };

    private readonly (Option<string?> Option, string Path)[] _flags;

    private ConfigOptions(params (Option<string?> Option, string Path)[] flags) => _flags = flags;

    /// <summary>All flags of a gateway.</summary>
    public static ConfigOptions OfGateway() => new(
        (new("--listen") { Description = "Address to listen on", HelpName = "HOST:PORT" }, "listen"),
        (new("--max-concurrent") { Description = "Runs at a time", HelpName = "N" }, "maxConcurrent"),
        (new("--queue-size") { Description = "Tasks the queue takes", HelpName = "N" }, "queueSize"),
        (new("--log-level") { Description = "trace, debug, info, warn or error", HelpName = "LEVEL" }, "log.level"));

    /// <summary>Only the flags that locate the stores.</summary>
    public static ConfigOptions OfStores() => new();

    public void AddTo(Command command)
    {
        command.Add(_config);
        command.Add(_environment);
        foreach (var (option, _) in _flags)
            command.Add(option);
    }

    public OptionsResult Load(ParseResult parsed, Shell shell) => OptionsLoader.Load(Input(parsed, shell));

    /// <summary>The sources of the configuration, which can be read again on reload.</summary>
    public OptionsInput Input(ParseResult parsed, Shell shell)
    {
        var flags = _flags
            .Append((Option: Connection.DataFolder, Path: "dataDir"))
            .Select(f => (f.Option.Name, f.Path, Value: parsed.GetValue(f.Option)))
            .Where(f => f.Value is not null)
            .Select(f => new OptionsFlag(f.Name, f.Path, f.Value!));
        return shell.Configuration() with
        {
            ConfigPath = parsed.GetValue(_config) is { } path ? shell.Absolute(path) : null,
            EnvironmentFile = parsed.GetValue(_environment) is { } file ? shell.Absolute(file) : null,
            Flags = [.. flags],
        };
    }

    /// <summary>Prints all findings, one per line, whatever characters a mistaken value has.</summary>
    public static void Report(Shell shell, IReadOnlyList<ConfigFinding> findings, TextWriter to)
    {
        foreach (var finding in findings)
            to.WriteLine(PlainText.OneLine(finding.ToString(), LongestLine));
        shell.Error.WriteLine($"ccsp: the configuration has {findings.Count} finding{(findings.Count == 1 ? "" : "s")}");
    }

    /// <summary>A configuration that is refused, on standard error.</summary>
    public static int Refuse(Shell shell, OptionsResult.Refused refused, int exitCode)
    {
        Report(shell, refused.Findings, shell.Error);
        return exitCode;
    }
}
