namespace Ccsp.Gateway.Processes;

/// <summary>What to do when a program is missing, appended to the message.</summary>
internal static class ProgramCure
{
    /// <summary>The same wording everywhere, so that readers recognize it.</summary>
    public const string Claude =
        "'npm install -g @anthropic-ai/claude-code' installs it, CLAUDE_CLI_PATH names one that is elsewhere";

    /// <returns>Empty for an unknown program.</returns>
    public static string Of(string program) => program == "claude" ? $" ({Claude})" : "";
}
