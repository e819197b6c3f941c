using Ccsp.Gateway.Configuration;

namespace Ccsp.Cli;

/// <summary>Finds the API key where none is given: <c>CCSP_API_KEY</c>, else the file the gateway made in its data folder.</summary>
internal static class LocalKey
{
    private const string FileName = "local.key";

    public static string? Find(Shell shell) => shell.Variable("CCSP_API_KEY") ?? Read(Path.GetFullPath(
        Path.Combine(shell.Variable("CCSP_DATA_DIR") ?? "data", FileName), shell.WorkingDirectory)) ?? FromConfiguredFolder(shell);

    private static string? Read(string path)
    {
        try
        {
            return File.Exists(path) ? File.ReadAllText(path).Trim() : null;
        }
        catch (Exception unreadable) when (unreadable is IOException or UnauthorizedAccessException)
        {
            // Somebody else's gateway: its refusal says more than this file's mode.
            return null;
        }
    }

    /// <summary>The configuration is only read when nothing quicker told.</summary>
    private static string? FromConfiguredFolder(Shell shell)
    {
        var input = new OptionsInput
        {
            WorkingDirectory = shell.WorkingDirectory,
            Home = shell.Environment.GetValueOrDefault("HOME"),
            Environment = shell.Environment,
        };
        return OptionsLoader.Load(input) is OptionsResult.Loaded loaded ? Read(Path.Combine(loaded.Options.DataDir, FileName)) : null;
    }
}
