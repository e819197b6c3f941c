namespace Ccsp.Gateway.Settings;

/// <summary>Masks secrets: at most the first four characters are shown, and only when enough stay hidden.</summary>
internal static class Mask
{
    private static readonly string[] SecretEndings = ["KEY", "TOKEN", "SECRET", "PASSWORD", "PASS", "CREDENTIALS", "AUTH"];

    public static string Of(string secret) => secret.Length > 8 ? secret[..4] + "****" : "****";

    /// <summary>Whether an environment variable of this name usually holds a secret.</summary>
    public static bool IsSecretName(string name) =>
        SecretEndings.Any(e => name.EndsWith(e, StringComparison.OrdinalIgnoreCase))
            || name.Contains("SECRET", StringComparison.OrdinalIgnoreCase);
}
