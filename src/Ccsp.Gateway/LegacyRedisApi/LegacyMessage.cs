using Ccsp.Contracts;

namespace Ccsp.Gateway.LegacyRedisApi;

/// <summary>What a message of an older client turned out to be.</summary>
internal abstract record LegacyMessage
{
    private LegacyMessage()
    {
    }

    /// <param name="From">Whom to answer.</param>
    /// <param name="Submission">The task it asks for.</param>
    /// <param name="Patience">How long the client waits; null: it does not say.</param>
    /// <param name="GoesOn">It goes on with an earlier request and does not say with which conversation.</param>
    internal sealed record Request(ReturnAddress From, TaskSubmission Submission, TimeSpan? Patience, bool GoesOn) : LegacyMessage;

    /// <summary>It says whom to answer, and asks for nothing that can be done.</summary>
    internal sealed record Wrong(ReturnAddress From, string Reason) : LegacyMessage;

    /// <summary>Nobody can be answered.</summary>
    internal sealed record Unreadable(string Reason) : LegacyMessage;
}
