using Ccsp.Gateway.Engines;
using Ccsp.Gateway.Queue;

namespace Ccsp.Gateway.Execution;

/// <summary>Decides which conversation a run uses. Pure.</summary>
/// <param name="ConversationId">Ours for a new one, else the one to go on with.</param>
/// <param name="Start">How the run relates to it.</param>
internal sealed record RunPlan(string? ConversationId, ConversationStart Start)
{
    /// <param name="claimed">The task; a conversation on it stems from an earlier run of its own.</param>
    /// <param name="named">The conversation the submission names, resolved; null when it names none.</param>
    /// <param name="fresh">An id for a new conversation, chosen before the start so that it can be resumed even if the process
    /// dies.</param>
    public static RunPlan For(ClaimedTask claimed, string? named, Guid fresh)
    {
        if (claimed.Task.ConversationId is { } own)
            return new RunPlan(own, ConversationStart.Continue);
        // A named conversation that is full or broken is abandoned, like an own one.
        return named is null || claimed.Task.Retries.Context > 0 ? new RunPlan(fresh.ToString("D"), ConversationStart.New)
            : new RunPlan(named, ConversationStart.Resume);
    }
}
