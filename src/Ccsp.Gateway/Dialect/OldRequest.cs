using System.Text.Json;
using Ccsp.Contracts;

namespace Ccsp.Gateway.Dialect;

/// <summary>Whom to answer, and what the client wants to see again.</summary>
/// <param name="RequestId">The client's name for the request.</param>
/// <param name="Agent">The client; the lists it reads are named after it.</param>
/// <param name="ReplyTo">The list it reads instead; null: those of its name.</param>
/// <param name="Metadata">Given back unchanged.</param>
internal sealed record ReturnAddress(string RequestId, string Agent, string? ReplyTo, JsonElement? Metadata);

/// <summary>What a message of an older client turned out to be.</summary>
internal abstract record OldMessage
{
    private OldMessage()
    {
    }

    /// <param name="From">Whom to answer.</param>
    /// <param name="Submission">The task it asks for.</param>
    /// <param name="Patience">How long the client waits; null: it does not say.</param>
    /// <param name="GoesOn">It goes on with an earlier request and does not say with which conversation.</param>
    internal sealed record Request(ReturnAddress From, TaskSubmission Submission, TimeSpan? Patience, bool GoesOn) : OldMessage;

    /// <summary>It says whom to answer, and asks for nothing that can be done.</summary>
    internal sealed record Wrong(ReturnAddress From, string Reason) : OldMessage;

    /// <summary>Nobody can be answered.</summary>
    internal sealed record Unreadable(string Reason) : OldMessage;
}
