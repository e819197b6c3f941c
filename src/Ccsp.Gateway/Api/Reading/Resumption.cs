using Ccsp.Contracts;
using Ccsp.Gateway.Engines.ClaudeCode;
using Ccsp.Gateway.Execution;
using Ccsp.Gateway.Queue;

namespace Ccsp.Gateway.Api.Reading;

/// <summary>A submission with what it takes over from the task it goes on with.</summary>
/// <param name="Spec">The submission.</param>
/// <param name="Conversation">What tells its conversation from others; null: it begins its own.</param>
/// <param name="Error">Why it cannot go on; null: it can.</param>
internal sealed record Resumed(TaskSubmission Spec, string? Conversation, string? Error);

/// <summary>
/// Finds the conversation a submission goes on with. A CLI keeps its conversations by directory and login: so it goes on where the other task ran,
/// unless it says otherwise, and after it.
/// </summary>
internal sealed class Resumption(ITaskStore store, RunFolders folders)
{
    /// <summary>Ids and titles are shorter; a longer word is a prompt.</summary>
    private const int LongestName = 255;

    /// <param name="spec">Its <c>resume</c> is the id of a task or of a conversation.</param>
    public async Task<Resumed> FindAsync(TaskSubmission spec, CancellationToken cancellationToken)
    {
        // What the drop-in's command line goes on with is its own affair, but for the transcript it must not share.
        if (spec.Arguments is { } arguments)
            return new Resumed(spec, RawArguments.Resumed(arguments) is { Length: > 0 and <= LongestName } id ? id : null, null);
        if (spec.Resume is not { Length: > 0 } named)
            return new Resumed(spec, null, null);
        if (!TaskIds.IsOne(named) || await store.GetAsync(named, cancellationToken) is not { } other)
            return new Resumed(spec, named, null);
        if (other.Task is { IsTerminal: true, ConversationId: null })
            return new Resumed(spec, null, $"Task {named} has left no conversation to go on with.");
        var resumed = spec with
        {
            Engine = spec.Engine ?? (spec.Profile is null ? other.Task.Engine : null),
            Profile = spec.Profile ?? (spec.Engine is null || spec.Engine == other.Task.Engine ? other.Task.Profile : null),
            WorkingDirectory = spec.WorkingDirectory ?? other.Spec.WorkingDirectory ?? folders.WorkOfTask(other.Task.Id),
            DirectoryMode = spec.DirectoryMode ?? other.Spec.DirectoryMode,
            DependsOn = other.Task.IsTerminal ? spec.DependsOn : [.. (spec.DependsOn ?? []).Union([named], StringComparer.Ordinal)],
        };
        // Whoever goes on with a task that has not ended does not know its conversation yet, and neither do others: they share its name.
        return new Resumed(resumed, other.Task.IsTerminal ? other.Task.ConversationId : other.Task.Conversation ?? named, null);
    }
}
