using Ccsp.Contracts;

namespace Ccsp.Gateway.LegacyRedisApi;

/// <summary>A parsed message of a legacy client.</summary>
internal abstract record LegacyMessage
{
    private LegacyMessage()
    {
    }

    /// <param name="From">The addressee of the answer.</param>
    /// <param name="Submission">The requested task.</param>
    /// <param name="Patience">How long the client waits; null: unknown.</param>
    /// <param name="GoesOn">Whether it continues an earlier request without naming the conversation.</param>
    internal sealed record Request(ReturnAddress From, TaskSubmission Submission, TimeSpan? Patience, bool GoesOn) : LegacyMessage;

    /// <summary>It can be answered, but its request is invalid.</summary>
    internal sealed record Wrong(ReturnAddress From, string Reason) : LegacyMessage;

    /// <summary>It cannot be answered.</summary>
    internal sealed record Unreadable(string Reason) : LegacyMessage;
}
