using Ccsp.Contracts;
using Ccsp.Gateway.Tasks;

namespace Ccsp.Gateway.Api.Reading;

/// <summary>A submission together with what it inherits from the task it continues.</summary>
/// <param name="Spec">The submission, not yet validated.</param>
/// <param name="Conversation">Key of the conversation; null: a new one begins.</param>
/// <param name="Folder">The private folder of the continued task, which lies where no submission may point.</param>
/// <param name="Error">Why it cannot continue; null: it can.</param>
internal sealed record Resumed(TaskSubmission Spec, string? Conversation = null, string? Folder = null, string? Error = null)
{
    /// <param name="judged">The validated submission.</param>
    public NewTask AsTask(string id, TaskSubmission judged) =>
        new(id, Folder is null ? judged : judged with { WorkingDirectory = judged.WorkingDirectory ?? Folder }, Conversation);
}
