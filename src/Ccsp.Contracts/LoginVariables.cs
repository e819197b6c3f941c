using System.Security.Cryptography;
using System.Text;

namespace Ccsp.Contracts;

/// <summary>
/// The environment variables that decide login, endpoint and account of <c>claude</c>, and a comparison of two environments that reveals no
/// value.
/// </summary>
public static class LoginVariables
{
    private static readonly string[] Always =
    [
        "ANTHROPIC_*", "CLAUDE_CONFIG_DIR", "CLAUDE_CODE_OAUTH_TOKEN", "CLAUDE_CODE_USE_*", "CLAUDE_CODE_SKIP_*", "CLAUDE_CODE_CLIENT_*",
    ];

    private static readonly (string Switch, string[] Names)[] Clouds =
    [
        ("CLAUDE_CODE_USE_BEDROCK", ["AWS_*"]),
        ("CLAUDE_CODE_USE_VERTEX", ["GOOGLE_*", "CLOUDSDK_*", "CLOUD_ML_REGION", "VERTEX_REGION_*"]),
        ("CLAUDE_CODE_USE_FOUNDRY", ["AZURE_*"]),
    ];

    /// <summary>Variables that only choose a model; a task may set them in its <c>env</c>.</summary>
    public static IReadOnlyList<string> Models { get; } =
    [
        "ANTHROPIC_MODEL", "ANTHROPIC_SMALL_FAST_MODEL", "ANTHROPIC_DEFAULT_OPUS_MODEL", "ANTHROPIC_DEFAULT_SONNET_MODEL",
        "ANTHROPIC_DEFAULT_HAIKU_MODEL",
        "CLAUDE_CODE_SUBAGENT_MODEL",
    ];

    /// <summary>The set variables that decide the login. A cloud provider's variables count only if its switch is on.</summary>
    /// <param name="environment">A complete environment.</param>
    /// <returns>By name, in ordinal order.</returns>
    public static IReadOnlyDictionary<string, string> Of(IReadOnlyDictionary<string, string> environment)
    {
        string[] patterns = [.. Always, .. Clouds.Where(cloud => IsOn(environment, cloud.Switch)).SelectMany(cloud => cloud.Names)];
        return new SortedDictionary<string, string>(
            environment.Where(
                variable => variable.Value.Length > 0 && !Models.Contains(variable.Key) && patterns.Any(
                    pattern => Matches(pattern, variable.Key)))
                .ToDictionary(StringComparer.Ordinal),
            StringComparer.Ordinal);
    }

    /// <summary>A digest that reveals only whether two values are equal.</summary>
    /// <param name="salt">Random, new for each comparison.</param>
    /// <param name="name">The variable.</param>
    /// <param name="value">Its value.</param>
    /// <returns>SHA-256 in lower-case hexadecimal.</returns>
    public static string Digest(string salt, string name, string value) =>
        Convert.ToHexStringLower(HMACSHA256.HashData(Encoding.UTF8.GetBytes(salt), Encoding.UTF8.GetBytes($"{name}={value}")));

    private static bool IsOn(IReadOnlyDictionary<string, string> environment, string name) =>
        environment.TryGetValue(name, out var value) && value is not ("" or "0" or "false");

    private static bool Matches(string pattern, string name) => pattern[^1] == '*'
        ? name.AsSpan().StartsWith(pattern.AsSpan(0, pattern.Length - 1), StringComparison.Ordinal)
        : string.Equals(pattern, name, StringComparison.Ordinal);
}
