using Ccsp.Contracts;
using Ccsp.Gateway.Engines.ClaudeCode;
using Ccsp.Gateway.Execution;
using Ccsp.Gateway.Queue;

namespace Ccsp.Gateway.Api.Reading;

/// <summary>
/// Finds the conversation a submission continues. A CLI stores conversations by directory and login, so the task runs where the other one
/// ran, unless it says otherwise, and after it.
/// </summary>
internal sealed class Resumption(ITaskStore store, RunFolders folders)
{
    /// <summary>Ids and titles are shorter; anything longer is a prompt.</summary>
    private const int LongestName = 255;

    /// <param name="spec">Its <c>resume</c> is the id of a task or of a conversation.</param>
    public async Task<Resumed> FindAsync(TaskSubmission spec, CancellationToken cancellationToken)
    {
        // The drop-in's own arguments decide what it continues; only the transcript must not be shared.
        if (spec.Arguments is { } arguments)
            return new Resumed(
                spec, RawArguments.Resumed([.. arguments.OfType<string>()]) is { Length: > 0 and <= LongestName } id ? id : null);
        if (spec.Resume is not { Length: > 0 } named)
            return new Resumed(spec);
        if (await TaskAsync(named, spec, cancellationToken) is not { } other)
            return new Resumed(spec, named);
        if (other.Task is { IsTerminal: true, ConversationId: null })
            return new Resumed(spec, Error: $"Task {named} has left no conversation to go on with.");
        var folder = other.Spec.WorkingDirectory is { } directory ? IsOwn(directory) ? directory : null : folders.WorkOfTask(other.Task.Id);
        var resumed = spec with
        {
            Engine = spec.Engine ?? (spec.Profile is null ? other.Task.Engine : null),
            Profile = spec.Profile ?? (spec.Engine is null || spec.Engine == other.Task.Engine ? other.Task.Profile : null),
            WorkingDirectory = spec.WorkingDirectory ?? (folder is null ? other.Spec.WorkingDirectory : null),
            DirectoryMode = spec.DirectoryMode ?? other.Spec.DirectoryMode,
            DependsOn = other.Task.IsTerminal ? spec.DependsOn : [.. (spec.DependsOn ?? []).Union([other.Task.Id], StringComparer.Ordinal)],
        };
        // The conversation of a task that has not ended is still unknown; all its followers use its key.
        var conversation = other.Task.IsTerminal ? other.Task.ConversationId : other.Task.Conversation ?? named;
        return new Resumed(resumed, conversation, folder);
    }

    /// <summary>
    /// The named task, or the latest one of the conversation. The latter is not needed when the submission itself says where to run.
    /// </summary>
    private async Task<TaskRecord?> TaskAsync(string named, TaskSubmission spec, CancellationToken cancellationToken)
    {
        if (TaskIds.IsOne(named) && await store.GetAsync(named, cancellationToken) is { } task)
            return task;
        if (spec.WorkingDirectory is not null || !Guid.TryParseExact(named, "D", out _))
            return null;
        var filter = new TaskFilter { ConversationId = named, Limit = 1, TextCharacters = 0 };
        while (true)
        {
            var page = await store.ListAsync(filter, cancellationToken);
            if (page.Items is [var latest, ..])
                return latest;
            if (page.Next is not { } next)
                return null;
            filter = filter with { After = next };
        }
    }

    private bool IsOwn(string directory) => directory.StartsWith(folders.Root + Path.DirectorySeparatorChar, StringComparison.Ordinal);
}
