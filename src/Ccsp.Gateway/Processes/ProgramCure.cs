namespace Ccsp.Gateway.Processes;

/// <summary>What helps where a program is missing, as the end of the sentence that says so.</summary>
internal static class ProgramCure
{
    /// <summary>The commands are the same everywhere, so that a reader recognizes them.</summary>
    public const string Claude =
        "'npm install -g @anthropic-ai/claude-code' installs it, CLAUDE_CLI_PATH names one that is elsewhere";

    /// <returns>Empty where we know of none.</returns>
    public static string Of(string program) => program == "claude" ? $" ({Claude})" : "";
}
