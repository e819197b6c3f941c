using System.Security.Cryptography;
using Ccsp.Contracts;

namespace Ccsp.Cli.Claude;

/// <summary>
/// The login, configuration folder and model in the caller's environment, which bare <c>claude</c> would use. A model is passed on with the
/// task; a login is only compared, because runs use their profile's login and keys must not be in tasks.
/// </summary>
internal static class CallerLogin
{
    /// <returns>Variables for the task's <c>env</c>; null without any.</returns>
    public static IReadOnlyDictionary<string, string>? Models(Shell shell)
    {
        var models = LoginVariables.Models.Where(name => !string.IsNullOrEmpty(shell.Environment.GetValueOrDefault(name)))
            .ToDictionary(name => name, name => shell.Environment[name], StringComparer.Ordinal);
        return models.Count == 0 ? null : models;
    }

    /// <summary>Refuses a login other than the one the task would run under.</summary>
    /// <param name="client">The gateway.</param>
    /// <param name="engine">The engine of the task.</param>
    /// <param name="profile">The profile of the task; null: the gateway's default for the engine.</param>
    /// <exception cref="CliFailure">Exit code 4.</exception>
    public static async Task CheckAsync(
        GatewayClient client, string engine, string? profile, Shell shell, CancellationToken cancellationToken)
    {
        var own = LoginVariables.Of(shell.Environment);
        if (own.Count == 0)
            return;
        var salt = Convert.ToHexStringLower(RandomNumberGenerator.GetBytes(16));
        var digests = own.ToDictionary(
            variable => variable.Key, variable => LoginVariables.Digest(salt, variable.Key, variable.Value), StringComparer.Ordinal);
        var comparison = new LoginComparison { Salt = salt, Digests = digests };
        var difference = profile is null
            ? await client.CompareLoginOfEngineAsync(engine, comparison, cancellationToken)
            : await client.CompareLoginAsync(profile, comparison, cancellationToken);
        if (difference.Differs.Count > 0)
            throw new CliFailure(Sentence(difference), ExitCodes.Refused);
    }

    private static string Sentence(LoginDifference difference)
    {
        var names = string.Join(", ", difference.Differs);
        var it = difference.Differs.Count == 1 ? "it" : "them";
        var help = difference.Profiles.Count > 0
            ? $"The profile {string.Join(" or ", difference.Profiles)} has {it}: set CCSP_PROFILE={difference.Profiles[0]}."
            : $"Unset {it} to run under the profile's login, or give the gateway a profile with {it}.";
        return $"{names} of this shell would make claude use another login than the gateway's profile '{difference.Profile}' does. {help}";
    }
}
