using System.CommandLine;
using Ccsp.Gateway.Configuration;

namespace Ccsp.Cli.Config;

/// <summary>The flags that configure a gateway, for <c>serve</c>, for looking at what it would be told and for what works on its stores.</summary>
internal sealed class ConfigOptions
{
    private readonly Option<string?> _config = new("--config") { Description = "Configuration file", HelpName = "FILE" };

    private readonly (Option<string?> Option, string Path)[] _flags;

    private ConfigOptions(params (Option<string?> Option, string Path)[] flags) => _flags = flags;

    private static (Option<string?> Option, string Path) DataFolder => (new("--data-dir") { Description = "Data folder", HelpName = "DIR" }, "dataDir");

    /// <summary>Every flag of a gateway.</summary>
    public static ConfigOptions OfGateway() => new(
        (new("--listen") { Description = "Address to listen on", HelpName = "HOST:PORT" }, "listen"),
        DataFolder,
        (new("--max-concurrent") { Description = "Runs at a time", HelpName = "N" }, "maxConcurrent"),
        (new("--queue-size") { Description = "Tasks the queue takes", HelpName = "N" }, "queueSize"),
        (new("--log-level") { Description = "trace, debug, info, warn or error", HelpName = "LEVEL" }, "log.level"),
        (new("--metrics-port") { Description = "Port of an extra listener for metrics", HelpName = "PORT" }, "metrics.port"));

    /// <summary>Only what says where the stores are.</summary>
    public static ConfigOptions OfStores() => new(DataFolder);

    public void AddTo(Command command)
    {
        command.Add(_config);
        foreach (var (option, _) in _flags)
            command.Add(option);
    }

    public OptionsResult Load(ParseResult parsed, Shell shell)
    {
        var flags = _flags
            .Select(f => (f.Option.Name, f.Path, Value: parsed.GetValue(f.Option)))
            .Where(f => f.Value is not null)
            .Select(f => new OptionsFlag(f.Name, f.Path, f.Value!));
        return OptionsLoader.Load(new OptionsInput
        {
            ConfigPath = parsed.GetValue(_config) is { } path ? Path.GetFullPath(path, shell.WorkingDirectory) : null,
            WorkingDirectory = shell.WorkingDirectory,
            Home = shell.Environment.GetValueOrDefault("HOME"),
            Environment = shell.Environment,
            Flags = [.. flags],
        });
    }

    /// <summary>Says everything that is wrong, one finding a line.</summary>
    public static int Report(Shell shell, OptionsResult.Refused refused, TextWriter to, int exitCode)
    {
        foreach (var finding in refused.Findings)
            to.WriteLine(finding);
        return Failures.Say(shell, $"the configuration has {refused.Findings.Count} finding{(refused.Findings.Count == 1 ? "" : "s")}", exitCode);
    }
}
