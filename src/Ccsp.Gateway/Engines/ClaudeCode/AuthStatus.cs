using System.Globalization;
using System.Text.Json;

namespace Ccsp.Gateway.Engines.ClaudeCode;

/// <summary>
/// <c>claude auth status</c>: exit code 0 with a login, 1 without, and one line of JSON in both cases. It contacts no server and costs
/// nothing, so a revoked key or a login ended by the provider still counts as logged in. Checked against 2.1.197 and 2.1.329.
/// </summary>
internal static class AuthStatus
{
    private static readonly string[] Keys = ["ANTHROPIC_API_KEY", "ANTHROPIC_AUTH_TOKEN", "CLAUDE_CODE_OAUTH_TOKEN"];

    public static LoginQuestion Ask(string program, Dictionary<string, string> environment)
    {
        var folder = environment.GetValueOrDefault("CLAUDE_CONFIG_DIR") is { Length: > 0 } given
            ? given
            : Path.Combine(environment.GetValueOrDefault("HOME", "/"), ".claude");
        return new LoginQuestion(
            program, ["auth", "status"], environment, KindOf(environment), folder, Path.Combine(folder, ".credentials.json"));
    }

    public static LoginAnswer Read(int? exitCode, string stdout, string stderr)
    {
        if (Parse(stdout) is { } said
            && exitCode is 0 or 1
            && said.Field("loggedIn") is { ValueKind: JsonValueKind.True or JsonValueKind.False })
        {
            return said.Flag("loggedIn")
                ? new LoginAnswer.LoggedIn(said.TextOf("authMethod"), Time(said), said.TextOf("subscriptionType"))
                : new LoginAnswer.NotLoggedIn("claude auth status says: not logged in");
        }

        var first = stderr.Split('\n', 2)[0].Trim();
        var ended = exitCode is { } code ? string.Create(CultureInfo.InvariantCulture, $"ended with exit code {code}") : "was ended";
        return new LoginAnswer.NoAnswer(
            $"claude auth status {ended} and said nothing that can be "
            + $"understood{(first.Length == 0 ? "" : ": " + first[..Math.Min(first.Length, 200)])}");
    }

    private static LoginKind KindOf(Dictionary<string, string> environment)
    {
        var clouds = environment.Where(variable => variable.Key.StartsWith("CLAUDE_CODE_USE_", StringComparison.Ordinal));
        if (clouds.Any(variable => variable.Value is not ("" or "0" or "false")))
            return LoginKind.Cloud;
        return Keys.Any(key => environment.GetValueOrDefault(key) is { Length: > 0 }) ? LoginKind.Key : LoginKind.Login;
    }

    private static JsonElement? Parse(string stdout)
    {
        try
        {
            using var document = JsonDocument.Parse(stdout);
            return document.RootElement.Clone();
        }
        catch (JsonException)
        {
            // Old versions do not know the command and print their help.
            return null;
        }
    }

    private static DateTimeOffset? Time(JsonElement said) => said.Epoch("loginExpiresAt")
        ?? (DateTimeOffset.TryParse(
            said.TextOf("loginExpiresAt"), CultureInfo.InvariantCulture,
            DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out var time)
                ? time
                : null);
}
