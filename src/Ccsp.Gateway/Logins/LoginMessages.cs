using System.Globalization;
using Ccsp.Gateway.Engines;

namespace Ccsp.Gateway.Logins;

/// <summary>The texts of alerts about logins. Pure.</summary>
internal static class LoginMessages
{
    /// <summary>Ids listed in an issue; the rest is counted.</summary>
    public const int TasksNamed = 10;

    private static readonly string[] Labels = ["urgent", "session-timeout", "requires-manual-action"];

    /// <param name="waiting">The first tasks that wait for the profile.</param>
    /// <param name="count">Number of waiting tasks; null when there are more than were counted.</param>
    public static LoginMessage Lost(LoginState session, LoginProfile? profile, LoginFollowUp followUp, IReadOnlyList<string> waiting,
        int? count)
    {
        var many = count?.ToString(CultureInfo.InvariantCulture) ?? $"more than {waiting.Count}";
        var named = string.Join('\n', waiting.Take(TasksNamed).Select(id => $"- `{id}`"));
        var recovered = $"ccsp sessions recovered {session.Profile}";
        const string afterwards = "The next run is let in alone; if it is refused, this issue is opened again.";
        var body = $"""
            Tasks of profile `{session.Profile}` wait until a person has helped.

            - Profile: `{session.Profile}`{(session.AuthMethod is { } method ? $" ({method})" : "")}
            - Since: {Time(followUp)}
            - Reason: {followUp.Text}
            - Last answer of the provider: {(session.LastValidResponse is { } last ? Time(last) : "none is known")}
            - Tasks that wait: {many}
            {named}

            **What to do:** {Remedy(session, profile)} Then close this issue, or run `{recovered}`. {afterwards}
            """;
        return new LoginMessage(LoginProfile.KeyOf(session.Profile), followUp.Occurrence,
            $"CCSP: profile {session.Profile} needs a person: {Short(session)}", body, Labels);
    }

    public static LoginMessage Expiring(LoginState session, LoginProfile? profile, LoginFollowUp followUp) => new(
        LoginProfile.KeyOf(session.Profile), $"expiry:{followUp.Occurrence}", $"CCSP: {followUp.Text} (profile {session.Profile})",
        $"Of profile `{session.Profile}` {followUp.Text}. Sign in again before: {Remedy(session, profile)}", Labels);

    public static string Recovered(LoginFollowUp followUp) => $"It works again: {followUp.Text}. Waiting tasks go on.";

    private static string Short(LoginState session) =>
        session.LostBy == LossCause.Billing ? "its provider wants to be paid" : "its login is lost";

    private static string Remedy(LoginState session, LoginProfile? profile)
    {
        if (session.LostBy == LossCause.Billing)
            return "pay the provider or raise its spending limit.";
        return profile?.Question switch
        {
            { Kind: LoginKind.Key } => $"replace the key of profile `{session.Profile}` in the configuration or where its secret lies, "
                + "and restart the gateway.",
            { Kind: LoginKind.Cloud } => $"renew the cloud credentials of profile `{session.Profile}`.",
            { } login => $"on the machine of the gateway, as its user, run `CLAUDE_CONFIG_DIR={login.ConfigDir} claude` and sign in with "
                + "`/login`.",
            null => "sign in again.",
        };
    }

    private static string Time(LoginFollowUp followUp) =>
        Time(DateTimeOffset.FromUnixTimeMilliseconds(long.Parse(followUp.Occurrence, CultureInfo.InvariantCulture)));

    private static string Time(DateTimeOffset time) => time.UtcDateTime.ToString("u", CultureInfo.InvariantCulture);
}
