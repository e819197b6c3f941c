using System.Globalization;
using Ccsp.Cli.Tables;
using Ccsp.Cli.Terminal;
using Ccsp.Cli.Times;
using Ccsp.Contracts;

namespace Ccsp.Cli.Sessions;

/// <summary>Formats login states as text or JSON.</summary>
internal static class SessionOutput
{
    private static readonly Column[] Columns =
    [
        new("PROFILE", Whole: true), new("STATE", Whole: true, Colour: StateColours.Of), new("FAILURES", MayGo: true),
        new("CHECKED", Whole: true, MayGo: true),
        new("LAST ANSWER", Whole: true, MayGo: true), new("EXPIRES", Whole: true, MayGo: true), new("ISSUE", Whole: true, MayGo: true),
        new("REASON"),
    ];

    /// <returns>5 for a login that is lost, or was not there when it was last looked for.</returns>
    public static int Write(Shell shell, SessionView session, bool json)
    {
        if (json)
            JsonOutput.Write(shell, session, JsonOutput.Readable.SessionView);
        else
            WriteTable(shell, [session]);
        return session.State == SessionState.Lost || session.ConsecutiveFailures > 0
            ? ExitCodes.Findings
            : ExitCodes.Done;
    }

    public static void WriteTable(Shell shell, IEnumerable<SessionView> sessions) =>
        TableOutput.Write(shell, Columns, sessions.Select(s => new[]
        {
            s.Profile,
            EnumNames<SessionState>.Of(s.State),
            s.ConsecutiveFailures.ToString(CultureInfo.InvariantCulture),
            Time(s.LastCheck, shell),
            Time(s.LastValidResponse, shell),
            Time(s.LoginExpiresAt, shell),
            s.IssueNumber is { } number ? string.Create(CultureInfo.InvariantCulture, $"#{number}") : "-",
            s.Reason ?? s.LastError ?? "",
        }));

    private static string Time(DateTimeOffset? time, Shell shell) => LocalTime.Of(time, shell) ?? "-";
}
