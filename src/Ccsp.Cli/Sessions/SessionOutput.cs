using System.Globalization;
using Ccsp.Contracts;

namespace Ccsp.Cli.Sessions;

/// <summary>Sessions as text or JSON.</summary>
internal static class SessionOutput
{
    /// <returns>5 when it is lost.</returns>
    public static int Write(Shell shell, SessionView session, bool json)
    {
        if (json)
            JsonOutput.Write(shell, session, JsonOutput.Readable.SessionView);
        else
            WriteTable(shell, [session]);
        return session.State == SessionState.Lost || (!session.IsValid && session.ConsecutiveFailures > 0) ? ExitCodes.Findings : ExitCodes.Done;
    }

    public static void WriteTable(Shell shell, IEnumerable<SessionView> sessions) =>
        TableOutput.Write(shell, ["PROFILE", "STATE", "FAILURES", "CHECKED", "LAST ANSWER", "EXPIRES", "ISSUE", "REASON"], sessions.Select(s => new[]
        {
            s.Profile,
            Words<SessionState>.Of(s.State),
            s.ConsecutiveFailures.ToString(CultureInfo.InvariantCulture),
            Time(s.LastCheck),
            Time(s.LastValidResponse),
            Time(s.LoginExpiresAt),
            s.IssueNumber is { } number ? string.Create(CultureInfo.InvariantCulture, $"#{number}") : "-",
            s.Reason ?? s.LastError ?? "",
        }));

    private static string Time(DateTimeOffset? time) => time?.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture) ?? "-";
}
