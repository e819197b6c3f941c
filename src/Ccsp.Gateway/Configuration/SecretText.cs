using System.Diagnostics;
using Ccsp.Gateway.Processes;
using Ccsp.Gateway.Settings;

namespace Ccsp.Gateway.Configuration;

/// <summary>Resolves secrets. The text never appears in an error.</summary>
internal static class SecretText
{
    /// <exception cref="InvalidOperationException">It cannot be resolved; the message says which secret and why.</exception>
    public static string Of(Secret secret) => secret switch
    {
        Secret.Literal literal => literal.Value,
        Secret.FromEnvironment variable => Environment.GetEnvironmentVariable(variable.Name)
            ?? throw new InvalidOperationException($"{secret} is not set."),
        Secret.FromFile file => Read(file),
        Secret.FromCommand command => Ask(command),
        _ => throw new InvalidOperationException($"No rule for {secret}."),
    };

    private static string Read(Secret.FromFile file)
    {
        try
        {
            return SettingsFile.ReadText(file.Path).Trim();
        }
        catch (Exception ex) when (ex is IOException or UnauthorizedAccessException)
        {
            throw new InvalidOperationException($"{file} cannot be read: {FileProblem.Of(ex, file.Path)}", ex);
        }
    }

    private static string Ask(Secret.FromCommand command)
    {
        var words = command.Command.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        var start = new ProcessStartInfo(words[0], words[1..]) { RedirectStandardOutput = true };
#pragma warning disable RS0030 // Not a run: a helper program of the operator that prints a secret once, at the start.
        using var process = Process.Start(start) ?? throw new InvalidOperationException($"{command} did not start.");
#pragma warning restore RS0030
        var text = process.StandardOutput.ReadToEnd().Trim();
        process.WaitForExit();
        return process.ExitCode == 0 ? text : throw new InvalidOperationException($"{command} ended with exit code {process.ExitCode}.");
    }
}
