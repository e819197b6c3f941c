using System.CommandLine;
using System.Globalization;
using System.Runtime.InteropServices;
using Ccsp.Cli.Connecting;
using Ccsp.Cli.Terminal;
using Ccsp.Contracts;
using Ccsp.Gateway.Api;

namespace Ccsp.Cli.Commands;

/// <summary><c>ccsp version</c>: prints the build's version without reading anything else.</summary>
internal static class VersionCommand
{
    private const int ShownDigits = 12;

    public static string Line { get; } = "ccsp " + Text(Own());

    public static Task<int> PrintAsync()
    {
        var shell = Shell.OfProcess();
        return Failures.GuardAsync(shell, () => Task.FromResult(Print(shell)));
    }

    public static Command Create(Shell shell, Connection connection)
    {
        var remote = new Option<bool>("--gateway") { Description = "Ask the gateway for its version too" };
        var command = new Command(
            "version", "Print the version: number, commit, the commit's time, schema of the store") { remote, JsonOutput.Option };
        command.SetAction(async (parsed, cancellationToken) =>
        {
            var json = parsed.GetValue(JsonOutput.Option);
            if (!parsed.GetValue(remote))
                return json ? JsonOutput.Write(shell, Own(), JsonOutput.Readable.VersionView) : Print(shell);
            using var client = connection.Open(parsed, shell);
            var version = await client.GetVersionAsync(cancellationToken);
            if (json)
                return JsonOutput.Write(shell, version, JsonOutput.Readable.VersionView);
            Print(shell);
            shell.Out.WriteLine($"gateway {Text(version)}");
            return ExitCodes.Done;
        });
        return command;
    }

    private static int Print(Shell shell)
    {
        shell.Out.WriteLine(Line);
        return ExitCodes.Done;
    }

    private static VersionView Own() => new("ccsp", ThisBuild.Version, RuntimeInformation.FrameworkDescription, ApiVersion.Current)
    {
        Commit = ThisBuild.Commit,
        CommitTime = ThisBuild.CommitTime,
        Schema = ThisBuild.Schema,
    };

    private static string Text(VersionView version)
    {
        var commit = version.Commit is { } hash ? "commit " + hash[..Math.Min(ShownDigits, hash.Length)] : "commit unknown";
        var time = version.CommitTime?.UtcDateTime.ToString(" 'of' yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);
        var schema = version.Schema is { } number ? string.Create(CultureInfo.InvariantCulture, $", schema {number}") : "";
        return $"{version.Version} ({commit}{time}{schema}, {version.Runtime}, API {version.Api})";
    }
}
