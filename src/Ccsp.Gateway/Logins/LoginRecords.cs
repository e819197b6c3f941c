using System.Text.Json;
using Ccsp.Gateway.Queue.Records;
using Ccsp.Gateway.Storage.Records;

namespace Ccsp.Gateway.Logins;

/// <summary>The stored records of logins: a document per profile, and the position in the stored events.</summary>
internal static class LoginRecords
{
    public const string Reader = "logins";

    public static RecordKind<LoginState> States { get; } =
        new("login", LoginStateJson.Default.LoginState, state => state.Profile) { IsTakenWhenFull = true };

    public static async ValueTask<StoredLogins> ReadAsync(IRecordReader reader)
    {
        List<LoginState> states = [];
        do
        {
            var page = await reader.PageAsync(States, states.Count == 0 ? null : states[^1].Profile, RecordLimits.PageSize);
            states.AddRange(page);
            if (page.Count < RecordLimits.PageSize)
                break;
        }
        while (true);
        return new StoredLogins(states, (await reader.FindAsync(EventCursor.Kind, Reader))?.Seq ?? 0);
    }

    /// <summary>Writes the steps with their gate changes and events.</summary>
    /// <param name="step">A transaction that has read the logins.</param>
    /// <param name="cursor">The last event that was read.</param>
    public static async ValueTask WriteAsync(IQueueTransaction step, IReadOnlyList<LoginStep> changes, long cursor, DateTimeOffset now)
    {
        foreach (var change in changes)
        {
            var gate = await step.GateAsync(LoginGate.NameOf(change.Session));
            foreach (var gateChange in LoginGate.Changes(change, gate, now))
                step.Change(gateChange);
            foreach (var fact in change.Facts)
                step.Append(fact.Type, NewsOf(change.Session, fact));
            await step.FindAsync(States, change.Session.Profile);
            step.Put(States, change.Session);
        }

        step.Put(EventCursor.Kind, new EventCursor(Reader, cursor));
    }

    private static string NewsOf(LoginState session, LoginFact fact) =>
        JsonSerializer.Serialize(new LoginNews(session.Profile, fact.Reason, session.State), LoginStateJson.Default.LoginNews);
}
