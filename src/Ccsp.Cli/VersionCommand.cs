using System.CommandLine;
using System.Reflection;
using Ccsp.Contracts;

namespace Ccsp.Cli;

/// <summary><c>ccsp version</c>. Prints without touching anything but the assembly's own name.</summary>
internal static class VersionCommand
{
    public static string Number { get; } =
        typeof(VersionCommand).Assembly.GetCustomAttribute<AssemblyInformationalVersionAttribute>()?.InformationalVersion.Split('+')[0] ?? "0.0.0";

    public static int Print(TextWriter output)
    {
        output.WriteLine("ccsp " + Number);
        return ExitCodes.Done;
    }

    public static Command Create(Shell shell, Connection connection)
    {
        var remote = new Option<bool>("--gateway") { Description = "Ask the gateway for its version too" };
        var command = new Command("version", "Print the version") { remote, JsonOutput.Option };
        command.SetAction(async (parsed, stop) =>
        {
            if (!parsed.GetValue(remote))
                return parsed.GetValue(JsonOutput.Option) ? PrintJson(shell) : Print(shell.Out);
            using var client = connection.Open(parsed, shell);
            var version = await client.GetVersionAsync(stop);
            if (parsed.GetValue(JsonOutput.Option))
                return JsonOutput.Write(shell, version, JsonOutput.Readable.VersionView);
            shell.Out.WriteLine($"ccsp {Number}, gateway {version.Version} ({version.Runtime}, API {version.Api})");
            return ExitCodes.Done;
        });
        return command;
    }

    private static int PrintJson(Shell shell)
    {
        shell.Out.WriteLine($$"""{"name":"ccsp","version":"{{Number}}"}""");
        return ExitCodes.Done;
    }
}
